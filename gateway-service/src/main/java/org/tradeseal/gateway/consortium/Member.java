package org.tradeseal.gateway.consortium;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.tradeseal.ledger.record.MspId;

/** Another organisation: where its gateway is, and who issues its certificates. */
record Member(MspId msp, Endpoint endpoint, List<X509Certificate> authorities, X509TrustManager trust) {

    Member {
        authorities = List.copyOf(authorities);
    }

    static Member of(ConsortiumSettings.OtherGateway settings) {
        List<X509Certificate> authorities = read(settings.tlsCa());
        return new Member(
                settings.organisation(),
                Endpoint.parse(settings.address()),
                authorities,
                trust(authorities, settings.tlsCa()));
    }

    private static List<X509Certificate> read(Path file) {
        List<X509Certificate> authorities = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .forEach(c -> authorities.add((X509Certificate) c));
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException(
                    "tradeseal.consortium: the certificates in " + file + " cannot be read / 无法读取 " + file + " 中的证书",
                    e);
        }
        if (authorities.isEmpty() || authorities.stream().anyMatch(a -> a.getBasicConstraints() < 0)) {
            throw new IllegalStateException("tradeseal.consortium: " + file
                    + " holds no certificate of a certification authority, or one of somebody else / " + file
                    + " 中没有 CA 证书，或含有非 CA 证书");
        }
        return authorities;
    }

    private static X509TrustManager trust(List<X509Certificate> authorities, Path file) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("ca-" + i, authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the certification authorities in " + file + " cannot be used", e);
        }
    }

    Set<PublicKey> authorityKeys() {
        Set<PublicKey> keys = new HashSet<>();
        authorities.forEach(a -> keys.add(a.getPublicKey()));
        return keys;
    }

    /** Whether a client certificate with this chain was issued for this organisation and is valid now. */
    boolean issued(X509Certificate[] chain) {
        try {
            trust.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }
}
