package org.tradeseal.gateway.signature;

import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.x509.tsp.KeyEntityTSPSource;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certification authority that issues whatever a test needs, faulty certificates included. */
final class TestAuthority {
    enum Revocation {
        NEVER_REVOKED,
        LIST_POINTER,
        NEVER_REVOKED_BUT_POINTER,
        NOTHING_SAID
    }

    static Instant now() {
        return Instant.now();
    }

    final X509Certificate certificate;
    private final List<X509Certificate> path;
    private final KeyPair keys;
    private final String signatureAlgorithm;

    private TestAuthority(X509Certificate certificate, List<X509Certificate> path, KeyPair keys, String algorithm) {
        this.certificate = certificate;
        this.path = path;
        this.keys = keys;
        this.signatureAlgorithm = algorithm;
    }

    static TestAuthority root(String name) {
        return root(name, "secp256r1", "SHA256withECDSA", Duration.ofDays(-3650), Duration.ofDays(3650));
    }

    static TestAuthority sm2Root(String name) {
        return root(name, "sm2p256v1", "SM3withSM2", Duration.ofDays(-3650), Duration.ofDays(3650));
    }

    static TestAuthority root(String name, String curve, String algorithm, Duration from, Duration to) {
        KeyPair keys = newKeys(curve);
        X500Name subject = new X500Name("CN=" + name);
        Profile profile = Profile.authority(subject).validFor(from, to);
        X509Certificate certificate = build(subject, keys.getPrivate(), algorithm, profile, keys, null);
        return new TestAuthority(certificate, List.of(certificate), keys, algorithm);
    }

    /** An authority under this one, with the given further extensions. */
    TestAuthority subordinate(String name, Map<ASN1ObjectIdentifier, ASN1Encodable> extensions) {
        KeyPair subKeys = newKeys("secp256r1");
        Profile profile = Profile.authority(new X500Name("CN=" + name)).with(extensions);
        X509Certificate sub = issue(profile, subKeys);
        List<X509Certificate> subPath = new ArrayList<>(List.of(sub));
        subPath.addAll(path);
        return new TestAuthority(sub, List.copyOf(subPath), subKeys, "SHA256withECDSA");
    }

    SampleSigner signer() {
        return signer(Profile.seal());
    }

    SampleSigner signer(Profile profile) {
        return signer(profile, "secp256r1");
    }

    SampleSigner signer(Profile profile, String curve) {
        Issued issued = issueWithKey(profile, curve);
        List<CertificateToken> chain = new ArrayList<>();
        chain.add(new CertificateToken(issued.certificate()));
        path.forEach(each -> chain.add(new CertificateToken(each)));
        return new SampleSigner(issued.key(), chain);
    }

    /** A signer whose signatures leave out who issued its certificate. */
    SampleSigner signerWithoutIssuer(Profile profile) {
        Issued issued = issueWithKey(profile, "secp256r1");
        return new SampleSigner(issued.key(), List.of(new CertificateToken(issued.certificate())));
    }

    /** A time-stamping service that claims the given time. */
    KeyEntityTSPSource timeStamps(Instant at) {
        Issued issued = issueWithKey(Profile.timeStamping(), "secp256r1");
        List<X509Certificate> chain = new ArrayList<>(List.of(issued.certificate()));
        chain.addAll(path);
        KeyEntityTSPSource source = new KeyEntityTSPSource(issued.key(), issued.certificate(), chain);
        source.setTsaPolicy("1.2.3.4");
        source.setProductionTime(Date.from(at));
        return source;
    }

    record Issued(X509Certificate certificate, PrivateKey key) {}

    Issued issueWithKey(Profile profile, String curve) {
        KeyPair pair = newKeys(curve);
        return new Issued(issue(profile, pair), pair.getPrivate());
    }

    private X509Certificate issue(Profile profile, KeyPair pair) {
        X500Name issuer =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return build(issuer, keys.getPrivate(), signatureAlgorithm, profile, pair, certificate);
    }

    /** A revocation list that is current until tomorrow. */
    byte[] revocationList(Instant revokedAt, X509Certificate... revoked) {
        return revocationList(now().minus(Duration.ofHours(1)), now().plus(Duration.ofDays(1)), revokedAt, revoked);
    }

