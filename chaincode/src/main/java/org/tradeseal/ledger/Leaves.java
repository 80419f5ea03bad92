package org.tradeseal.ledger;

import java.util.List;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;

/** A transaction's event: one entry per record change, in command order. With the ledger's digest each is a leaf. */
public record Leaves(String format, List<Entry> leaves) {
    /** The event's name. */
    public static final String EVENT = "leaves/1";

    public static final String FORMAT = "tradeseal/leaves/1";

    public Leaves {
        leaves = List.copyOf(leaves);
    }

    /** The record, its version and its commitment. */
    public record Entry(RecordId id, int version, Sha256 commitment) {}
}
