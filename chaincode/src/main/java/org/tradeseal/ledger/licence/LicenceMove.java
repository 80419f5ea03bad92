package org.tradeseal.ledger.licence;

import org.tradeseal.ledger.record.Move;

/** The verbs about licences. */
public enum LicenceMove implements Move {
    OFFER,
    ACCEPT,
    REFUSE,
    WITHDRAW,
    /** 备案, by the IP centre. */
    RECORD,
    SUSPEND,
    RESUME,
    TERMINATE,
    EXPIRE,
    /** A recipient's collection was found to hold the private content; changes no state. */
    DELIVERED
}
