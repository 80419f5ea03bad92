package org.tradeseal.gateway.ledger.audit;

/** What of a ledger a verification sees. */
public enum Sight {
    /** Everything, with the values of every collection and the registrars' batches: the embedded ledger. */
    WHOLE,
    /** What one organisation's peer holds: of most collections only that they were written to. */
    PARTIAL
}
