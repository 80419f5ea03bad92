package org.tradeseal.gateway.signature;

import eu.europa.esig.dss.diagnostic.CertificateWrapper;
import eu.europa.esig.dss.diagnostic.DiagnosticData;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.diagnostic.TimestampWrapper;
import eu.europa.esig.dss.diagnostic.jaxb.XmlDigestAlgoAndValue;
import eu.europa.esig.dss.enumerations.SubIndication;
import eu.europa.esig.dss.jaxb.object.Message;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.signature.AdvancedSignature;
import eu.europa.esig.dss.validation.reports.Reports;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the validator's reports into findings and their basis. */
final class VerdictReading {
    /** The validator's names for: none found, none acceptable. */
    private static final Set<String> REVOCATION_MISSING = Set.of("BBB_XCV_IRDPFC_ANS", "BBB_XCV_IARDPFC_ANS");

    private final SimpleReport report;
    private final DiagnosticData diagnosis;
    private final String policyDigest;

    VerdictReading(Reports reports, String policyDigest) {
        this.report = reports.getSimpleReport();
        this.diagnosis = reports.getDiagnosticData();
        this.policyDigest = policyDigest;
    }

    List<String> signatureIds() {
        return report.getSignatureIdList();
    }

    /** References, manifest entries and signature value hold, whoever signed. */
    boolean isIntact(String id, AdvancedSignature validated) {
        SignatureWrapper signature = diagnosis.getSignatureById(id);
        return indication(id) != Indication.TOTAL_FAILED
                && EcdsaValue.hasExactLength(validated)
                && signature.isSignatureIntact()
                && signature.isSignatureValid()
                && signature.getDigestMatchers().stream()
                        .allMatch(matcher -> matcher.isDataFound() && matcher.isDataIntact());
    }

    SignatureFinding finding(String id, AdvancedSignature signature, SignatureScope scope) {
        SignerCertificate certificate = signer(signature);
        Indication indication = indication(id);
        SubIndication sub = report.getSubIndication(id);
        String subIndication = sub == null ? null : sub.name();
        VerdictReason reason = sub == null ? VerdictReason.NOT_PROVEN : reason(sub, certificate);
        if (sub == SubIndication.CERTIFICATE_CHAIN_GENERAL_FAILURE && lacksRevocationData(id)) {
            reason = VerdictReason.REVOCATION_UNKNOWN; // the one cause under this name that is nobody's fault
        }
        if (indication == Indication.TOTAL_PASSED) {
            reason = VerdictReason.ACCEPTED;
            if (scope != SignatureScope.FULL) {
                // Valid, but over something else: EN 319 102-1 calls an unmet demand on the signature so.
                indication = Indication.INDETERMINATE;
                subIndication = SubIndication.SIG_CONSTRAINTS_FAILURE.name();
                reason = VerdictReason.SCOPE_PARTIAL;
            }
        }
        if (!EcdsaValue.hasExactLength(signature)) {
            indication = Indication.TOTAL_FAILED;
            subIndication = SubIndication.SIG_CRYPTO_FAILURE.name();
            reason = VerdictReason.SIGNATURE_FORGED;
        }
        return new SignatureFinding(
                indication,
                subIndication,
                String.valueOf(report.getSignatureFormat(id)),
                isIntact(id, signature) ? scope : null,
                String.valueOf(report.getSignatureQualification(id)),
                report.getSignedBy(id),
                instant(report.getSigningTime(id)),
                instant(report.getBestSignatureTime(id)),
                certificate,
                reason);
    }

    private Indication indication(String id) {
        return switch (report.getIndication(id)) {
            case TOTAL_PASSED, PASSED -> Indication.TOTAL_PASSED;
            case TOTAL_FAILED, FAILED -> Indication.TOTAL_FAILED;
            default -> Indication.INDETERMINATE;
        };
    }

    private boolean lacksRevocationData(String id) {
        return report.getAdESValidationErrors(id).stream().map(Message::getKey).anyMatch(REVOCATION_MISSING::contains);
    }

    private static VerdictReason reason(SubIndication sub, @Nullable SignerCertificate certificate) {
        return switch (sub) {
            case HASH_FAILURE, SIGNED_DATA_NOT_FOUND -> VerdictReason.DOCUMENT_CHANGED;
            case SIG_CRYPTO_FAILURE -> VerdictReason.SIGNATURE_FORGED;
            case FORMAT_FAILURE -> VerdictReason.FORMAT_INVALID;
            case NO_SIGNING_CERTIFICATE_FOUND, NO_CERTIFICATE_CHAIN_FOUND, NO_CERTIFICATE_CHAIN_FOUND_NO_POE ->
                VerdictReason.ISSUER_NOT_TRUSTED;
            case NOT_YET_VALID -> VerdictReason.CERTIFICATE_NOT_YET_VALID;
            case EXPIRED, OUT_OF_BOUNDS_NOT_REVOKED, OUT_OF_BOUNDS_NO_POE ->
                certificate != null && certificate.notBefore().isAfter(Instant.now())
                        ? VerdictReason.CERTIFICATE_NOT_YET_VALID
                        : VerdictReason.CERTIFICATE_EXPIRED;
            case REVOKED, REVOKED_NO_POE, REVOKED_CA_NO_POE -> VerdictReason.CERTIFICATE_REVOKED;
            case TRY_LATER, REVOCATION_OUT_OF_BOUNDS_NO_POE -> VerdictReason.REVOCATION_UNKNOWN;
            case CHAIN_CONSTRAINTS_FAILURE, CERTIFICATE_CHAIN_GENERAL_FAILURE -> VerdictReason.CHAIN_REFUSED;
            case CRYPTO_CONSTRAINTS_FAILURE, CRYPTO_CONSTRAINTS_FAILURE_NO_POE -> VerdictReason.ALGORITHM_TOO_WEAK;
            case SIG_CONSTRAINTS_FAILURE,
                    POLICY_PROCESSING_ERROR,
                    SIGNATURE_POLICY_NOT_AVAILABLE,
                    TIMESTAMP_ORDER_FAILURE,
                    NO_POE -> VerdictReason.NOT_PROVEN;
        };
    }

    /** Anchors and revocation data of every chain that took part, those of time stamps included. */
    VerdictBasis basis() {
        Set<String> anchors = new TreeSet<>();
        Set<String> revocation = new TreeSet<>();
        Stream<List<CertificateWrapper>> chains = Stream.concat(
                diagnosis.getSignatures().stream().map(SignatureWrapper::getCertificateChain),
                diagnosis.getTimestampList().stream().map(TimestampWrapper::getCertificateChain));
        chains.flatMap(List::stream).forEach(certificate -> {
            if (certificate.isTrusted()) {
                anchors.add(hex(certificate.getDigestAlgoAndValue()));
            }
            certificate
                    .getCertificateRevocationData()
                    .forEach(answer -> revocation.add(hex(answer.getDigestAlgoAndValue())));
        });
        return new VerdictBasis(null, List.copyOf(anchors), List.copyOf(revocation), policyDigest);
    }

    private static @Nullable SignerCertificate signer(AdvancedSignature signature) {
        CertificateToken token = signature.getSigningCertificateToken();
        return token == null ? null : SignerCertificate.of(token.getCertificate(), token.getEncoded());
    }

    private static String hex(XmlDigestAlgoAndValue digest) {
        return HexFormat.of().formatHex(digest.getDigestValue());
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
