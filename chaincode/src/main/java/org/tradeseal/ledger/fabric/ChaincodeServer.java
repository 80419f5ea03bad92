package org.tradeseal.ledger.fabric;

import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.protos.peer.ChaincodeGrpc;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;

/** The service that peers connect to, over mutual TLS; every connection has its own state. */
final class ChaincodeServer extends ChaincodeGrpc.ChaincodeImplBase {
    // A call travels twice in a peer's message: as arguments and as the signed proposal.
    static final int MAX_MESSAGE_BYTES = 24 * 1024 * 1024;

    private static final int MAX_METADATA_BYTES = 16 * 1024;
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final int PERMIT_KEEP_ALIVE_SECONDS = 10;

    private final Options options;
    private final Clock clock;

    private ChaincodeServer(Options options, Clock clock) {
        this.options = options;
        this.clock = clock;
    }

    /** Starts to listen. Only clients with a certificate of the peer's authority get in. */
    static Server start(Options options, Clock clock) throws IOException {
        TlsServerCredentials.Builder credentials = TlsServerCredentials.newBuilder()
                .keyManager(options.certificate().toFile(), options.key().toFile())
                .trustManager(options.peerAuthority().toFile())
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
        return NettyServerBuilder.forAddress(options.address(), credentials.build())
                .addService(new ChaincodeServer(options, clock))
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .maxInboundMetadataSize(MAX_METADATA_BYTES)
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveTime(PERMIT_KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .build()
                .start();
    }

    @Override
    public StreamObserver<ChaincodeMessage> connect(StreamObserver<ChaincodeMessage> toPeer) {
        return new PeerConnection(options, clock, toPeer).open();
    }
}
