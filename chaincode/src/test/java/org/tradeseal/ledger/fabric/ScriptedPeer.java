package org.tradeseal.ledger.fabric;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.peer.ChaincodeAdditionalParams;
import org.hyperledger.fabric.protos.peer.ChaincodeGrpc;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.ChaincodeInput;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.hyperledger.fabric.protos.peer.ChaincodeProposalPayload;
import org.hyperledger.fabric.protos.peer.GetState;
import org.hyperledger.fabric.protos.peer.GetStateMultiple;
import org.hyperledger.fabric.protos.peer.GetStateMultipleResult;
import org.hyperledger.fabric.protos.peer.Proposal;
import org.hyperledger.fabric.protos.peer.PutState;
import org.hyperledger.fabric.protos.peer.SignedProposal;
import org.hyperledger.fabric.protos.peer.WriteBatchState;
import org.hyperledger.fabric.protos.peer.WriteRecord;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.Sha256;

/**
 * A peer that speaks the chaincode protocol over a real connection and has its world state in memory. It keeps what each
 * transaction read and wrote, and commits only when told.
 */
final class ScriptedPeer {
    static final ChaincodeAdditionalParams NOTHING = ChaincodeAdditionalParams.getDefaultInstance();
    static final String CHANNEL = "tradeseal";

    final Map<String, byte[]> state = new TreeMap<>();
    final Map<String, byte[]> privateState = new TreeMap<>();
    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private final ChaincodeAdditionalParams abilities;
    private final ManagedChannel channel;
    private final StreamObserver<ChaincodeMessage> toChaincode;
    private final CompletableFuture<String> registered = new CompletableFuture<>();

    /** How the stream ended. */
    final CompletableFuture<Throwable> ended = new CompletableFuture<>();

    /** What it answers to reads of private values, if it refuses them. */
    volatile String refusal = "";

    /** Whether it leaves questions without an answer. */
    volatile boolean silent;

