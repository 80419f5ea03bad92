package org.tradeseal.gateway.consortium;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** An organisation's TLS certification authority, as files in a folder of its own. */
public final class OrganisationCa {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final String name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    private OrganisationCa(Path folder, String name, KeyPair keys, X509Certificate certificate) {
        this.folder = folder;
        this.name = name;
        this.keys = keys;
        this.certificate = certificate;
    }

    /** A certificate and its key, as PEM files. */
    public record Identity(Path certificate, Path key) {}

    public static OrganisationCa create(Path parent, String name) throws Exception {
        Path folder = Files.createDirectories(parent.resolve(name));
        KeyPair keys = newKeys();
        JcaX509v3CertificateBuilder builder =
                builder(new X500Name("CN=tlsca." + name), keys, name, "tlsca", Duration.ofDays(-1), Duration.ofDays(1));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
        X509Certificate certificate = signed(builder, keys);
        OrganisationCa ca = new OrganisationCa(folder, name, keys, certificate);
        Files.writeString(ca.file(), pem("CERTIFICATE", certificate.getEncoded()));
        return ca;
    }

    /** The authority's certificate. */
    public Path file() {
        return folder.resolve("ca.crt");
    }

    /** A gateway's certificate for this machine, valid now. */
    public Identity gateway() throws Exception {
        return issue("gateway", Duration.ofHours(-1), Duration.ofHours(12));
    }

    /** A certificate that is valid between these times, counted from now. */
    public Identity issue(String subject, Duration from, Duration to) throws Exception {
        KeyPair own = newKeys();
        JcaX509v3CertificateBuilder builder = builder(new X500Name("CN=tlsca." + name), own, name, subject, from, to);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"), new GeneralName(GeneralName.dNSName, "localhost")
        }));
        return write(subject, signed(builder, keys), own);
    }

    private Identity write(String subject, X509Certificate issued, KeyPair own) throws Exception {
        String file = subject + "-" + issued.getSerialNumber();
        Path certificateFile = folder.resolve(file + ".crt");
        Path keyFile = folder.resolve(file + ".key");
        Files.writeString(
                certificateFile,
                pem("CERTIFICATE", issued.getEncoded()) + pem("CERTIFICATE", certificate.getEncoded()));
        Files.createFile(keyFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(keyFile, pem("PRIVATE KEY", own.getPrivate().getEncoded()));
        return new Identity(certificateFile, keyFile);
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Name issuer, KeyPair keys, String organisation, String subject, Duration from, Duration to) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(64, RANDOM),
                Date.from(Instant.now().plus(from)),
                Date.from(Instant.now().plus(to)),
                new X500Name("CN=" + subject + "." + organisation),
                keys.getPublic());
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, KeyPair by)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
    }

    private static String pem(String type, byte[] content) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        }
        return text.toString();
    }
}
