package org.tradeseal.ledger.terms;

/**
 * Where a licence stands. ACTIVE is no state of its own: a RECORDED licence is active while its term runs, so that
 * time alone never changes a record.
 */
public enum LicenceStatus {
    OFFERED,
    /** Both parties have signed. It binds them, and stands in the way of others, from here on. */
    ACCEPTED,
    /** 备案: recorded by the IP centre, and public. */
    RECORDED,
    SUSPENDED,
    TERMINATED,
    EXPIRED,
    REFUSED,
    WITHDRAWN
}
