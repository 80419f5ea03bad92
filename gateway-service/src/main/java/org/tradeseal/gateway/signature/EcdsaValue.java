package org.tradeseal.gateway.signature;

import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.signature.AdvancedSignature;
import eu.europa.esig.dss.xades.validation.XAdESSignature;
import java.security.interfaces.ECPublicKey;

/** The exact length of an ECDSA value in XML (RFC 4050, XML-DSig 6.4.3): the XML library ignores surplus octets. */
final class EcdsaValue {
    private EcdsaValue() {}

    static boolean hasExactLength(AdvancedSignature signature) {
        CertificateToken signer = signature.getSigningCertificateToken();
        if (!(signature instanceof XAdESSignature) || signer == null) {
            return true; // CMS carries DER, which Bouncy Castle reads strictly
        }
        if (signer.getPublicKey() instanceof ECPublicKey key) {
            int octets = (key.getParams().getOrder().bitLength() + 7) / 8;
            return signature.getSignatureValue().length == 2 * octets;
        }
        return true;
    }
}
