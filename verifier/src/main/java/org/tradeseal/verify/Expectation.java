package org.tradeseal.verify;

/** The version and leaf hash of a record that a command moves or accepts. */
public record Expectation(RecordId id, int version, Sha256 leaf) {}
