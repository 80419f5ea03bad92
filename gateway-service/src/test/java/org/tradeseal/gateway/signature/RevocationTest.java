package org.tradeseal.gateway.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.enumerations.SignaturePackaging;
import eu.europa.esig.dss.model.Policy;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.xades.XAdESSignatureParameters;
import eu.europa.esig.dss.xades.signature.XAdESService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tradeseal.gateway.signature.TestAuthority.Profile;
import org.tradeseal.gateway.signature.TestAuthority.Revocation;

class RevocationTest {
    private static final TestAuthority AUTHORITY = TestAuthority.root("Authority with a list");
    private final Instant now = Instant.now();

    @TempDir
    private Path folder;

    private SignatureValidation validation;

    @BeforeEach
    void trustTheAuthority() throws IOException {
        AUTHORITY.trustIn(folder);
        validation = new SignatureValidation(TrustSettings.ofFolder(folder));
    }

    @ParameterizedTest
    @EnumSource(
            value = Revocation.class,
            names = {"LIST_POINTER", "NOTHING_SAID"})
    void unknownRevocationNeverPasses(Revocation said) {
        SignatureVerdict verdict = checkDetached(AUTHORITY.signer(Profile.seal(said)));

        assertThat(verdict.indication()).isEqualTo(Indication.INDETERMINATE);
        assertThat(verdict.reason()).isEqualTo(VerdictReason.REVOCATION_UNKNOWN);
        assertThat(verdict.accepted()).isFalse();
    }

    @Test
    void neverRevokedYetNamingAPlaceToAskIsAContradictionAndDoesNotPass() {
        // RFC 9608, section 2: noRevAvail excludes pointers to revocation data.
        SignatureVerdict verdict = checkDetached(AUTHORITY.signer(Profile.seal(Revocation.NEVER_REVOKED_BUT_POINTER)));

        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.indication()).isEqualTo(Indication.INDETERMINATE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Revocation.class,
            names = {"LIST_POINTER", "NOTHING_SAID", "NEVER_REVOKED"})
    void aCurrentListThatDoesNotNameTheCertificateLetsItPass(Revocation said) throws IOException {
        byte[] list = AUTHORITY.revocationList(now);
        TestAuthority.write(folder.resolve("current.crl"), list);

        SignatureVerdict verdict = checkDetached(AUTHORITY.signer(Profile.seal(said)));

        assertThat(verdict.reason()).isEqualTo(VerdictReason.ACCEPTED);
        assertThat(verdict.basis().revocation()).containsExactly(Digests.sha256Hex(list));
    }

    @Test
    void aStaleListProvesNothing() throws IOException {
        byte[] stale = AUTHORITY.revocationList(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(2)), now);
        TestAuthority.write(folder.resolve("stale.crl"), stale);

        SignatureVerdict verdict = checkDetached(AUTHORITY.signer(Profile.seal(Revocation.LIST_POINTER)));

