package org.tradeseal.ledger.invoice;

/** Where an invoice stands; a credit note stays ISSUED. */
public enum InvoiceStatus {
    ISSUED,
    ACCEPTED,
    DISPUTED,
    REJECTED,
    SETTLED,
    CANCELLED
}
