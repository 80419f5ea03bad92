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
public final class TestAuthority {
    private final X500Name name;
    private final KeyPair keys = newKeys();
    private final X509CertificateHolder certificate;
    private int serial = 1;

    public TestAuthority(String name) {
        this.name = new X500Name("CN=" + name);
        this.certificate = certify(this.name, keys, true, lastHour(), nextHour());
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

    private static Instant lastHour() {
        return Instant.now().minus(Duration.ofHours(1));
    }

    private static Instant nextHour() {
        return Instant.now().plus(Duration.ofHours(1));
    }

    private X509CertificateHolder certify(
            X500Name subject, KeyPair subjectKeys, boolean isAuthority, Instant from, Instant until) {
        try {
            return new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.valueOf(serial++),
                            Date.from(from),
                            Date.from(until),
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
    public void writeCertificate(Path file) throws IOException {
        Files.writeString(file, pem(certificate));
    }

    /** Writes a new certificate and its key. */
    public void issue(Path certificateFile, Path keyFile) throws IOException {
        issue(certificateFile, keyFile, lastHour(), nextHour());
    }

    /** Writes a certificate for this time, and its key. */
    public void issue(Path certificateFile, Path keyFile, Instant from, Instant until) throws IOException {
        KeyPair subject = newKeys();
        Files.writeString(certificateFile, pem(certify(new X500Name("CN=localhost"), subject, false, from, until)));
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