    ScriptedPeer(int port, ChannelCredentials credentials, ChaincodeAdditionalParams abilities) {
        this.abilities = abilities;
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port, credentials).build();
        toChaincode = ChaincodeGrpc.newStub(channel).connect(new FromChaincode());
    }

    /** One transaction on this peer, as far as it got. */
    static final class Run {
        final TreeSet<String> reads = new TreeSet<>();
        final Map<String, byte[]> writes = new TreeMap<>();
        final Map<String, byte[]> privateWrites = new TreeMap<>();
        final CompletableFuture<ChaincodeMessage> completed = new CompletableFuture<>();
        final CompletableFuture<Void> asked = new CompletableFuture<>();
        int messages;

        ChaincodeMessage end() throws Exception {
            return completed.get(30, TimeUnit.SECONDS);
        }

        org.hyperledger.fabric.protos.peer.Response response() throws Exception {
            return org.hyperledger.fabric.protos.peer.Response.parseFrom(end().getPayload());
        }

        byte[] event() throws Exception {
            return end().getChaincodeEvent().getPayload().toByteArray();
        }
    }

    /** The package id under which the chaincode registered. */
    String registeredAs() throws Exception {
        return registered.get(30, TimeUnit.SECONDS);
    }

    Run invoke(String id, MspId submitter, Instant timestamp, Invocation call) throws Exception {
        return invoke(id, submitter, timestamp, call.arguments(), call.transientMap());
    }

    Run invoke(String id, MspId submitter, Instant timestamp, byte[][] arguments, Map<String, byte[]> transientMap)
            throws Exception {
        registeredAs();
        ChaincodeInput.Builder input = ChaincodeInput.newBuilder();
        for (byte[] argument : arguments) {
            input.addArgs(ByteString.copyFrom(argument));
        }
        ChaincodeProposalPayload.Builder payload = ChaincodeProposalPayload.newBuilder();
        transientMap.forEach((key, value) -> payload.putTransientMap(key, ByteString.copyFrom(value)));
        Header header = Header.newBuilder()
                .setChannelHeader(ChannelHeader.newBuilder()
                        .setType(HeaderType.ENDORSER_TRANSACTION_VALUE)
                        .setTxId(id)
                        .setChannelId(CHANNEL)
                        .setTimestamp(Timestamp.newBuilder()
                                .setSeconds(timestamp.getEpochSecond())
                                .setNanos(timestamp.getNano()))
                        .build()
                        .toByteString())
                .setSignatureHeader(SignatureHeader.newBuilder()
                        .setCreator(SerializedIdentity.newBuilder()
                                .setMspid(submitter.value())
                                .build()
                                .toByteString())
                        .build()
                        .toByteString())
                .build();
        Proposal proposal = Proposal.newBuilder()
                .setHeader(header.toByteString())
                .setPayload(payload.build().toByteString())
                .build();
        Run run = new Run();
        runs.put(id, run);
        send(message(ChaincodeMessage.Type.TRANSACTION, id, input.build().toByteString()).toBuilder()
                .setProposal(SignedProposal.newBuilder()
                        .setProposalBytes(proposal.toByteString())
                        .build())
                .build());
        return run;
    }

    void commit(Run run) {
        state.putAll(run.writes);
        privateState.putAll(run.privateWrites);
    }

    private void send(ChaincodeMessage message) {
        synchronized (toChaincode) {
            toChaincode.onNext(message);
        }
    }

    private static ChaincodeMessage message(ChaincodeMessage.Type type, String id, ByteString payload) {
        return ChaincodeMessage.newBuilder()
                .setType(type)
                .setTxid(id)
                .setChannelId(CHANNEL)
                .setPayload(payload)
                .build();
    }

    /** Breaks the connection off, as a peer does that is killed. */
    void breakOff() throws InterruptedException {
        channel.shutdownNow();
        channel.awaitTermination(10, TimeUnit.SECONDS);
    }

    private final class FromChaincode implements StreamObserver<ChaincodeMessage> {
        @Override
        public void onNext(ChaincodeMessage message) {
            try {
                switch (message.getType()) {
                    case REGISTER -> {
                        send(message(ChaincodeMessage.Type.REGISTERED, "", ByteString.EMPTY));
                        send(message(ChaincodeMessage.Type.READY, "", abilities.toByteString()));
                        registered.complete(
                                ChaincodeID.parseFrom(message.getPayload()).getName());
                    }
                    case COMPLETED, ERROR -> run(message).completed.complete(message);
                    default -> answer(message);
                }
            } catch (InvalidProtocolBufferException | RuntimeException e) {
                ended.complete(e);
            }
        }

        private Run run(ChaincodeMessage message) {
            return runs.get(message.getTxid());
        }

        private void answer(ChaincodeMessage message) throws InvalidProtocolBufferException {
            Run run = run(message);
            run.messages++;
            run.asked.complete(null);
            if (silent) {
                return;
            }
            ByteString payload = message.getPayload();
            ChaincodeMessage.Type type = ChaincodeMessage.Type.RESPONSE;
            ByteString answer = ByteString.EMPTY;
            switch (message.getType()) {
                case GET_STATE -> {
                    GetState question = GetState.parseFrom(payload);
                    if (!question.getCollection().isEmpty() && !refusal.isEmpty()) {
                        type = ChaincodeMessage.Type.ERROR;
                        answer = ByteString.copyFromUtf8(refusal);
                    } else {
                        answer = read(run, question.getCollection(), question.getKey());
                    }
                }
                case GET_PRIVATE_DATA_HASH -> {
                    GetState question = GetState.parseFrom(payload);
                    ByteString value = read(run, question.getCollection(), question.getKey());
                    answer = value.isEmpty() ? value : ByteString.copyFrom(Sha256.digest(value.toByteArray()));
                }
                case GET_STATE_MULTIPLE -> answer = readTogether(run, GetStateMultiple.parseFrom(payload));
                case PUT_STATE -> {
                    PutState put = PutState.parseFrom(payload);
                    write(run, put.getCollection(), put.getKey(), put.getValue());
                }
                case WRITE_BATCH_STATE -> writeTogether(run, WriteBatchState.parseFrom(payload));
                default -> throw new IllegalStateException("the chaincode asked for " + message.getType());
            }
            send(message(type, message.getTxid(), answer));
        }

        private ByteString readTogether(Run run, GetStateMultiple question) {
            require(abilities.getUseGetMultipleKeys(), "this peer reads no several keys");
            require(question.getKeysCount() <= abilities.getMaxSizeGetMultipleKeys(), "too many keys");
            require(question.getCollection().isEmpty(), "several private keys are never read together");
            GetStateMultipleResult.Builder answer = GetStateMultipleResult.newBuilder();
            question.getKeysList().forEach(key -> answer.addValues(read(run, "", key)));
            return answer.build().toByteString();
        }

        private void writeTogether(Run run, WriteBatchState batch) {
            require(abilities.getUseWriteBatch(), "this peer takes no batches");
            require(batch.getRecCount() <= abilities.getMaxSizeWriteBatch(), "too many writes");
            for (WriteRecord put : batch.getRecList()) {
                require(put.getType() == WriteRecord.Type.PUT_STATE, "nothing is deleted");
                write(run, put.getCollection(), put.getKey(), put.getValue());
            }
        }

        private ByteString read(Run run, String collection, String key) {
            run.reads.add(place(collection, key));
            byte[] value = collection.isEmpty() ? state.get(key) : privateState.get(place(collection, key));
            return value == null ? ByteString.EMPTY : ByteString.copyFrom(value);
        }

        private void write(Run run, String collection, String key, ByteString value) {
            require(!key.isEmpty(), "a key is not empty");
            if (collection.isEmpty()) {
                run.writes.put(key, value.toByteArray());
            } else {
                run.privateWrites.put(place(collection, key), value.toByteArray());
            }
        }

        private String place(String collection, String key) {
            return collection.isEmpty() ? key : collection + "/" + key;
        }

        private void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalStateException(otherwise);
            }
        }

        @Override
        public void onError(Throwable error) {
            ended.complete(error);
            registered.completeExceptionally(error);
        }

        @Override
        public void onCompleted() {
            ended.complete(new IllegalStateException("the chaincode ended the stream"));
        }
    }
}
