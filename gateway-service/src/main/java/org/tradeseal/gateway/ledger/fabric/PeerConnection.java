package org.tradeseal.gateway.ledger.fabric;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.hyperledger.fabric.client.CloseableIterator;
import org.hyperledger.fabric.client.CommitStatusException;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.Gateway;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.Hash;
import org.hyperledger.fabric.client.Network;
import org.hyperledger.fabric.client.Proposal;
import org.hyperledger.fabric.client.Status;
import org.hyperledger.fabric.client.SubmitException;
import org.hyperledger.fabric.client.Transaction;
import org.hyperledger.fabric.protos.common.BlockchainInfo;
import org.hyperledger.fabric.protos.gateway.CommitStatusRequest;
import org.hyperledger.fabric.protos.gateway.SignedCommitStatusRequest;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.peer.BlockAndPrivateData;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.record.MspId;

/** The gateway service of one peer, connected when first used and again whenever the connection breaks. */
final class PeerConnection implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 100 * 1024 * 1024; // Fabric's own limit
    private static final Duration AWAY = Duration.ofSeconds(2);

    private static final UnaryOperator<CallOptions> EVALUATE = within(Duration.ofSeconds(10));
    private static final UnaryOperator<CallOptions> ENDORSE = within(Duration.ofSeconds(15));
    private static final UnaryOperator<CallOptions> SUBMIT = within(Duration.ofSeconds(10));
    private static final UnaryOperator<CallOptions> HISTORY = within(Duration.ofSeconds(60));

    private final FabricSettings.Endpoint endpoint;
    private final FabricSettings settings;
    private final ClientIdentity client;
    private final ManagedChannel channel;
    private final Gateway gateway;
    private final Network network;
    private volatile long awayUntilNanos = System.nanoTime();

    PeerConnection(FabricSettings settings, FabricSettings.Endpoint endpoint, ClientIdentity client) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.client = client;
        this.channel = channel(settings, endpoint);
        this.gateway = Gateway.newInstance()
                .identity(client.identity())
                .signer(client.signer())
                .hash(Hash.SHA256)
                .connection(channel)
                .connect();
        this.network = gateway.getNetwork(settings.channel());
    }

    private static ManagedChannel channel(FabricSettings settings, FabricSettings.Endpoint endpoint) {
        try {
            return NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port())
                    .sslContext(GrpcSslContexts.forClient()
                            .trustManager(endpoint.tlsCa().toFile())
                            .build())
                    .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                    .keepAliveTime(settings.keepAlive().toMillis(), TimeUnit.MILLISECONDS)
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            IllegalStateException refused = FabricSettings.refused(
                    endpoint.tlsCa() + " is no readable certificate in PEM", endpoint.tlsCa() + " 不是可读取的 PEM 证书");
            refused.initCause(e);
            throw refused;
        }
    }

    private static UnaryOperator<CallOptions> within(Duration limit) {
        return options -> options.withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    MspId msp() {
        return endpoint.msp();
    }

    @Override
    public String toString() {
        return endpoint.msp() + " " + endpoint.host() + ":" + endpoint.port();
    }

    /** Remembers for a moment that this peer did not answer, so that the others are asked first. */
    void noteAway() {
        awayUntilNanos = System.nanoTime() + AWAY.toNanos();
    }

    boolean seemsAway() {
        return awayUntilNanos - System.nanoTime() > 0;
    }

    /** Tries to connect now if the connection is broken, instead of when gRPC's growing pauses are over. */
    boolean connect() {
        ConnectivityState state = channel.getState(true);
        if (state == ConnectivityState.TRANSIENT_FAILURE) {
            channel.resetConnectBackoff();
        }
        return state == ConnectivityState.READY;
    }

    private Proposal proposal(Invocation call, Set<MspId> organisations) {
        byte[][] arguments = call.arguments();
        byte[][] rest = new byte[arguments.length - 1][];
        System.arraycopy(arguments, 1, rest, 0, rest.length);
        return network.getContract(settings.chaincode())
                .newProposal(call.function().name())
                .addArguments(rest)
                .putAllTransient(call.transientMap())
                .setEndorsingOrganizations(
                        organisations.stream().map(MspId::value).toArray(String[]::new))
                .build();
    }

    /** Runs a call on a peer of this connection's organisation and on no other. */
    byte[] evaluate(Invocation call) throws GatewayException {
        connect();
        return proposal(call, Set.of(endpoint.msp())).evaluate(EVALUATE);
    }

    Transaction endorse(Invocation call, Set<MspId> organisations) throws EndorseException {
        connect();
        return proposal(call, organisations).endorse(ENDORSE);
    }

    /** Hands a signed transaction to the orderers, byte by byte as it was signed at its first submission. */
    byte[] submit(byte[] transaction) throws SubmitException {
        connect();
        Transaction again = gateway.newTransaction(transaction);
        again.submitAsync(SUBMIT);
        return again.getBytes();
    }

    /** The status of a transaction, waited for at most this long. */
    Status status(String transactionId, Duration atMost) throws CommitStatusException {
        connect();
        CommitStatusRequest request = CommitStatusRequest.newBuilder()
                .setChannelId(settings.channel())
                .setTransactionId(transactionId)
                .setIdentity(SerializedIdentity.newBuilder()
                        .setMspid(client.identity().getMspId())
                        .setIdBytes(com.google.protobuf.ByteString.copyFrom(
                                client.identity().getCredentials()))
                        .build()
                        .toByteString())
                .build();
        byte[] unsigned = SignedCommitStatusRequest.newBuilder()
                .setRequest(request.toByteString())
                .build()
                .toByteArray();
        return gateway.newCommit(unsigned).getStatus(within(atMost));
    }

    /** How many blocks the peer has, and the newest one's hash. */
    BlockchainInfo chain() throws GatewayException {
        connect();
        byte[] answer = network.getContract("qscc")
                .newProposal("GetChainInfo")
                .addArguments(settings.channel())
                .setEndorsingOrganizations(endpoint.msp().value())
                .build()
                .evaluate(EVALUATE);
        try {
            return BlockchainInfo.parseFrom(answer);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("peer " + this + " does not say how many blocks it has", e);
        }
    }

    /** All blocks from this one on, with the private values that this organisation may see; it never ends by itself. */
    CloseableIterator<BlockAndPrivateData> follow(long from) {
        return blocks(from, options -> options);
    }

    /** The same, for reading blocks that exist already. */
    CloseableIterator<BlockAndPrivateData> history(long from) {
        connect();
        return blocks(from, HISTORY);
    }

    private CloseableIterator<BlockAndPrivateData> blocks(long from, UnaryOperator<CallOptions> options) {
        return network.newBlockAndPrivateDataEventsRequest()
                .startBlock(from)
                .build()
                .getEvents(options);
    }

    @Override
    public void close() {
        gateway.close();
        channel.shutdownNow();
        try {
            channel.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
