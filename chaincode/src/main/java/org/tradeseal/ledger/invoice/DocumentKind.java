package org.tradeseal.ledger.invoice;

/** What a document is. */
public enum DocumentKind {
    INVOICE,
    CREDIT_NOTE
}
