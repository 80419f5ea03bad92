package org.tradeseal.ledger.fabric;

import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.hyperledger.fabric.protos.peer.ChaincodeGrpc;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.record.Transaction;

/** The service that peers connect to, over mutual TLS; every connection has its own state. */
final class ChaincodeServer extends ChaincodeGrpc.ChaincodeImplBase {
    // A call travels twice in a peer's message: as arguments and as the signed proposal.
    static final int MAX_MESSAGE_BYTES = 24 * 1024 * 1024;

    private static final int MAX_METADATA_BYTES = 16 * 1024;
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final int PERMIT_KEEP_ALIVE_SECONDS = 10;

    private final Options options;
    private final Clock clock;
    private final BiFunction<Transaction, Invocation, byte[]> rules;

    private ChaincodeServer(Options options, Clock clock, BiFunction<Transaction, Invocation, byte[]> rules) {
        this.options = options;
        this.clock = clock;
        this.rules = rules;
    }

    /** Starts to listen. Only clients with a certificate of the peer's authority get in. */
    static Server start(Options options, Clock clock) throws IOException {
        return start(options, clock, Contracts::invoke);
    }

    /** The same with the rules that every call is answered by. */
    static Server start(Options options, Clock clock, BiFunction<Transaction, Invocation, byte[]> rules)
            throws IOException {
        TlsServerCredentials.Builder credentials = TlsServerCredentials.newBuilder()
                .keyManager(options.certificate().toFile(), options.key().toFile())
                .trustManager(options.peerAuthority().toFile())
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
        return NettyServerBuilder.forAddress(options.address(), credentials.build())
                .addService(new ChaincodeServer(options, clock, rules))
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
        return new PeerConnection(options, clock, rules, toPeer).open();
    }
}
