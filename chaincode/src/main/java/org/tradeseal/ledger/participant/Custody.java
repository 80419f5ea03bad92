package org.tradeseal.ledger.participant;

/** Who acts for a participant. */
public enum Custody {
    /** Its hosting organisation may act on its own word; records say {@code custodial}. */
    HOST,
    /** Only its own key. There is no way back to {@link #HOST}. */
    SELF
}
