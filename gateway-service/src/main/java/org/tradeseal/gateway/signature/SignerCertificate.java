package org.tradeseal.gateway.signature;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the signing certificate, as the certificate says; it binds the signer to a participant.
 *
 * @param subject distinguished name (RFC 4514)
 * @param issuer distinguished name of the issuing CA (RFC 4514)
 * @param serialNumber lower-case hexadecimal
 * @param organizationName attribute O
 * @param organizationIdentifier attribute 2.5.4.97, for example {@code VATDE-123456789} (ETSI EN 319 412-1, 5.1.4)
 * @param country attribute C
 * @param digest SHA-256 of the DER certificate, lower-case hexadecimal
 */
public record SignerCertificate(
        String subject,
        String issuer,
        String serialNumber,
        @Nullable String organizationName,
        @Nullable String organizationIdentifier,
        @Nullable String country,
        Instant notBefore,
        Instant notAfter,
        String digest) {

    static SignerCertificate of(X509Certificate certificate, byte[] der) {
        X500Name name =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return new SignerCertificate(
                readable(certificate.getSubjectX500Principal()),
                readable(certificate.getIssuerX500Principal()),
                certificate.getSerialNumber().toString(16).toLowerCase(Locale.ROOT),
                attribute(name, BCStyle.O),
                attribute(name, BCStyle.ORGANIZATION_IDENTIFIER),
                attribute(name, BCStyle.C),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                Digests.sha256Hex(der));
    }

    /** RFC 4514, with a name for the one attribute that would otherwise be shown as hexadecimal. */
    private static String readable(X500Principal name) {
        return name.getName(X500Principal.RFC2253, Map.of("2.5.4.97", "organizationIdentifier"));
    }

    /** A name that states an attribute twice names nobody in particular: it must not bind to a participant. */
    private static @Nullable String attribute(X500Name name, ASN1ObjectIdentifier type) {
        RDN[] found = name.getRDNs(type);
        if (found.length != 1 || found[0].isMultiValued()) {
            return null;
        }
        return IETFUtils.valueToString(found[0].getFirst().getValue());
    }
}
