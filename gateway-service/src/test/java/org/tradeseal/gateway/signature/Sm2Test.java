package org.tradeseal.gateway.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.gateway.signature.TestAuthority.Issued;
import org.tradeseal.gateway.signature.TestAuthority.Profile;

/** SM2 makes the validator throw; here it is told apart and said. */
class Sm2Test {
    private static final TestAuthority SM2 = TestAuthority.sm2Root("SM2 authority");
    private static final TestAuthority P256 = TestAuthority.root("P-256 authority");

    @TempDir
    private Path folder;

    private SignatureValidation validation;

    @BeforeEach
    void trustBoth() throws IOException {
        SM2.trustIn(folder);
        P256.trustIn(folder);
        validation = new SignatureValidation(TrustSettings.ofFolder(folder));
    }

    @Test
    void anSm2AnchorIsCountedAndNamedNotDropped() {
        TrustReport report = validation.trust();

        assertThat(report.anchors()).hasSize(1);
        assertThat(report.sm2Anchors()).isEqualTo(1);
        assertThat(report.unused())
                .containsExactly(new TrustReport.Unused(
                        "CN_SM2_authority.crt", Digests.sha256Hex(SM2.encoded()), TrustReport.Cause.SM2));
    }

    @Test
    void anSm2RevocationListDoesNotDisturbOthers() throws IOException {
        TestAuthority.write(folder.resolve("sm2.crl"), SM2.revocationList(TestAuthority.now()));

        SignatureVerdict verdict =
                validation.check(SignedForm.UBL, Optional.of(P256.signer().signDetached(SignedForm.UBL)));

        assertThat(verdict.reason()).isEqualTo(VerdictReason.ACCEPTED);
    }

    @Test
    void anSm2SignatureIsIndeterminate() throws Exception {
        Issued seal = SM2.issueWithKey(Profile.seal(), "sm2p256v1");
        byte[] signature = cms(seal, "SM3withSM2");

        assertNotSupported(validation.check(SignedForm.UBL, Optional.of(signature)));
        assertNotSupported(validation.check(
                Zip.empty()
                        .replace("mimetype", SignedForm.utf8("application/vnd.etsi.asic-s+zip"))
                        .replace("invoice.xml", SignedForm.UBL)
                        .replace("META-INF/signature.p7s", signature)
                        .bytes(),
                Optional.empty()));
    }

    @Test
    void aP256SignatureUnderAnSm2AuthorityIsIndeterminate() throws Exception {
        Issued seal = SM2.issueWithKey(Profile.seal(), "secp256r1");

        assertNotSupported(validation.check(SignedForm.UBL, Optional.of(cms(seal, "SHA256withECDSA"))));
    }

    @Test
    void anXmlSignatureWithAnSm2CertificateIsIndeterminate() throws CertificateEncodingException {
        String signed = new String(P256.signer().signEnveloped(SignedForm.CII), StandardCharsets.UTF_8);
        String certificate = Base64.getEncoder()
                .encodeToString(SM2.issueWithKey(Profile.seal(), "sm2p256v1")
                        .certificate()
                        .getEncoded());
        String replaced = signed.replaceFirst(
                "<ds:X509Certificate>[^<]*",
                "<ds:X509Certificate>" + java.util.regex.Matcher.quoteReplacement(certificate));

        assertNotSupported(validation.check(SignedForm.utf8(replaced), Optional.empty()));
    }

    private static byte[] cms(Issued seal, String algorithm)
            throws OperatorCreationException, CertificateEncodingException, CMSException, IOException {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder()
                        .setProvider(SampleAuthority.PROVIDER)
                        .build())
                .build(TestAuthority.contentSigner(seal.key(), algorithm), seal.certificate()));
        generator.addCertificates(new JcaCertStore(List.of(seal.certificate(), SM2.certificate)));
        return generator
                .generate(new CMSProcessableByteArray(SignedForm.UBL), false)
                .getEncoded();
    }

    private static void assertNotSupported(SignatureVerdict verdict) {
        assertThat(verdict.reason()).isEqualTo(VerdictReason.ALGORITHM_NOT_SUPPORTED);
        assertThat(verdict.indication()).isEqualTo(Indication.INDETERMINATE);
        assertThat(verdict.accepted()).isFalse();
    }
}
