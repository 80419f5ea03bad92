package org.tradeseal.ledger.financing;

/** By what two invoices of one seller look alike. */
enum CheckKind {
    /** Number, date and amount. */
    EXACT,
    /** Number and date, with the number folded. */
    WITHOUT_AMOUNT,
    /** Number and amount, with the number folded. */
    WITHOUT_DATE,
    /** Date and amount. */
    WITHOUT_NUMBER
}
