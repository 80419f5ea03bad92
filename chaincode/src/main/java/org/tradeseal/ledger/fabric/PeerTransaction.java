package org.tradeseal.ledger.fabric;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.peer.ChaincodeAdditionalParams;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.hyperledger.fabric.protos.peer.GetState;
import org.hyperledger.fabric.protos.peer.GetStateMultiple;
import org.hyperledger.fabric.protos.peer.GetStateMultipleResult;
import org.hyperledger.fabric.protos.peer.PutState;
import org.hyperledger.fabric.protos.peer.WriteBatchState;
import org.hyperledger.fabric.protos.peer.WriteRecord;
import org.hyperledger.fabric.shim.ChaincodeStub;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Transaction;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/**
 * One transaction under endorsement on a peer. Writes are kept until the rules have run, so that they travel together
 * where the peer takes batches; each key of the channel's state is read once.
 */
final class PeerTransaction implements Transaction {
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);
    private static final String CHANNEL = "";
    private static final int MAX_BATCH_BYTES = 4 * 1024 * 1024;

    private final PeerConnection connection;
    private final ChaincodeStub stub;
    private final MspId peer;
    private final MspId submitter;
    private final Map<String, ByteString> read = new HashMap<>();
    private final Map<Place, ByteString> writes = new LinkedHashMap<>();

    /** A key of the channel's state, or of a collection. */
    private record Place(String collection, String key) {}

    PeerTransaction(PeerConnection connection, ChaincodeStub stub, MspId peer, Instant now) {
        this.connection = connection;
        this.stub = stub;
        this.peer = peer;
        this.submitter = submitter(stub);
        requireTime(stub.getTxTimestamp(), now);
    }

    private static MspId submitter(ChaincodeStub stub) {
        try {
            return new MspId(SerializedIdentity.parseFrom(stub.getCreator()).getMspid());
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }

    // The timestamp is the submitter's claim; deadlines and terms are decided by it.
    private static void requireTime(Instant claimed, Instant now) {
        if (Duration.between(claimed, now).abs().compareTo(MAX_SKEW) > 0) {
            throw new Refusal(
                    ErrorCode.CLOCK_SKEW,
                    "The transaction says it is " + claimed + "; at this endorser it is " + now
                            + ", and five minutes apart is the most.",
                    "交易所称时间为 " + claimed + "；本背书节点时间为 " + now + "，相差不得超过五分钟。");
        }
    }

    @Override
    public String id() {
        return stub.getTxId();
    }

    @Override
    public Instant timestamp() {
        return stub.getTxTimestamp();
    }

    @Override
    public MspId submitter() {
        return submitter;
    }

    @Override
    public MspId peer() {
        return peer;
    }

    @Override
    public byte @Nullable [] get(String key) {
        return orNull(read.computeIfAbsent(key, k -> ask(ChaincodeMessage.Type.GET_STATE, CHANNEL, k)));
    }

    private ByteString ask(ChaincodeMessage.Type type, String collection, String key) {
        GetState question =
                GetState.newBuilder().setCollection(collection).setKey(key).build();
        return connection.ask(stub, type, question.toByteString());
    }

    // Fabric stores no empty value: an empty answer means that there is none.
    private static byte @Nullable [] orNull(ByteString value) {
        return value.isEmpty() ? null : value.toByteArray();
    }

    /** Reads these keys, in few messages where the peer can. Either way the same keys become part of what was read. */
    @Override
    public void readAhead(Collection<String> keys) {
        List<String> wanted =
                keys.stream().distinct().filter(k -> !read.containsKey(k)).toList();
        ChaincodeAdditionalParams abilities = connection.abilities();
        int most = abilities.getMaxSizeGetMultipleKeys();
        if (!abilities.getUseGetMultipleKeys() || most < 2) {
            wanted.forEach(this::get);
            return;
        }
        for (int from = 0; from < wanted.size(); from += most) {
            readTogether(wanted.subList(from, Math.min(wanted.size(), from + most)));
        }
    }

    // Only of the channel's state. About a collection a peer that is no member would answer "absent".
    private void readTogether(List<String> keys) {
        GetStateMultiple question = GetStateMultiple.newBuilder()
                .setCollection(CHANNEL)
                .addAllKeys(keys)
                .build();
        ByteString answer = connection.ask(stub, ChaincodeMessage.Type.GET_STATE_MULTIPLE, question.toByteString());
        List<ByteString> values;
        try {
            values = GetStateMultipleResult.parseFrom(answer).getValuesList();
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
        if (values.size() != keys.size()) {
            throw new IllegalStateException("the peer answered " + values.size() + " of " + keys.size() + " keys");
        }
        for (int i = 0; i < keys.size(); i++) {
            read.put(keys.get(i), values.get(i));
        }
    }

    @Override
    public void put(String key, byte[] value) {
        writes.put(new Place(CHANNEL, key), ByteString.copyFrom(value));
    }

    @Override
    public byte @Nullable [] getPrivate(String collection, String key) {
        try {
            return orNull(ask(ChaincodeMessage.Type.GET_STATE, collection, key));
        } catch (PeerConnection.Refused refusal) {
            throw noAccess(collection, refusal);
        }
    }

    // A peer tells a client that is no member so. Where it knows the hash only, it is a member that has yet to receive
    // the
    // value: after a restart, or behind the newest block.
    private RuntimeException noAccess(String collection, PeerConnection.Refused refusal) {
        String said = String.valueOf(refusal.getMessage());
        if (said.contains("does not have read access permission")) {
            return new Refusal(
                    ErrorCode.NOT_YOUR_ROLE,
                    submitter + " is no member of the collection " + collection + ".",
                    submitter + " 不是集合 " + collection + " 的成员。");
        }
        if (said.contains("private data matching public hash version is not available")) {
            return new Refusal(
                    ErrorCode.UNAVAILABLE,
                    "The peer of " + peer + " has yet to receive data of the collection " + collection + ".",
                    peer + " 的节点尚未收到集合 " + collection + " 的数据。");
        }
        return refusal;
    }

    @Override
    public void putPrivate(String collection, String key, byte[] value) {
        writes.put(new Place(collection, key), ByteString.copyFrom(value));
    }

    @Override
    public byte @Nullable [] getPrivateHash(String collection, String key) {
        return orNull(ask(ChaincodeMessage.Type.GET_PRIVATE_DATA_HASH, collection, key));
    }

    @Override
    public void emit(String name, byte[] payload) {
        stub.setEvent(name, payload);
    }

    /** Hands what the rules wrote to the peer. */
    void write() {
        ChaincodeAdditionalParams abilities = connection.abilities();
        int most = abilities.getMaxSizeWriteBatch();
        if (!abilities.getUseWriteBatch() || most < 1) {
            writes.forEach((place, value) -> connection.ask(
                    stub,
                    ChaincodeMessage.Type.PUT_STATE,
                    PutState.newBuilder()
                            .setCollection(place.collection())
                            .setKey(place.key())
                            .setValue(value)
                            .build()
                            .toByteString()));
            return;
        }
        List<WriteRecord> batch = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<Place, ByteString> write : writes.entrySet()) {
            bytes += write.getValue().size();
            if (!batch.isEmpty() && (batch.size() == most || bytes > MAX_BATCH_BYTES)) {
                writeTogether(batch);
                batch.clear();
                bytes = write.getValue().size();
            }
            batch.add(WriteRecord.newBuilder()
                    .setType(WriteRecord.Type.PUT_STATE)
                    .setCollection(write.getKey().collection())
                    .setKey(write.getKey().key())
                    .setValue(write.getValue())
                    .build());
        }
        if (!batch.isEmpty()) {
            writeTogether(batch);
        }
    }

    private void writeTogether(List<WriteRecord> batch) {
        WriteBatchState message = WriteBatchState.newBuilder().addAllRec(batch).build();
        connection.ask(stub, ChaincodeMessage.Type.WRITE_BATCH_STATE, message.toByteString());
    }
}
