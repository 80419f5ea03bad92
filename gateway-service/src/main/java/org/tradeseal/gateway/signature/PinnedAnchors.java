package org.tradeseal.gateway.signature;

import eu.europa.esig.dss.model.tsl.CertificateTrustTime;
import eu.europa.esig.dss.model.tsl.TrustedCertificateSourceWithTime;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import java.util.Collection;
import java.util.Date;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Trust anchors by their exact bytes. DSS by itself would trust any certificate with an anchor's name and key, whatever
 * its extensions, and would trust an anchor for ever.
 */
final class PinnedAnchors extends CommonTrustedCertificateSource implements TrustedCertificateSourceWithTime {
    private static final long serialVersionUID = 1L;

    private final Set<String> pinnedIds;

    PinnedAnchors(Collection<CertificateToken> anchors) {
        anchors.forEach(this::addCertificate);
        pinnedIds = anchors.stream().map(CertificateToken::getDSSIdAsString).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean isTrusted(CertificateToken token) {
        return pinnedIds.contains(token.getDSSIdAsString());
    }

    @Override
    public boolean isTrustedAtTime(CertificateToken token, Date controlTime) {
        return isTrusted(token) && getTrustTime(token).isTrustedAtTime(controlTime);
    }

    @Override
    public CertificateTrustTime getTrustTime(CertificateToken token) {
        return isTrusted(token)
                ? new CertificateTrustTime(token.getNotBefore(), token.getNotAfter())
                : new CertificateTrustTime(false);
    }
}
