package org.tradeseal.gateway.ledger.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.SignedCommand;

/** A gateway whose certificate its organisation revokes in the channel's configuration, on real peers. */
@FabricNeeded
class RevokedCertificateTest {
    private static final String NAME = "bank-b";

    @TempDir
    private Path temp;

    @Test
    void aRevokedCertificateWritesAndReadsNothingMore() throws Exception {
        FabricNetwork network = FabricNetwork.shared();
        TestConsortium consortium = network.consortium();
        Path authority = network.folder().resolve("crypto/peerOrganizations/" + NAME + "/ca");
        KeyPair keys = keys();
        X509Certificate certificate = issue(authority, keys.getPublic());
        FabricSettings stolen = network.settings(
                TestConsortium.BANK_B,
                Map.of(
                        "tradeseal.fabric.identity.certificate",
                        written("certificate.pem", "CERTIFICATE", certificate.getEncoded()),
                        "tradeseal.fabric.identity.key",
                        written("key.pem", "PRIVATE KEY", keys.getPrivate().getEncoded())));
        try (StateFolder one = StateFolder.open(temp.resolve("regulator"));
                FabricLedger regulator = network.connect(TestConsortium.REGULATOR, one);
                StateFolder two = StateFolder.open(temp.resolve("stolen"));
                FabricLedger revoked = FabricLedger.open(stolen, two);
                StateFolder three = StateFolder.open(temp.resolve("own"));
                FabricLedger own = network.connect(TestConsortium.BANK_B, three)) {
            assertThat(TestConsortium.submit(revoked, TestConsortium.BANK_B, admission(consortium, regulator))
                            .validation())
                    .isEqualTo(Ledger.Validation.VALID);
            SignedCommand tooLate = admission(consortium, regulator);
            long before = regulator.awaitHeight(own.height(), Duration.ofSeconds(10));

            new ChannelConfiguration(network, temp)
                    .addRevocations(TestConsortium.BANK_B, revocation(authority, certificate));

            assertThat(regulator.awaitHeight(before + 1, Duration.ofSeconds(20)))
                    .isEqualTo(before + 1);
            own.awaitHeight(before + 1, Duration.ofSeconds(20));
            Refusal written = catchThrowableOfType(
                    Refusal.class, () -> TestConsortium.submit(revoked, TestConsortium.BANK_B, tooLate));
            Refusal read = catchThrowableOfType(
                    Refusal.class,
                    () -> revoked.evaluate(TestConsortium.BANK_B, TestConsortium.read(consortium.id("operator"))));
            for (Refusal refusal : List.of(written, read)) {
                assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                assertThat(refusal.detail().en()).contains("do not accept this gateway's certificate");
                assertThat(refusal.detail().zh()).contains("不接受本网关的证书");
            }
            RecordId wanted = RecordId.derive(
                    regulator.digest(),
                    "PTC",
                    tooLate.command().actor().value(),
                    tooLate.command().idempotencyKey());
            assertThat(regulator.evaluate(TestConsortium.REGULATOR, TestConsortium.read(wanted)))
                    .isEmpty();
            assertThat(regulator.height()).isEqualTo(before + 1);
            assertThat(TestConsortium.submit(own, TestConsortium.BANK_B, tooLate)
                            .validation())
                    .isEqualTo(Ledger.Validation.VALID);
        }
    }

    private static SignedCommand admission(TestConsortium consortium, Ledger ledger) {
        return consortium.prepare(
                ledger, "regulator", "participant.admit", TestConsortium.enterprise(Trade.fresh()), Trade.fresh());
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    // The gateway takes keys that are the owner's alone.
    private String written(String name, String type, byte[] content) throws IOException {
        Path file = temp.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.write(file, pem(type, content)).toString();
    }

    private static byte[] pem(String type, byte[] content) throws IOException {
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            writer.writeObject(new PemObject(type, content));
        }
        return pem.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** A certificate of the organisation for one more client. */
    private static X509Certificate issue(Path authority, PublicKey key) throws Exception {
        X509Certificate ca = certificate(authority.resolve("ca." + NAME + "-cert.pem"));
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder certificate = new JcaX509v3CertificateBuilder(
                X500Name.getInstance(ca.getSubjectX500Principal().getEncoded()),
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(Duration.ofMinutes(5))),
                Date.from(now.plus(Duration.ofDays(1))),
                new X500Name("CN=Second gateway,OU=client"),
                key);
        certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        certificate.addExtension(Extension.authorityKeyIdentifier, false, keyId(ca));
        return new JcaX509CertificateConverter().getCertificate(certificate.build(signer(authority)));
    }

    private static AuthorityKeyIdentifier keyId(X509Certificate ca) {
        byte[] keyId = ASN1OctetString.getInstance(ca.getExtensionValue(Extension.subjectKeyIdentifier.getId()))
                .getOctets();
        return new AuthorityKeyIdentifier(
                SubjectKeyIdentifier.getInstance(keyId).getKeyIdentifier());
    }

    /** A list of the organisation's authority with this one certificate, in PEM. */
    private static byte[] revocation(Path authority, X509Certificate revoked) throws Exception {
        X509Certificate ca = certificate(authority.resolve("ca." + NAME + "-cert.pem"));
        Instant now = Instant.now();
        X509v2CRLBuilder list = new X509v2CRLBuilder(
                X500Name.getInstance(ca.getSubjectX500Principal().getEncoded()), Date.from(now.minusSeconds(60)));
        list.setNextUpdate(Date.from(now.plus(Duration.ofDays(30))));
        list.addCRLEntry(revoked.getSerialNumber(), Date.from(now), CRLReason.keyCompromise);
        list.addExtension(Extension.authorityKeyIdentifier, false, keyId(ca));
        return pem("X509 CRL", list.build(signer(authority)).getEncoded());
    }

    private static ContentSigner signer(Path authority) throws Exception {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(key(authority));
    }

    private static PrivateKey key(Path authority) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(Files.readString(authority.resolve("priv_sk"))))) {
            return new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) parser.readObject());
        }
    }

    private static X509Certificate certificate(Path file) throws Exception {
        try (InputStream pem = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }
}