        assertThat(verdict.reason()).isEqualTo(VerdictReason.REVOCATION_UNKNOWN);
        assertThat(verdict.indication()).isEqualTo(Indication.INDETERMINATE);
    }

    @Test
    void aListOfTheSameNameUnderAnotherKeyProvesNothing() throws IOException {
        TestAuthority impostor = TestAuthority.root("Authority with a list");
        TestAuthority.write(folder.resolve("forged.crl"), impostor.revocationList(now));

        SignatureVerdict verdict = checkDetached(AUTHORITY.signer(Profile.seal(Revocation.LIST_POINTER)));

        assertThat(verdict.reason()).isEqualTo(VerdictReason.REVOCATION_UNKNOWN);
    }

    @Test
    void aTimeStampFromBeforeTheRevocationKeepsTheSignatureValid() throws IOException {
        SampleSigner signer = AUTHORITY.signer(Profile.seal(Revocation.LIST_POINTER));
        byte[] signed = signWithTimeStamp(signer, now.minus(Duration.ofDays(10)));
        Instant revokedAt = now.minus(Duration.ofDays(5));
        TestAuthority.write(folder.resolve("list.crl"), AUTHORITY.revocationList(revokedAt, signer.certificate()));

        SignatureVerdict verdict = validation.check(signed, Optional.empty());

        assertThat(verdict.reason()).isEqualTo(VerdictReason.ACCEPTED);
        assertThat(verdict.format()).isEqualTo("XAdES-BASELINE-T");
        assertThat(verdict.bestSignatureTime()).isBefore(revokedAt);
    }

    @Test
    void aTimeStampFromAfterTheRevocationDoesNotHelp() throws IOException {
        SampleSigner signer = AUTHORITY.signer(Profile.seal(Revocation.LIST_POINTER));
        byte[] signed = signWithTimeStamp(signer, now.minus(Duration.ofDays(3)));
        Instant revokedAt = now.minus(Duration.ofDays(5));
        TestAuthority.write(folder.resolve("list.crl"), AUTHORITY.revocationList(revokedAt, signer.certificate()));

        SignatureVerdict verdict = validation.check(signed, Optional.empty());

        assertThat(verdict.reason()).isEqualTo(VerdictReason.CERTIFICATE_REVOKED);
        assertThat(verdict.accepted()).isFalse();
    }

    @Test
    void aTimeStampFromAnUnknownAuthorityDoesNotHelp() throws IOException {
        SampleSigner signer = AUTHORITY.signer(Profile.seal(Revocation.LIST_POINTER));
        byte[] signed =
                signWithTimeStamp(signer, now.minus(Duration.ofDays(10)), TestAuthority.root("Backdating authority"));
        TestAuthority.write(
                folder.resolve("list.crl"),
                AUTHORITY.revocationList(now.minus(Duration.ofDays(5)), signer.certificate()));

        SignatureVerdict verdict = validation.check(signed, Optional.empty());

        assertThat(verdict.reason()).isEqualTo(VerdictReason.CERTIFICATE_REVOKED);
        assertThat(verdict.accepted()).isFalse();
    }

    @Test
    void aClaimedSigningTimeFromBeforeTheRevocationDoesNotHelp() throws IOException {
        SampleSigner signer = AUTHORITY.signer(Profile.seal(Revocation.LIST_POINTER));
        XAdESSignatureParameters parameters = xades(SignatureLevel.XAdES_BASELINE_B, now.minus(Duration.ofDays(10)));
        byte[] signed =
                signer.sign(new XAdESService(new CommonCertificateVerifier(true)), parameters, SignedForm.CII, null);
        TestAuthority.write(
                folder.resolve("list.crl"),
                AUTHORITY.revocationList(now.minus(Duration.ofDays(5)), signer.certificate()));

        SignatureVerdict verdict = validation.check(signed, Optional.empty());

        assertThat(verdict.subIndication()).isEqualTo("REVOKED_NO_POE");
        assertThat(verdict.accepted()).isFalse();
    }

    @Test
    void nothingIsFetchedOverTheNetwork() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            SampleSigner signer = TestAuthority.root("Authority to be looked up")
                    .signerWithoutIssuer(Profile.seal(Revocation.NOTHING_SAID).withPointersTo(url));
            XAdESSignatureParameters parameters = xades(SignatureLevel.XAdES_BASELINE_B, now);
            Policy policy = new Policy();
            policy.setId("urn:oid:1.2.3.4.5");
            policy.setDigestAlgorithm(DigestAlgorithm.SHA256);
            policy.setDigestValue(new byte[32]);
            policy.setSpuri(url + "/policy.pdf");
            parameters.bLevel().setSignaturePolicy(policy);
            byte[] signed = signer.sign(
                    new XAdESService(new CommonCertificateVerifier(true)), parameters, SignedForm.CII, null);

            SignatureVerdict verdict = validation.check(signed, Optional.empty());

            assertThat(verdict.reason()).isEqualTo(VerdictReason.ISSUER_NOT_TRUSTED);
            assertThat(requests).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    private SignatureVerdict checkDetached(SampleSigner signer) {
        return validation.check(SignedForm.UBL, Optional.of(signer.signDetached(SignedForm.UBL)));
    }

    private static byte[] signWithTimeStamp(SampleSigner signer, Instant at) {
        return signWithTimeStamp(signer, at, AUTHORITY);
    }

    private static byte[] signWithTimeStamp(SampleSigner signer, Instant at, TestAuthority timeStamps) {
        XAdESService service = new XAdESService(new CommonCertificateVerifier(true));
        service.setTspSource(timeStamps.timeStamps(at));
        return signer.sign(service, xades(SignatureLevel.XAdES_BASELINE_T, at), SignedForm.CII, null);
    }

    private static XAdESSignatureParameters xades(SignatureLevel level, Instant signingTime) {
        XAdESSignatureParameters parameters = new XAdESSignatureParameters();
        parameters.setSignaturePackaging(SignaturePackaging.ENVELOPED);
        parameters.setSignatureLevel(level);
        parameters.bLevel().setSigningDate(Date.from(signingTime));
        return parameters;
    }
}
