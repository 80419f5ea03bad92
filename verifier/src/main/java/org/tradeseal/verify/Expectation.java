package org.tradeseal.verify;

/** The version and leaf hash of a record that a command moves or accepts. */
public record Expectation(RecordId id, int version, Sha256 leaf) {
    public Expectation {
        Required.field(id, "/id");
        Required.field(leaf, "/leaf");
    }
}
