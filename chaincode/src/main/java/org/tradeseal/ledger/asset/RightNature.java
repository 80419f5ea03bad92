package org.tradeseal.ledger.asset;

/** Whether a right stands on its own or derives from another asset, which is then named as its source. */
public enum RightNature {
    ORIGINAL,
    DERIVED
}
