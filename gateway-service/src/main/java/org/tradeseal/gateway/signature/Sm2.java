package org.tradeseal.gateway.signature;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.util.Selector;

/** Recognises the Chinese commercial algorithms (GM/T 0006: arc 1.2.156.10197), which DSS cannot validate. */
final class Sm2 {
    private static final ASN1ObjectIdentifier ARC = new ASN1ObjectIdentifier("1.2.156.10197");

    private Sm2() {}

    /** True for an SM2 key, and for a certificate of any key that was signed with SM2. */
    static boolean isUsedBy(X509CertificateHolder certificate) {
        return isSm(certificate.getSignatureAlgorithm())
                || isSm(certificate.getSubjectPublicKeyInfo().getAlgorithm());
    }

    /** True when the CMS (RFC 5652, or GM/T 0010 with its own content types) names an SM algorithm anywhere. */
    static boolean isUsedByCms(byte[] der) {
        try {
            CMSSignedData cms = new CMSSignedData(der);
            for (SignerInformation signer : cms.getSignerInfos().getSigners()) {
                if (isSm(signer.getDigestAlgorithmID())
                        || isSm(new ASN1ObjectIdentifier(signer.getEncryptionAlgOID()))) {
                    return true;
                }
            }
            return cms.getCertificates().getMatches(everyCertificate()).stream().anyMatch(Sm2::isUsedBy);
        } catch (CMSException | RuntimeException e) {
            return false; // not CMS that Bouncy Castle can read: the validation says what it is
        }
    }

    private static boolean isSm(AlgorithmIdentifier algorithm) {
        ASN1Encodable parameters = algorithm.getParameters();
        return isSm(algorithm.getAlgorithm()) || (parameters instanceof ASN1ObjectIdentifier curve && isSm(curve));
    }

    private static boolean isSm(ASN1ObjectIdentifier oid) {
        return oid.on(ARC);
    }

    private static Selector<X509CertificateHolder> everyCertificate() {
        return new Selector<>() {
            @Override
            public boolean match(X509CertificateHolder certificate) {
                return true;
            }

            @Override
            public Object clone() {
                return this;
            }
        };
    }
}
