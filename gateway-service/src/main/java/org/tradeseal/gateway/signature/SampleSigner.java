package org.tradeseal.gateway.signature;

import eu.europa.esig.dss.alert.SilentOnStatusAlert;
import eu.europa.esig.dss.asic.cades.ASiCWithCAdESSignatureParameters;
import eu.europa.esig.dss.asic.cades.signature.ASiCWithCAdESService;
import eu.europa.esig.dss.asic.xades.ASiCWithXAdESSignatureParameters;
import eu.europa.esig.dss.asic.xades.signature.ASiCWithXAdESService;
import eu.europa.esig.dss.cades.CAdESSignatureParameters;
import eu.europa.esig.dss.cades.signature.CAdESService;
import eu.europa.esig.dss.enumerations.ASiCContainerType;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.EncryptionAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.enumerations.SignaturePackaging;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.signature.AbstractSignatureParameters;
import eu.europa.esig.dss.signature.DocumentSignatureService;
import eu.europa.esig.dss.spi.validation.CertificateVerifier;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.xades.XAdESSignatureParameters;
import eu.europa.esig.dss.xades.signature.XAdESService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signs sample documents (baseline level B, ECDSA P-256) with a seal issued on the spot by an authority of its own.
 * Put {@code ca.pem} into the trust folder to have its signatures recognised; never do so in production.
 */
public final class SampleSigner {
    private final PrivateKey key;
    private final List<CertificateToken> chain;

