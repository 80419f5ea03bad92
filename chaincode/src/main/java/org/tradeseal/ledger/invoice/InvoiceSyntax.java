package org.tradeseal.ledger.invoice;

/** The syntax of the document: UBL 2.1 or UN/CEFACT CII D16B. */
public enum InvoiceSyntax {
    UBL_INVOICE,
    UBL_CREDIT_NOTE,
    CII;

    /** CII writes both kinds with one root element; UBL has one each. */
    boolean writes(DocumentKind kind) {
        return switch (this) {
            case UBL_INVOICE -> kind == DocumentKind.INVOICE;
            case UBL_CREDIT_NOTE -> kind == DocumentKind.CREDIT_NOTE;
            case CII -> true;
        };
    }
}
