package org.tradeseal.verify;

/** A status with the signature of its signer's witness key: 64 bytes in base64url without padding. */
public record SignedStatus(Status statement, String signature) {
    public SignedStatus {
        Required.field(statement, "/statement");
        Required.field(signature, "/signature");
    }
}
