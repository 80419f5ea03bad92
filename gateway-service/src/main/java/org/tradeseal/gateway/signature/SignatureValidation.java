package org.tradeseal.gateway.signature;

import eu.europa.esig.dss.asic.common.SecureContainerHandlerBuilder;
import eu.europa.esig.dss.asic.common.ZipUtils;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.policy.SignaturePolicyProvider;
import eu.europa.esig.dss.spi.signature.AdvancedSignature;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.RevocationDataVerifierFactory;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CRLHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Validates electronic signatures (XAdES, CAdES, ASiC) after ETSI EN 319 102-1, against the trust folder and never over
 * the network. Safe for concurrent use.
 *
 * <p>Revocation: a certificate passes if embedded data or a current list of the trust folder says it is good, or if it
 * carries noRevAvail (RFC 9608) or the short-term extension of EN 319 412-1, names no place to ask, and the folder holds
 * no list of its issuer. Everything else is INDETERMINATE.
 */
@Component
public class SignatureValidation {
    private static final Logger LOG = LoggerFactory.getLogger(SignatureValidation.class);

    private final TrustSettings settings;
    private final TrustFolder folder;
    private final ValidationRules shipped = ValidationRules.shipped();
    private final ValidationRules strict = ValidationRules.strict();

    public SignatureValidation(TrustSettings settings) {
        this.settings = settings;
        this.folder = new TrustFolder(settings);
        ZipUtils.getInstance()
                .setZipContainerHandlerBuilder(new SecureContainerHandlerBuilder()
                        .setMaxAllowedFilesAmount(100)
                        .setMaxMalformedFiles(1));
    }

    /**
     * Judges every signature on a document: those inside it, or the given detached one. Never throws for anything the
     * caller hands in; what cannot be read is a verdict too.
     */
    public SignatureVerdict check(byte[] document, Optional<byte[]> detachedSignature) {
        return check(document, detachedSignature, folder.content());
    }

    /** What the trust folder holds now, and what in it is not used and why. */
    public TrustReport trust() {
        return folder.content().report();
    }

    /** Validates two documents signed with throw-away keys: the first validation loads classes and tables for seconds. */
    public void warmUp() {
        SampleSigner signer = SampleSigner.inMemory("Warm-up", "NTRXX-0");
        TrustFolder.Content trust = TrustFolder.Content.trusting(signer.authorityCertificate());
        byte[] xml = "<warm-up/>".getBytes(StandardCharsets.UTF_8);
        check(signer.signEnveloped(xml), Optional.empty(), trust);
        check(signer.signContainer(xml, "warm-up.xml"), Optional.empty(), trust);
        check(xml, Optional.of(signer.signDetached(xml)), trust);
    }

    private SignatureVerdict check(byte[] document, Optional<byte[]> detached, TrustFolder.Content trust) {
        try {
            Submission submission = Submission.of(document, detached, settings);
            Optional<VerdictReason> refusal = submission.refusal();
            if (refusal.isPresent()) {
                return refused(refusal.get());
            }
            if (submission.usesSm2()) {
                return refused(VerdictReason.ALGORITHM_NOT_SUPPORTED);
            }
            return validate(submission, trust);
        } catch (RuntimeException | StackOverflowError e) {
            // The library rejects much of what is malformed by throwing; none of it may pass or reach the caller.
            // The message may quote the document, and documents are private.
            LOG.warn("signature could not be read: {}", e.getClass().getName());
            return refused(VerdictReason.UNREADABLE);
        }
    }

