package org.tradeseal.ledger.record;

/** What a participant is admitted as by the regulator. */
public enum Role {
    ENTERPRISE,
    BANK,
    CUSTOMS,
    IP_CENTRE,
    REGULATOR,
    VALUER,
    KEEPER,
    COURT;

    /** Authorities act by their own signature only and sign the record that results. */
    public boolean isAuthority() {
        return switch (this) {
            case CUSTOMS, IP_CENTRE, REGULATOR, COURT -> true;
            case ENTERPRISE, BANK, VALUER, KEEPER -> false;
        };
    }
}
