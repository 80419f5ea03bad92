package org.tradeseal.ledger.invoice;

import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.Sha256;

/**
 * The signed answer of a buyer outside the consortium, a UBL ApplicationResponse: the SHA-256 of its bytes, its code and
 * the verdict on its signature.
 */
public record ResponseDocument(Sha256 sha256, Code code, SignatureVerdict signature) {

    /** The answer's code (UNCL 4343, Peppol subset). */
    public enum Code {
        /** Accepted. */
        AP,
        /** Rejected. */
        RE,
        /** Under query. */
        UQ
    }

    public ResponseDocument {
        Required.field(sha256, "/sha256");
        Required.field(code, "/code");
        Required.field(signature, "/signature");
    }
}
