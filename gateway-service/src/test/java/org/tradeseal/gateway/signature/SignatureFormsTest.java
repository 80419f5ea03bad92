package org.tradeseal.gateway.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tradeseal.gateway.signature.TestAuthority.Profile;

class SignatureFormsTest {
    private static final TestAuthority TRUSTED = TestAuthority.root("Trusted authority");
    private static final TestAuthority STRANGER = TestAuthority.root("Unknown authority");

    @TempDir
    private Path folder;

    private SignatureValidation validation;

    @BeforeEach
    void trustOneAuthority() throws IOException {
        TRUSTED.trustIn(folder);
        validation = new SignatureValidation(TrustSettings.ofFolder(folder));
    }

    @ParameterizedTest
    @EnumSource
    void aGenuineSignatureIsAcceptedWithItsBasisAndSigner(SignedForm form) {
        SignatureVerdict verdict = check(form.sign(TRUSTED.signer()));

        assertThat(verdict.indication()).isEqualTo(Indication.TOTAL_PASSED);
        assertThat(verdict.subIndication()).isNull();
        assertThat(verdict.accepted()).isTrue();
        assertThat(verdict.reason()).isEqualTo(VerdictReason.ACCEPTED);
        assertThat(verdict.scope()).isEqualTo(SignatureScope.FULL);
        assertThat(verdict.format()).endsWith("-BASELINE-B");
        assertThat(verdict.signedBy()).isEqualTo("Acme seal");
        assertThat(verdict.signingTime()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(verdict.basis().trustLists()).containsExactly(Digests.sha256Hex(TRUSTED.encoded()));
        assertThat(verdict.basis().policy()).isEqualTo(ValidationRules.shipped().digest());
        assertThat(verdict.basis().revocation()).isEmpty();
        assertThat(verdict.certificate().organizationName()).isEqualTo("Acme GmbH");
        assertThat(verdict.certificate().organizationIdentifier()).isEqualTo("VATDE-123456789");
    }

    @ParameterizedTest
    @EnumSource
    void theSignedBytesAreHandedOut(SignedForm form) {
        SignedForm.Signed signed = form.sign(TRUSTED.signer());

        byte[] original = check(signed).document().orElseThrow().bytes();

        boolean enveloped = form.name().startsWith("XADES_ENVELOPED");
        if (enveloped) {
            assertThat(XmlContent.sameBesidesSignatures(form.original(), original))
                    .isTrue();
            assertThat(new String(original, java.nio.charset.StandardCharsets.UTF_8))
                    .doesNotContain("SignatureValue");
        } else {
            assertThat(original).isEqualTo(form.original());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChangedAmountFails(SignedForm form) {
        SignatureVerdict verdict = check(form.tamper(form.sign(TRUSTED.signer())));

        assertThat(verdict.indication()).isEqualTo(Indication.TOTAL_FAILED);
        assertThat(verdict.subIndication()).isEqualTo("HASH_FAILURE");
        assertThat(verdict.reason()).isEqualTo(VerdictReason.DOCUMENT_CHANGED);
        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.documents()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownAuthorityIsIndeterminate(SignedForm form) {
        SignatureVerdict verdict = check(form.sign(STRANGER.signer()));

        assertIndeterminate(verdict, VerdictReason.ISSUER_NOT_TRUSTED);
        assertThat(verdict.basis().trustLists()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anExpiredCertificateIsIndeterminate(SignedForm form) {
        Profile expired = Profile.seal().validFor(Duration.ofDays(-30), Duration.ofDays(-1));

        assertIndeterminate(check(form.sign(TRUSTED.signer(expired))), VerdictReason.CERTIFICATE_EXPIRED);
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateOfTheFutureFails(SignedForm form) {
        Profile future = Profile.seal().validFor(Duration.ofDays(1), Duration.ofDays(30));

        SignatureVerdict verdict = check(form.sign(TRUSTED.signer(future)));

        assertThat(verdict.reason()).isEqualTo(VerdictReason.CERTIFICATE_NOT_YET_VALID);
        assertThat(verdict.indication()).isEqualTo(Indication.TOTAL_FAILED);
        assertThat(verdict.accepted()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aRevokedCertificateIsIndeterminateEvenIfItSaysItIsNeverRevoked(SignedForm form) throws IOException {
        SampleSigner signer = TRUSTED.signer();
        SignedForm.Signed signed = form.sign(signer);
        byte[] list = TRUSTED.revocationList(Instant.now().minusSeconds(3600), signer.certificate());
        TestAuthority.write(folder.resolve("revoked.crl"), list);

        SignatureVerdict verdict = check(signed);

        assertIndeterminate(verdict, VerdictReason.CERTIFICATE_REVOKED);
        assertThat(verdict.basis().revocation()).isEqualTo(List.of(Digests.sha256Hex(list)));
        assertThat(verdict.basis().policy()).isEqualTo(ValidationRules.strict().digest());
    }

    private static void assertIndeterminate(SignatureVerdict verdict, VerdictReason reason) {
        assertThat(verdict.reason()).isEqualTo(reason);
        assertThat(verdict.indication()).isEqualTo(Indication.INDETERMINATE);
        assertThat(verdict.accepted()).isFalse();
    }

    private SignatureVerdict check(SignedForm.Signed signed) {
        return validation.check(signed.document(), signed.signature());
    }
}
