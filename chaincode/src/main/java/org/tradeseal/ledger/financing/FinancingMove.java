package org.tradeseal.ledger.financing;

import org.tradeseal.ledger.record.Move;

/** The verbs about financings. {@code RELEASE_PARTLY} is what {@code release} does with less than is outstanding. */
public enum FinancingMove implements Move {
    MANDATE,
    REVOKE_MANDATE,
    CHECK,
    RESERVE,
    FINANCE,
    RELEASE,
    RELEASE_PARTLY,
    DEFAULT,
    EXPIRE
}
