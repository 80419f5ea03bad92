package org.tradeseal.ledger.financing;

/** Where a financing stands. A reservation ends by time also without being marked EXPIRED. */
public enum FinancingStatus {
    RESERVED,
    FINANCED,
    PARTIALLY_RELEASED,
    RELEASED,
    DEFAULTED,
    EXPIRED
}
