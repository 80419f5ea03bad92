package org.tradeseal.ledger.financing;

/** Why a bank releases. */
public enum ReleaseReason {
    /** The bank got its money. */
    SATISFIED,
    /** The financing was taken back by agreement. */
    WITHDRAWN,
    /** The reservation was never funded. */
    NOT_FUNDED;

    boolean fits(FinancingStatus status) {
        return switch (this) {
            case SATISFIED -> status != FinancingStatus.RESERVED;
            case WITHDRAWN -> true;
            case NOT_FUNDED -> status == FinancingStatus.RESERVED;
        };
    }
}