    SampleSigner(PrivateKey key, List<CertificateToken> chain) {
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    /**
     * Makes an authority and a seal, and keeps both in the folder, which only its owner can read.
     *
     * @param organisationIdentifier for example {@code VATDE-123456789} or {@code NTRCN-91310000...} (EN 319 412-1)
     */
    public static SampleSigner create(Path folder, String organisationName, String organisationIdentifier)
            throws IOException {
        Issued issued = Issued.to(organisationName, organisationIdentifier);
        new SampleKeyFiles(folder).write(issued.authority(), issued.certificate(), issued.key());
        return issued.signer();
    }

    /** Opens what {@link #create} wrote. */
    public static SampleSigner open(Path folder) throws IOException {
        KeyStore.PrivateKeyEntry entry = new SampleKeyFiles(folder).read();
        List<CertificateToken> chain = Arrays.stream(entry.getCertificateChain())
                .map(certificate -> new CertificateToken((X509Certificate) certificate))
                .toList();
        return new SampleSigner(entry.getPrivateKey(), chain);
    }

    static SampleSigner inMemory(String organisationName, String organisationIdentifier) {
        return Issued.to(organisationName, organisationIdentifier).signer();
    }

    /** The seal's own certificate. */
    public X509Certificate certificate() {
        return chain.get(0).getCertificate();
    }

    /** The certificate to trust, DER inside; {@code ca.pem} holds the same. */
    CertificateToken authorityCertificate() {
        return chain.get(chain.size() - 1);
    }

    /** XAdES enveloped: inside the XML, for UBL in an extension after {@code cbc:ID} (UBL 2.1, clause 5). */
    public byte[] signEnveloped(byte[] xml) {
        XAdESSignatureParameters parameters = xades(SignaturePackaging.ENVELOPED);
        return sign(new XAdESService(verifier()), parameters, UblSignaturePlace.prepare(xml, parameters), null);
    }

    /** XAdES detached: an XML file of its own that names the document's file. */
    public byte[] signXmlDetached(byte[] document, String fileName) {
        return sign(new XAdESService(verifier()), xades(SignaturePackaging.DETACHED), document, fileName);
    }

    /** CAdES detached: CMS (RFC 5652) without the content. */
    public byte[] signDetached(byte[] document) {
        return sign(new CAdESService(verifier()), cades(SignaturePackaging.DETACHED), document, null);
    }

    /** CAdES enveloping: CMS that carries the document. */
    public byte[] signEnveloping(byte[] document) {
        return sign(new CAdESService(verifier()), cades(SignaturePackaging.ENVELOPING), document, null);
    }

    /** ASiC-E with XAdES: a container with the document and its signature. */
    public byte[] signContainer(byte[] document, String fileName) {
        return signContainerWithXades(document, fileName, ASiCContainerType.ASiC_E);
    }

    byte[] signContainerWithXades(byte[] document, String fileName, ASiCContainerType type) {
        ASiCWithXAdESSignatureParameters parameters = new ASiCWithXAdESSignatureParameters();
        parameters.aSiC().setContainerType(type);
        parameters.setSignatureLevel(SignatureLevel.XAdES_BASELINE_B);
        return sign(new ASiCWithXAdESService(verifier()), parameters, document, fileName);
    }

    byte[] signContainerWithCades(byte[] document, String fileName, ASiCContainerType type) {
        ASiCWithCAdESSignatureParameters parameters = new ASiCWithCAdESSignatureParameters();
        parameters.aSiC().setContainerType(type);
        parameters.setSignatureLevel(SignatureLevel.CAdES_BASELINE_B);
        return sign(new ASiCWithCAdESService(verifier()), parameters, document, fileName);
    }

    private static XAdESSignatureParameters xades(SignaturePackaging packaging) {
        XAdESSignatureParameters parameters = new XAdESSignatureParameters();
        parameters.setSignaturePackaging(packaging);
        parameters.setSignatureLevel(SignatureLevel.XAdES_BASELINE_B);
        return parameters;
    }

    private static CAdESSignatureParameters cades(SignaturePackaging packaging) {
        CAdESSignatureParameters parameters = new CAdESSignatureParameters();
        parameters.setSignaturePackaging(packaging);
        parameters.setSignatureLevel(SignatureLevel.CAdES_BASELINE_B);
        return parameters;
    }

    <P extends AbstractSignatureParameters<?>> byte[] sign(
            DocumentSignatureService<P, ?> service, P parameters, byte[] content, @Nullable String fileName) {
        DSSDocument document = new InMemoryDocument(content, fileName);
        parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
        parameters.setEncryptionAlgorithm(EncryptionAlgorithm.ECDSA);
        parameters.setSigningCertificate(chain.get(0));
        parameters.setCertificateChain(chain);
        if (parameters.bLevel().getSigningDate() == null) {
            parameters.bLevel().setSigningDate(Date.from(Instant.now()));
        }
        byte[] toSign = service.getDataToSign(document, parameters).getBytes();
        SignatureValue value = new SignatureValue(SignatureAlgorithm.ECDSA_SHA256, ecdsa(toSign));
        try (InputStream signed =
                service.signDocument(document, parameters, value).openStream()) {
            return signed.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] ecdsa(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA", SampleAuthority.PROVIDER);
            signature.initSign(key);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bouncy Castle signs with P-256", e);
        }
    }

    /** Fetches nothing, and leaves it to the validation to judge the certificate. */
    static CertificateVerifier verifier() {
        CommonCertificateVerifier verifier = new CommonCertificateVerifier(true);
        verifier.setAlertOnExpiredCertificate(new SilentOnStatusAlert());
        verifier.setAlertOnNotYetValidCertificate(new SilentOnStatusAlert());
        return verifier;
    }

    private record Issued(SampleAuthority authority, X509Certificate certificate, PrivateKey key) {
        static Issued to(String organisationName, String organisationIdentifier) {
            Instant now = Instant.now();
            SampleAuthority authority = SampleAuthority.create("Sample authority for " + organisationName, now);
            KeyPair seal = SampleAuthority.newKeys();
            X509Certificate certificate =
                    authority.issueSeal(organisationName, organisationIdentifier, seal.getPublic(), now);
            return new Issued(authority, certificate, seal.getPrivate());
        }

        SampleSigner signer() {
            return new SampleSigner(key, List.of(new CertificateToken(certificate), authority.certificate()));
        }
    }
}
