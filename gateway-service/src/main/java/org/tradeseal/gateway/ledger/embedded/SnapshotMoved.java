package org.tradeseal.gateway.ledger.embedded;

/** Thrown inside a simulation that met a value newer than its snapshot; it is run again. */
final class SnapshotMoved extends RuntimeException {
    private static final long serialVersionUID = 1;

    SnapshotMoved() {
        super("a block was committed meanwhile", null, false, false);
    }
}
