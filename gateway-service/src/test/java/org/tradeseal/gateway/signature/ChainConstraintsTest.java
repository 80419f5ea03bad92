package org.tradeseal.gateway.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.gateway.signature.TestAuthority.Profile;

class ChainConstraintsTest {
    private static final TestAuthority ROOT = TestAuthority.root("Root");

    @TempDir
    private Path folder;

    private SignatureValidation validation;

    @BeforeEach
    void trustTheRoot() throws IOException {
        ROOT.trustIn(folder);
        TestAuthority.write(folder.resolve("root.crl"), ROOT.revocationList(TestAuthority.now()));
        validation = new SignatureValidation(TrustSettings.ofFolder(folder));
    }

    @Test
    void aSealUnderAnIntermediateAuthorityIsAccepted() throws IOException {
        assertThat(checkUnder(intermediate(Map.of())).reason()).isEqualTo(VerdictReason.ACCEPTED);
    }

    @Test
    void anIntermediateWhoseRevocationIsUnknownIsNotAccepted() throws IOException {
        Files.delete(folder.resolve("root.crl"));
        TestAuthority sub = ROOT.subordinate("Unlisted", Map.of());

        assertThat(checkUnder(sub).reason()).isEqualTo(VerdictReason.REVOCATION_UNKNOWN);
    }

    @Test
    void aRevokedIntermediateIsNotAccepted() throws IOException {
        TestAuthority sub = intermediate(Map.of());
        byte[] list = ROOT.revocationList(TestAuthority.now().minusSeconds(60), sub.certificate);
        TestAuthority.write(folder.resolve("root.crl"), list);

        SignatureVerdict verdict = checkUnder(sub);

        assertThat(verdict.reason()).isEqualTo(VerdictReason.CERTIFICATE_REVOKED);
        assertThat(verdict.accepted()).isFalse();
    }

    @Test
    void aSealOutsideItsAuthoritysNameConstraintsIsNotAccepted() throws IOException {
        assertThat(checkUnder(intermediate(permitted("O=Acme GmbH"))).reason()).isEqualTo(VerdictReason.ACCEPTED);

        SignatureVerdict verdict = checkUnder(intermediate(permitted("O=Another company")));

        assertThat(verdict.reason()).isEqualTo(VerdictReason.CHAIN_REFUSED);
        assertThat(verdict.indication()).isEqualTo(Indication.INDETERMINATE);
    }

    @Test
    void aMissingRequiredPolicyIsNotAccepted() throws IOException {
        // PolicyConstraints, requireExplicitPolicy after 0 certificates (RFC 5280, 4.2.1.11)
        ASN1Encodable required = new DERSequence(new DERTaggedObject(false, 0, new ASN1Integer(0)));
        TestAuthority sub = intermediate(Map.of(
                Extension.policyConstraints,
                required,
                Extension.certificatePolicies,
                new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier("1.2.3.4.5")))));

        assertThat(checkUnder(sub).reason()).isEqualTo(VerdictReason.CHAIN_REFUSED);
    }

    @Test
    void aSealIssuedByASealIsNotAccepted() throws IOException {
        TestAuthority notAnAuthority = intermediate(Map.of(
                Extension.basicConstraints,
                new BasicConstraints(false),
                Extension.keyUsage,
                new KeyUsage(KeyUsage.nonRepudiation)));

        SignatureVerdict verdict = checkUnder(notAnAuthority);

        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.indication()).isEqualTo(Indication.INDETERMINATE);
    }

    @Test
    void aCertificateForAnotherUseIsNotAccepted() {
        Profile encipherment = Profile.seal().with(Map.of(Extension.keyUsage, new KeyUsage(KeyUsage.keyEncipherment)));

        assertThat(check(ROOT.signer(encipherment)).reason()).isEqualTo(VerdictReason.CHAIN_REFUSED);
    }

    @Test
    void anUnknownCriticalExtensionIsNotAccepted() {
        Profile unknown =
                Profile.seal().with(Map.of(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), DERNull.INSTANCE));

        assertThat(check(ROOT.signer(unknown)).reason()).isEqualTo(VerdictReason.CHAIN_REFUSED);
    }

    @Test
    void aShortKeyIsNotAccepted() {
        assertThat(check(ROOT.signer(Profile.seal(), "secp192r1")).reason())
                .isEqualTo(VerdictReason.ALGORITHM_TOO_WEAK);
    }

    @Test
    void anAnchorPastItsOwnValidityIsNotTrusted() throws IOException {
        TestAuthority old =
                TestAuthority.root("Old", "secp256r1", "SHA256withECDSA", Duration.ofDays(-3650), Duration.ofDays(-1));
        old.trustIn(folder);

        SignatureVerdict verdict = check(old.signer());

        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.indication()).isEqualTo(Indication.INDETERMINATE);
    }

    @Test
    void aSealCertificateInTheTrustFolderIsNoAnchor() throws Exception {
        SampleSigner signer = TestAuthority.root("Stranger").signer();
        TestAuthority.write(folder.resolve("seal.crt"), signer.certificate().getEncoded());

        assertThat(check(signer).reason()).isEqualTo(VerdictReason.ISSUER_NOT_TRUSTED);
        assertThat(validation.trust().unused())
                .extracting(TrustReport.Unused::cause)
                .containsExactly(TrustReport.Cause.NOT_A_CA);
    }

    @Test
    void anAuthorityOfTheSameNameWithAnotherKeyIsNotTrusted() {
        SignatureVerdict verdict = check(TestAuthority.root("Root").signer());

        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.reason()).isEqualTo(VerdictReason.ISSUER_NOT_TRUSTED);
    }

    private TestAuthority intermediate(Map<ASN1ObjectIdentifier, ASN1Encodable> extensions) throws IOException {
        TestAuthority sub = ROOT.subordinate("Intermediate", extensions);
        TestAuthority.write(folder.resolve("intermediate.crl"), sub.revocationList(TestAuthority.now()));
        return sub;
    }

    private static Map<ASN1ObjectIdentifier, ASN1Encodable> permitted(String name) {
        GeneralSubtree subtree = new GeneralSubtree(new GeneralName(new X500Name(name)));
        return Map.of(Extension.nameConstraints, new NameConstraints(new GeneralSubtree[] {subtree}, null));
    }

    private SignatureVerdict checkUnder(TestAuthority authority) {
        return check(authority.signer());
    }

    private SignatureVerdict check(SampleSigner signer) {
        return validation.check(SignedForm.UBL, Optional.of(signer.signDetached(SignedForm.UBL)));
    }
}