    byte[] revocationList(Instant thisUpdate, Instant nextUpdate, Instant revokedAt, X509Certificate... revoked) {
        try {
            X509v2CRLBuilder builder = new X509v2CRLBuilder(
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()), Date.from(thisUpdate));
            builder.setNextUpdate(Date.from(nextUpdate));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()));
            for (X509Certificate each : revoked) {
                builder.addCRLEntry(each.getSerialNumber(), Date.from(revokedAt), CRLReason.keyCompromise);
            }
            return builder.build(contentSigner(keys.getPrivate(), signatureAlgorithm))
                    .getEncoded();
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    void trustIn(Path folder) throws IOException {
        write(
                folder.resolve(certificate.getSubjectX500Principal().getName().replaceAll("\\W", "_") + ".crt"),
                encoded());
    }

    byte[] encoded() {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static void write(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
    }

    private static X509Certificate build(
            X500Name issuer,
            PrivateKey issuerKey,
            String algorithm,
            Profile profile,
            KeyPair keys,
            X509Certificate ca) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(100, new SecureRandom()).setBit(99),
                    Date.from(now().plus(profile.from())),
                    Date.from(now().plus(profile.to())),
                    profile.subject(),
                    keys.getPublic());
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(keys.getPublic()));
            if (ca != null) {
                builder.addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        identifiers.createAuthorityKeyIdentifier(ca.getPublicKey()));
            }
            for (Map.Entry<ASN1ObjectIdentifier, ASN1Encodable> each :
                    profile.extensions().entrySet()) {
                builder.addExtension(each.getKey(), profile.isCritical(each.getKey()), each.getValue());
            }
            return new JcaX509CertificateConverter()
                    .setProvider(SampleAuthority.PROVIDER)
                    .getCertificate(builder.build(contentSigner(issuerKey, algorithm)));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    static ContentSigner contentSigner(PrivateKey key, String algorithm) throws OperatorCreationException {
        return new JcaContentSignerBuilder(algorithm)
                .setProvider(SampleAuthority.PROVIDER)
                .build(key);
    }

    private static KeyPair newKeys(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", SampleAuthority.PROVIDER);
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** What a certificate says; {@code from} and {@code to} are relative to now. */
    record Profile(X500Name subject, Duration from, Duration to, Map<ASN1ObjectIdentifier, ASN1Encodable> extensions) {
        static final X500Name ACME = new X500Name("O=Acme GmbH,2.5.4.97=VATDE-123456789,CN=Acme seal");

        static Profile authority(X500Name subject) {
            return new Profile(
                    subject,
                    Duration.ofDays(-3650),
                    Duration.ofDays(3650),
                    Map.of(
                            Extension.basicConstraints,
                            new BasicConstraints(true),
                            Extension.keyUsage,
                            new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)));
        }

        static Profile seal() {
            return seal(Revocation.NEVER_REVOKED);
        }

        static Profile seal(Revocation revocation) {
            return new Profile(ACME, Duration.ofDays(-100), Duration.ofDays(100), Map.of())
                    .with(Map.of(Extension.keyUsage, new KeyUsage(KeyUsage.nonRepudiation)))
                    .with(extensionsOf(revocation, "http://127.0.0.1:9/list.crl"));
        }

        static Profile timeStamping() {
            return new Profile(new X500Name("CN=Time stamps"), Duration.ofDays(-100), Duration.ofDays(100), Map.of())
                    .with(Map.of(
                            Extension.keyUsage,
                            new KeyUsage(KeyUsage.digitalSignature),
                            Extension.extendedKeyUsage,
                            new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping),
                            Extension.noRevAvail,
                            DERNull.INSTANCE));
        }

        Profile validFor(Duration start, Duration end) {
            return new Profile(subject, start, end, extensions);
        }

        Profile with(Map<ASN1ObjectIdentifier, ASN1Encodable> more) {
            Map<ASN1ObjectIdentifier, ASN1Encodable> all = new java.util.LinkedHashMap<>(extensions);
            all.putAll(more);
            return new Profile(subject, from, to, all);
        }

        /** Pointers to a place on the network for issuer, list and answers. */
        Profile withPointersTo(String url) {
            AuthorityInformationAccess access = new AuthorityInformationAccess(new AccessDescription[] {
                new AccessDescription(AccessDescription.id_ad_ocsp, uri(url + "/ocsp")),
                new AccessDescription(AccessDescription.id_ad_caIssuers, uri(url + "/issuer.crt"))
            });
            return with(Map.of(
                    Extension.cRLDistributionPoints,
                    listPointer(url + "/list.crl"),
                    Extension.authorityInfoAccess,
                    access));
        }

        boolean isCritical(ASN1ObjectIdentifier extension) {
            return extension.equals(Extension.keyUsage)
                    || extension.equals(Extension.basicConstraints)
                    || extension.equals(Extension.nameConstraints)
                    || extension.equals(Extension.policyConstraints)
                    || extension.equals(Extension.extendedKeyUsage)
                    || extension.on(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999"));
        }

        private static Map<ASN1ObjectIdentifier, ASN1Encodable> extensionsOf(Revocation revocation, String url) {
            return switch (revocation) {
                case NEVER_REVOKED -> Map.of(Extension.noRevAvail, DERNull.INSTANCE);
                case LIST_POINTER -> Map.of(Extension.cRLDistributionPoints, listPointer(url));
                case NEVER_REVOKED_BUT_POINTER ->
                    Map.of(Extension.noRevAvail, DERNull.INSTANCE, Extension.cRLDistributionPoints, listPointer(url));
                case NOTHING_SAID -> Map.of();
            };
        }

        private static CRLDistPoint listPointer(String url) {
            return new CRLDistPoint(new DistributionPoint[] {
                new DistributionPoint(new DistributionPointName(new GeneralNames(uri(url))), null, null)
            });
        }

        private static GeneralName uri(String url) {
            return new GeneralName(GeneralName.uniformResourceIdentifier, url);
        }
    }
}
