package org.tradeseal.gateway.consortium;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.tradeseal.gateway.files.OwnerFiles;

/** TLS 1.3 with certificates on both sides. */
final class Tls {
    private static final String VERSION = "TLSv1.3";

    private Tls() {}

    /** For the server: nobody gets in without a valid certificate of exactly one member. */
    static SslContext server(Path certificate, Path key, Members members) {
        requireOwnerOnly(key);
        try {
            return GrpcSslContexts.forServer(certificate.toFile(), key.toFile())
                    .protocols(VERSION)
                    .clientAuth(ClientAuth.REQUIRE)
                    .trustManager(new MembersOnly(members))
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw unusable(certificate, e);
        }
    }

    /** For calls to one member: its gateway must show a certificate of that member's, for the address called. */
    static SslContext client(Path certificate, Path key, Member member) {
        requireOwnerOnly(key);
        try {
            return GrpcSslContexts.forClient()
                    .protocols(VERSION)
                    .keyManager(certificate.toFile(), key.toFile())
                    .trustManager(member.authorities())
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw unusable(certificate, e);
        }
    }

    private static IllegalStateException unusable(Path certificate, Exception e) {
        return new IllegalStateException(
                "tradeseal.consortium: the certificate " + certificate + " and its key cannot be used / 证书 "
                        + certificate + " 及其密钥无法使用",
                e);
    }

    private static void requireOwnerOnly(Path key) {
        try {
            if (OwnerFiles.isOpenToOthers(key)) {
                throw new IllegalStateException("tradeseal.consortium: the key file " + key
                        + " is open to others; run: chmod 600 " + key + " / 密钥文件 " + key + " 对他人可见，请将权限设为 600");
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "tradeseal.consortium: the key file " + key + " cannot be read / 无法读取密钥文件 " + key, e);
        }
    }

    /** Trusts a client whose certificate exactly one member's certification authority issued. */
    private static final class MembersOnly extends X509ExtendedTrustManager {
        private final Members members;

        private MembersOnly(Members members) {
            this.members = members;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            if (members.identify(chain).isEmpty()) {
                throw new CertificateException("no member of the consortium, or expired");
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("servers are not checked here");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return members.all().stream().flatMap(m -> m.authorities().stream()).toArray(X509Certificate[]::new);
        }
    }
}
