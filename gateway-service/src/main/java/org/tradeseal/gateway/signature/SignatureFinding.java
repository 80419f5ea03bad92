package org.tradeseal.gateway.signature;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The result for one signature, in the terms of ETSI EN 319 102-1.
 *
 * @param subIndication name of the sub-indication of EN 319 102-1, absent when passed
 * @param format for example {@code XAdES-BASELINE-T}
 * @param qualification for example {@code QESIG}; {@code NA} where only the trust folder vouches for the issuer
 * @param signingTime as the signer claims
 * @param bestSignatureTime the earliest proven time: of a time stamp, else of the validation itself
 */
public record SignatureFinding(
        Indication indication,
        @Nullable String subIndication,
        @Nullable String format,
        @Nullable SignatureScope scope,
        @Nullable String qualification,
        @Nullable String signedBy,
        @Nullable Instant signingTime,
        @Nullable Instant bestSignatureTime,
        @Nullable SignerCertificate certificate,
        VerdictReason reason) {

    boolean accepted() {
        return reason == VerdictReason.ACCEPTED;
    }
}
