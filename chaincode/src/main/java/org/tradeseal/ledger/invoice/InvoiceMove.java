package org.tradeseal.ledger.invoice;

import org.tradeseal.ledger.record.Move;

/** The verbs about invoices. */
public enum InvoiceMove implements Move {
    ISSUE,
    ACCEPT,
    DISPUTE,
    REJECT,
    ACCEPT_BY_DOCUMENT,
    DISPUTE_BY_DOCUMENT,
    REJECT_BY_DOCUMENT,
    DELIVERED,
    RECORD_SETTLEMENT,
    SETTLE,
    CANCEL
}
