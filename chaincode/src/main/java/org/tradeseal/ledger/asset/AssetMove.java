package org.tradeseal.ledger.asset;

import org.tradeseal.ledger.record.Move;

/** The verbs about assets. */
public enum AssetMove implements Move {
    DEPOSIT,
    FILE,
    REQUEST_CORRECTION,
    CORRECT,
    START_REVIEW,
    PUBLISH,
    OBJECT,
    DECIDE_OBJECTION,
    REGISTER,
    REJECT,
    WITHDRAW,
    RENEW,
    LAPSE,
    INVALIDATE,
    SURRENDER,
    ASSIGN,
    ACCEPT_ASSIGNMENT,
    REFUSE_ASSIGNMENT,
    /** A co-owner consents to another co-owner's act. */
    CONSENT,
    /** A recipient's collection was found to hold the private content; changes no state. */
    DELIVERED
}
