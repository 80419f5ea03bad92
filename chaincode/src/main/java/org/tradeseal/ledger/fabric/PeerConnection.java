package org.tradeseal.ledger.fabric;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.hyperledger.fabric.metrics.Metrics;
import org.hyperledger.fabric.protos.peer.ChaincodeAdditionalParams;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.hyperledger.fabric.shim.ChaincodeBase;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.hyperledger.fabric.shim.ResponseUtils;
import org.hyperledger.fabric.traces.Traces;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.record.Transaction;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Refusal;

/**
 * One peer's connection. The shim keeps its registration and its transactions; the ledger's reads and writes pass it by,
 * because it knows no message about several keys and hides why a peer refuses. Each connection has a shim of its own: the
 * shim's state is of one peer, and a second one would take the first one's answers away.
 */
final class PeerConnection extends ChaincodeBase {
    private static final Logger LOG = Logger.getLogger(PeerConnection.class.getName());

    /** The status of a refusal; its message is the JSON of {@link Refusal.Stated}. */
    static final int REFUSED = 400;

    // The gateways batch, so that few transactions are under way at a time.
    private static final String THREADS = "16";

    private final Options options;
    private final Clock clock;
    private final BiFunction<Transaction, Invocation, byte[]> rules;
    private final StreamObserver<ChaincodeMessage> peer;
    private final Map<String, CompletableFuture<ChaincodeMessage>> questions = new ConcurrentHashMap<>();
    private volatile ChaincodeAdditionalParams abilities = ChaincodeAdditionalParams.getDefaultInstance();
    private volatile boolean closed;

    PeerConnection(
            Options options,
            Clock clock,
            BiFunction<Transaction, Invocation, byte[]> rules,
            StreamObserver<ChaincodeMessage> peer) {
        this.options = options;
        this.clock = clock;
        this.rules = rules;
        this.peer = peer;
        processCommandLineOptions(new String[] {"-i", options.packageId()});
        Metrics.initialize(getChaincodeConfig());
        Traces.initialize(getChaincodeConfig());
    }

    @Override
    public Properties getChaincodeConfig() {
        Properties settings = super.getChaincodeConfig();
        settings.setProperty("TP_CORE_POOL_SIZE", THREADS);
        settings.setProperty("TP_MAX_POOL_SIZE", THREADS);
        return settings;
    }

