package org.tradeseal.ledger.fabric;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for tests, which writes PEM files as a Fabric network has them. */
final class TestAuthority {
    private final X500Name name;
    private final KeyPair keys = newKeys();
    private final X509CertificateHolder certificate;
    private int serial = 1;

    TestAuthority(String name) {
        this.name = new X500Name("CN=" + name);
        this.certificate = certify(this.name, keys, true);
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509CertificateHolder certify(X500Name subject, KeyPair subjectKeys, boolean isAuthority) {
        Instant now = Instant.now();
        try {
            return new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.valueOf(serial++),
                            Date.from(now.minus(Duration.ofHours(1))),
                            Date.from(now.plus(Duration.ofHours(1))),
                            subject,
                            subjectKeys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                        new GeneralName(GeneralName.dNSName, "localhost"),
                        new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                    }))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the authority's own certificate. */
    void writeCertificate(Path file) throws IOException {
        Files.writeString(file, pem(certificate));
    }

    /** Writes a new certificate and its key. */
    void issue(Path certificateFile, Path keyFile) throws IOException {
        KeyPair subject = newKeys();
        Files.writeString(certificateFile, pem(certify(new X500Name("CN=localhost"), subject, false)));
        Files.writeString(keyFile, pem(new JcaPKCS8Generator(subject.getPrivate(), null)));
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
