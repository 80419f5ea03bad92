package org.tradeseal.gateway.einvoice;

/**
 * One private field of an invoice's record.
 *
 * @param pointer where it stands, an RFC 6901 JSON pointer
 * @param value its text in the form its type prescribes
 */
public record InvoiceField(String pointer, Type type, String value) {

    /** The closed list of types. */
    public enum Type {
        /** Any text, as the document states it, in NFC. */
        TEXT,
        /** A decimal number in plain notation without trailing zeros. */
        DECIMAL,
        /** ISO 8601 calendar date. */
        DATE,
        /** A value of a code list. */
        CODE,
        /** An identifier in canonical form. */
        IDENTIFIER,
        /** SHA-256, lower-case hexadecimal. */
        DIGEST
    }
}
