package org.tradeseal.gateway.ledger.embedded;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.ledger.record.Transaction;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;

/**
 * One transaction under endorsement on one organisation's view of the state as it was at one height. It records what
 * is read, in which version, and what would be written.
 */
final class Simulation implements Transaction {
    private static final String PAYLOADS = "payloads_";

    private final Function<StateKey, StateValue> state;
    private final long height;
    private final String id;
    private final Instant timestamp;
    private final MspId submitter;
    private final MspId peer;
    private final List<MspId> registrars;
    private final Map<StateKey, StateValue> reads = new LinkedHashMap<>();
    private final Map<StateKey, Bytes> writes = new LinkedHashMap<>();
    private Envelope.@Nullable Event event;

    Simulation(Function<StateKey, StateValue> state, long height, Proposal proposal, List<MspId> registrars) {
        this.state = state;
        this.height = height;
        this.id = proposal.id();
        this.timestamp = proposal.timestamp();
        this.submitter = proposal.submitter();
        this.peer = proposal.peer();
        this.registrars = registrars;
    }

    /** What is to be endorsed, by whom it is submitted, and on whose peer it runs. */
    record Proposal(String id, Instant timestamp, MspId submitter, MspId peer, Invocation call) {}

    @Override
    public String id() {
        return id;
    }

    @Override
    public Instant timestamp() {
        return timestamp;
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
        return read(StateKey.ofChannel(key)).bytes();
    }

    @Override
    public void put(String key, byte[] value) {
        writes.put(StateKey.ofChannel(key), Bytes.of(value));
    }

    @Override
    public byte @Nullable [] getPrivate(String collection, String key) {
        requireCollection(collection);
        if (!isMember(collection)) {
            throw new Refusal(
                    ErrorCode.NOT_YOUR_ROLE,
                    peer + " is no member of the collection " + collection + ".",
                    peer + " 不是集合 " + collection + " 的成员。");
        }
        return read(new StateKey(collection, key)).bytes();
    }

    @Override
    public void putPrivate(String collection, String key, byte[] value) {
        requireCollection(collection);
        writes.put(new StateKey(collection, key), Bytes.of(value));
    }

    @Override
    public byte @Nullable [] getPrivateHash(String collection, String key) {
        requireCollection(collection);
        byte[] value = read(new StateKey(collection, key)).bytes();
        return value == null ? null : Sha256.digest(value);
    }

    @Override
    public void emit(String name, byte[] payload) {
        event = new Envelope.Event(name, Envelope.base64(payload));
    }

    private boolean isMember(String collection) {
        return collection.equals(RecordType.FINANCING)
                ? registrars.contains(peer)
                : collection.equals(peer.payloadCollection());
    }

    private static void requireCollection(String collection) {
        if (!collection.equals(RecordType.FINANCING) && !collection.startsWith(PAYLOADS)) {
            throw new IllegalArgumentException("there is no collection " + collection);
        }
    }

    private StateValue read(StateKey key) {
        return reads.computeIfAbsent(key, k -> {
            StateValue value = state.apply(k);
            Version version = value.version();
            if (version != null && version.block() >= height) {
                throw new SnapshotMoved();
            }
            return value;
        });
    }

    Map<StateKey, StateValue> reads() {
        return Collections.unmodifiableMap(reads);
    }

    Map<StateKey, Bytes> writes() {
        return Collections.unmodifiableMap(writes);
    }

    Envelope.@Nullable Event event() {
        return event;
    }
}
