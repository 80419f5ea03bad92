package org.tradeseal.gateway.consortium;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.tradeseal.ledger.record.MspId;

/** Which organisation calls: known once a connection is made, by the certificate it was made with. */
record CallingMember(MspId msp, X509Certificate certificate) {
    /** Where a call finds it. */
    static final Context.Key<CallingMember> KEY = Context.key("member");

    private static final Attributes.Key<CallingMember> ATTRIBUTE = Attributes.Key.create("member");

    /** The organisation of the call that is being answered. */
    static MspId current() {
        CallingMember member = KEY.get();
        if (member == null) {
            throw new IllegalStateException("a call without organisation");
        }
        return member.msp();
    }

    /** The organisation behind a connection, whose certificate has to be valid for every call. */
    static CallingMember of(Attributes connection) {
        CallingMember member = connection.get(ATTRIBUTE);
        if (member == null || !member.isValid()) {
            throw Status.UNAUTHENTICATED
                    .withDescription("no valid certificate of a member")
                    .asRuntimeException();
        }
        return member;
    }

    private boolean isValid() {
        try {
            certificate.checkValidity();
            return true;
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            return false;
        }
    }

    /** Notes the organisation when a connection is made. */
    static final class AtConnection extends ServerTransportFilter {
        private final Members members;

        AtConnection(Members members) {
            this.members = members;
        }

        @Override
        public Attributes transportReady(Attributes connection) {
            X509Certificate[] chain = chain(connection.get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
            return members.identify(chain)
                    .map(m -> connection.toBuilder()
                            .set(ATTRIBUTE, new CallingMember(m.msp(), chain[0]))
                            .build())
                    .orElse(connection);
        }

        private static X509Certificate[] chain(SSLSession session) {
            try {
                return Arrays.stream(session.getPeerCertificates())
                        .map(X509Certificate.class::cast)
                        .toArray(X509Certificate[]::new);
            } catch (SSLPeerUnverifiedException e) {
                return new X509Certificate[0];
            }
        }
    }
}
