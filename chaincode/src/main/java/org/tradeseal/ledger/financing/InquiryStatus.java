package org.tradeseal.ledger.financing;

/** The answer to a bank's question whether an invoice can be financed. */
public enum InquiryStatus {
    FREE,
    PARTLY_FINANCED,
    FULLY_FINANCED,
    NOT_FINANCEABLE,
    REVIEW
}