    private SignatureVerdict validate(Submission submission, TrustFolder.Content trust) {
        SignedDocumentValidator validator =
                SignedDocumentValidator.fromDocument(new InMemoryDocument(submission.signatureCarrier()));
        submission
                .detachedContent()
                .ifPresent(content -> validator.setDetachedContents(List.of(new InMemoryDocument(content))));
        validator.setCertificateVerifier(verifier(trust));
        validator.setSignaturePolicyProvider(new SignaturePolicyProvider()); // without a loader
        validator.setEnableEtsiValidationReport(false);
        validator.setLocale(Locale.ENGLISH);
        ValidationRules rules = rulesFor(validator.getSignatures(), trust);
        Reports reports = validator.validateDocument(rules.policy());
        VerdictReading reading = new VerdictReading(reports, rules.digest());
        if (reading.signatureIds().isEmpty()) {
            return refused(VerdictReason.NO_SIGNATURE);
        }
        if (reading.signatureIds().size() < submission.signatures()) {
            return refused(VerdictReason.UNREADABLE); // one of them was not recognised, so not judged
        }
        return judge(submission, validator, reading);
    }

    private static SignatureVerdict judge(
            Submission submission, SignedDocumentValidator validator, VerdictReading reading) {
        List<SignatureFinding> findings = new ArrayList<>();
        List<SignedDocument> documents = List.of();
        boolean allFull = true;
        for (String id : reading.signatureIds()) {
            AdvancedSignature signature = validator.getSignatureById(id);
            if (signature.isCounterSignature()) {
                findings.add(reading.finding(id, signature, SignatureScope.FULL)); // it covers the other signature
                continue;
            }
            List<DSSDocument> originals =
                    reading.isIntact(id, signature) ? validator.getOriginalDocuments(signature) : List.of();
            List<SignedDocument> covered = submission.fullCoverage(originals);
            SignatureScope scope = covered.isEmpty() ? SignatureScope.PARTIAL : SignatureScope.FULL;
            allFull &= scope == SignatureScope.FULL;
            findings.add(reading.finding(id, signature, scope));
            documents = documents.isEmpty() ? covered : documents;
        }
        return SignatureVerdict.of(findings, reading.basis(), allFull ? documents : List.of());
    }

    private CommonCertificateVerifier verifier(TrustFolder.Content trust) {
        CommonCertificateVerifier verifier = new CommonCertificateVerifier(true); // true: fetches no issuers
        verifier.setTrustedCertSources(trust.anchors());
        verifier.setCrlSource(new ExternalResourcesCRLSource(
                trust.crls().stream().map(SignatureValidation::crlDocument).toArray(DSSDocument[]::new)));
        verifier.setCheckRevocationForUntrustedChains(false);
        // By the strict rules it looks up the folder's lists for every certificate, exempt or not.
        verifier.setRevocationDataVerifier(new RevocationDataVerifierFactory(strict.policy()).create());
        return verifier;
    }

    private static DSSDocument crlDocument(X509CRLHolder crl) {
        try {
            return new InMemoryDocument(crl.getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the issuer's list at hand, "never revoked" is not taken on trust. */
    private ValidationRules rulesFor(List<AdvancedSignature> signatures, TrustFolder.Content trust) {
        Stream<CertificateToken> certificates = signatures.stream()
                .flatMap(signature -> Stream.concat(
                        signature.getCertificates().stream(),
                        signature.getAllTimestamps().stream().flatMap(stamp -> stamp.getCertificates().stream())));
        return certificates.anyMatch(trust::hasRevocationListOf) ? strict : shipped;
    }

    private SignatureVerdict refused(VerdictReason reason) {
        return switch (reason) {
            case NO_SIGNATURE, TOO_LARGE, XML_REFUSED, CONTAINER_REFUSED ->
                SignatureVerdict.refused(Indication.TOTAL_FAILED, "FORMAT_FAILURE", reason, shipped.digest());
            case TRANSFORM_REFUSED ->
                SignatureVerdict.refused(Indication.INDETERMINATE, "SIG_CONSTRAINTS_FAILURE", reason, shipped.digest());
            case ALGORITHM_NOT_SUPPORTED ->
                SignatureVerdict.refused(
                        Indication.INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE", reason, shipped.digest());
            default -> SignatureVerdict.refused(Indication.INDETERMINATE, null, reason, shipped.digest());
        };
    }
}
