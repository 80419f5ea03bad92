package org.tradeseal.ledger.asset;

/** Where an asset stands. A renewed asset is REGISTERED with a later expiry. */
public enum AssetStatus {
    /** Evidence only: kept, never examined. */
    DEPOSITED,
    FILED,
    CORRECTION_REQUESTED,
    UNDER_REVIEW,
    /** Public notice: objections are open. */
    PUBLISHED,
    OBJECTED,
    REGISTERED,
    REJECTED,
    WITHDRAWN,
    LAPSED,
    INVALIDATED,
    SURRENDERED
}
