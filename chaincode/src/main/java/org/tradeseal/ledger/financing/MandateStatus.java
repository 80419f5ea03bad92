package org.tradeseal.ledger.financing;

/** Whether a mandate still allows new reservations; its expiry is a time. */
public enum MandateStatus {
    GIVEN,
    REVOKED
}
