package org.tradeseal.gateway.einvoice;

/** A document that cannot be judged at all, with a stable code and a sentence in both languages. */
public final class InvoiceRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why a document is refused; the names are part of the public API. */
    public enum Code {
        DOCUMENT_EMPTY,
        DOCUMENT_TOO_LARGE,
        XML_ENCODING_UNSUPPORTED,
        XML_NOT_WELL_FORMED,
        XML_DTD_FORBIDDEN,
        XML_TOO_DEEP,
        XML_TOO_MANY_ELEMENTS,
        XML_TOO_MANY_ATTRIBUTES,
        XML_TEXT_TOO_LONG,
        DOCUMENT_SYNTAX_UNKNOWN,
        INVOICE_RULE_SET_UNKNOWN,
        INVOICE_FACT_MISSING,
        RESPONSE_INCOMPLETE
    }

    private final Code code;
    private final transient LocalizedText detail;

    InvoiceRefused(Code code, String en, String zh) {
        super(code + ": " + en, null, false, false);
        this.code = code;
        this.detail = new LocalizedText(en, zh);
    }

    public Code code() {
        return code;
    }

    public LocalizedText detail() {
        return detail;
    }
}