    /** Registers with the peer, and gives the observer of its messages. */
    StreamObserver<ChaincodeMessage> open() {
        try {
            return new FromPeer(connectToPeer(new ToPeer()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // gRPC's streams are for one thread at a time, and what the shim sends must not throw: it would keep its lock.
    private void send(ChaincodeMessage message) {
        synchronized (peer) {
            if (closed) {
                return;
            }
            try {
                peer.onNext(message);
            } catch (RuntimeException e) {
                close();
            }
        }
    }

    private void close() {
        closed = true;
        questions.values().forEach(question -> question.cancel(false));
    }

    /** Asks the peer something about a transaction and waits for the answer. Throws {@link Refused} and {@link Gone}. */
    ByteString ask(ChaincodeStub stub, ChaincodeMessage.Type type, ByteString question) {
        String transaction = stub.getChannelId() + stub.getTxId();
        CompletableFuture<ChaincodeMessage> answer = new CompletableFuture<>();
        if (questions.putIfAbsent(transaction, answer) != null) {
            throw new IllegalStateException("a transaction asks one thing at a time");
        }
        send(ChaincodeMessage.newBuilder()
                .setType(type)
                .setChannelId(stub.getChannelId())
                .setTxid(stub.getTxId())
                .setPayload(question)
                .build());
        if (closed) {
            close();
        }
        try {
            ChaincodeMessage said = answer.join();
            if (said.getType() == ChaincodeMessage.Type.ERROR) {
                throw new Refused(said.getPayload().toStringUtf8());
            }
            return said.getPayload();
        } catch (CancellationException e) {
            throw new Gone();
        } finally {
            questions.remove(transaction);
        }
    }

    /** The peer answers with an error, in its own words. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    /** The peer closed its stream during a transaction. */
    private static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** What the peer can do beyond the ordinary: batches of writes, reads of several keys. */
    ChaincodeAdditionalParams abilities() {
        return abilities;
    }

    @Override
    public Response init(ChaincodeStub stub) {
        return invoke(stub);
    }

    @Override
    public Response invoke(ChaincodeStub stub) {
        try {
            PeerTransaction transaction = new PeerTransaction(this, stub, options.msp(), clock.instant());
            byte[] answer = rules.apply(transaction, call(stub));
            transaction.write();
            return ResponseUtils.newSuccessResponse(answer);
        } catch (Refusal refusal) {
            return new Response(
                    REFUSED, new String(CanonicalJson.bytes(refusal.stated()), StandardCharsets.UTF_8), new byte[0]);
        } catch (Gone gone) {
            LOG.log(Level.WARNING, "transaction {0} ends: its peer went away", stub.getTxId());
            return ResponseUtils.newErrorResponse();
        } catch (Throwable bug) {
            // Whatever it is, the peer has to have an answer. What was asked stays out of log and answer.
            LOG.log(Level.SEVERE, "transaction {0}: {1}", new Object[] {stub.getTxId(), trace(bug)});
            return ResponseUtils.newErrorResponse("INTERNAL: 链码内部错误，详见其日志 / an error of the chaincode, see its log");
        }
    }

    private static Invocation call(ChaincodeStub stub) {
        return Invocation.parse(stub.getArgs().toArray(byte[][]::new), stub.getTransient());
    }

    // An exception's message may quote what was sent.
    private static String trace(Throwable bug) {
        String own = bug.getClass().getName()
                + Arrays.stream(bug.getStackTrace()).map(f -> "\n\tat " + f).collect(Collectors.joining());
        return bug.getCause() == null ? own : own + "\ncaused by " + trace(bug.getCause());
    }

    /** Where the shim sends its messages. */
    private final class ToPeer implements StreamObserver<ChaincodeMessage> {
        @Override
        public void onNext(ChaincodeMessage message) {
            send(message);
        }

        @Override
        public void onError(Throwable error) {
            onCompleted();
        }

        @Override
        public void onCompleted() {
            synchronized (peer) {
                close();
                peer.onCompleted();
            }
        }
    }

    /** What comes from the peer: answers to the ledger's questions, and everything else for the shim. */
    private final class FromPeer implements StreamObserver<ChaincodeMessage> {
        private final StreamObserver<ChaincodeMessage> shim;

        FromPeer(StreamObserver<ChaincodeMessage> shim) {
            this.shim = shim;
        }

        @Override
        public void onNext(ChaincodeMessage message) {
            switch (message.getType()) {
                case READY -> {
                    abilities = read(message.getPayload());
                    shim.onNext(message);
                }
                case RESPONSE, ERROR -> answered(message).complete(message);
                default -> shim.onNext(message);
            }
        }

        private CompletableFuture<ChaincodeMessage> answered(ChaincodeMessage message) {
            return questions.getOrDefault(message.getChannelId() + message.getTxid(), new CompletableFuture<>());
        }

        // A peer of Fabric 2 sends none, and its READY is empty.
        private ChaincodeAdditionalParams read(ByteString payload) {
            try {
                return ChaincodeAdditionalParams.parseFrom(payload);
            } catch (InvalidProtocolBufferException e) {
                return ChaincodeAdditionalParams.getDefaultInstance();
            }
        }

        @Override
        public void onError(Throwable error) {
            end();
        }

        @Override
        public void onCompleted() {
            end();
            synchronized (peer) {
                peer.onCompleted();
            }
        }

        private void end() {
            synchronized (peer) {
                close();
            }
            shim.onCompleted();
        }
    }
}
