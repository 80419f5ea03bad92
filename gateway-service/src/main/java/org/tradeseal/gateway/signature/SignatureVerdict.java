package org.tradeseal.gateway.signature;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer about a signed document. With several signatures, the weakest one speaks for the document: it is
 * recognised only if each of them is.
 *
 * @param signatures one finding per signature, in document order; the fields above repeat the weakest
 * @param documents the bytes that every signature covers; empty unless all are intact and of full scope
 */
public record SignatureVerdict(
        Indication indication,
        @Nullable String subIndication,
        @Nullable String format,
        @Nullable SignatureScope scope,
        @Nullable String qualification,
        @Nullable String signedBy,
        @Nullable Instant signingTime,
        @Nullable Instant bestSignatureTime,
        VerdictBasis basis,
        @Nullable SignerCertificate certificate,
        boolean accepted,
        VerdictReason reason,
        List<SignatureFinding> signatures,
        @JsonIgnore List<SignedDocument> documents) {

    public SignatureVerdict {
        signatures = List.copyOf(signatures);
        documents = List.copyOf(documents);
    }

    /** The one signed document; absent when nothing is fully signed, or when a container holds several files. */
    @JsonIgnore
    public Optional<SignedDocument> document() {
        return documents.size() == 1 ? Optional.of(documents.get(0)) : Optional.empty();
    }

    static SignatureVerdict of(List<SignatureFinding> findings, VerdictBasis basis, List<SignedDocument> documents) {
        SignatureFinding weakest = findings.stream()
                .max(Comparator.comparing(SignatureFinding::accepted)
                        .reversed()
                        .thenComparing(SignatureFinding::indication))
                .orElseThrow();
        return new SignatureVerdict(
                weakest.indication(),
                weakest.subIndication(),
                weakest.format(),
                weakest.scope(),
                weakest.qualification(),
                weakest.signedBy(),
                weakest.signingTime(),
                weakest.bestSignatureTime(),
                basis,
                weakest.certificate(),
                weakest.accepted(),
                weakest.reason(),
                findings,
                documents);
    }

    /** A verdict without any finding: there was nothing that could be validated. */
    static SignatureVerdict refused(
            Indication indication, @Nullable String subIndication, VerdictReason reason, String policyDigest) {
        VerdictBasis basis = new VerdictBasis(null, List.of(), List.of(), policyDigest);
        return new SignatureVerdict(
                indication,
                subIndication,
                null,
                null,
                null,
                null,
                null,
                null,
                basis,
                null,
                false,
                reason,
                List.of(),
                List.of());
    }
}
