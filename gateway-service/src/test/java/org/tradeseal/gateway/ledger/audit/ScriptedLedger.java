package org.tradeseal.gateway.ledger.audit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Transaction;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.StoredRecord;

/**
 * A ledger in memory as a bank's peer shows it: genuine transactions run through the contracts, and whatever a test
 * makes up is appended as if the peers had found it valid. One transaction a block.
 */
final class ScriptedLedger implements Ledger {
    static final SortedSet<MspId> MAJORITY = new TreeSet<>(Set.of(TestConsortium.REGULATOR, TestConsortium.CUSTOMS));

    private final TestConsortium consortium;
    private final Map<String, byte[]> state = new HashMap<>();
    private final Map<String, byte[]> privateState = new HashMap<>();
    final List<Block> blocks = new ArrayList<>();

    ScriptedLedger(TestConsortium consortium) {
        this.consortium = consortium;
        submit(
                TestConsortium.REGULATOR,
                Invocation.of(
                        Invocation.Function.START,
                        CanonicalJson.bytes(consortium.genesis()),
                        consortium.registrarsSecret().toArray()));
    }

    /** Appends a transaction in a block of its own; the state follows it, as peers do. */
    void append(Block.Tx tx) {
        tx.writes().forEach(w -> state.put(w.key(), w.value().toArray()));
        Sha256 previous = blocks.isEmpty()
                ? Sha256.fromBytes(new byte[32])
                : blocks.get(blocks.size() - 1).hash();
        Sha256 hash = Sha256.of(previous.bytes(), tx.id().getBytes(StandardCharsets.UTF_8));
        blocks.add(new Block(blocks.size(), previous, hash, List.of(tx)));
    }

    StoredRecord stored(RecordId id) {
        return CanonicalJson.read(state.get(id.value()), StoredRecord.class);
    }

    /** A transaction of the next block, not yet appended, that wrote this and emitted that. */
    Block.Tx tx(
            MspId submitter,
            Invocation.Function function,
            byte[] argument,
            Map<String, byte[]> writes,
            byte @Nullable [] event) {
        return new Block.Tx(
                nextId(),
                submitter,
                now(),
                Validation.VALID,
                function,
                Bytes.of(argument),
                writes.entrySet().stream()
                        .map(w -> new Block.Write(w.getKey(), Bytes.of(w.getValue())))
                        .toList(),
                List.of(),
                new TreeSet<>(),
                MAJORITY,
                event == null ? null : Bytes.of(event));
    }

    String nextId() {
        return "tx-" + blocks.size();
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public Genesis genesis() {
        return consortium.genesis();
    }

    @Override
    public List<MspId> organisations() {
        return List.of(TestConsortium.BANK_A);
    }

    @Override
    public Committed submit(MspId submitter, Invocation call) {
        Step step = new Step(submitter);
        byte[] answer = Contracts.invoke(step, call);
        Block.Tx tx = tx(submitter, call.function(), call.argument(), step.writes, step.event);
        privateState.putAll(step.privateWrites);
        append(new Block.Tx(
                tx.id(),
                submitter,
                step.time,
                Validation.VALID,
                call.function(),
                tx.argument(),
                tx.writes(),
                List.of(),
                step.collections,
                MAJORITY,
                tx.event()));
        return new Committed(tx.id(), blocks.size() - 1, Validation.VALID, Bytes.of(answer));
    }

    @Override
    public byte[] evaluate(MspId submitter, Invocation call) {
        return Contracts.invoke(new Step(submitter), call);
    }

    @Override
    public List<Block> blocks(long fromNumber, int limit) {
        return blocks.stream()
                .filter(b -> b.number() >= fromNumber)
                .limit(limit)
                .toList();
    }

    @Override
    public long height() {
        return blocks.isEmpty() ? 0 : blocks.get(blocks.size() - 1).number() + 1;
    }

    @Override
    public long awaitHeight(long height, Duration atMost) {
        return height();
    }

    @Override
    public void close() {}

    /** One run of the contracts on the committed state. */
    private final class Step implements Transaction {
        private final MspId submitter;
        private final String id = nextId();
        private final Instant time = now();
        private final Map<String, byte[]> writes = new LinkedHashMap<>();
        private final Map<String, byte[]> privateWrites = new LinkedHashMap<>();
        private final SortedSet<String> collections = new TreeSet<>();
        private byte @Nullable [] event;

        Step(MspId submitter) {
            this.submitter = submitter;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public Instant timestamp() {
            return time;
        }

        @Override
        public MspId submitter() {
            return submitter;
        }

        @Override
        public MspId peer() {
            return submitter;
        }

        @Override
        public byte @Nullable [] get(String key) {
            return state.get(key);
        }

        @Override
        public void put(String key, byte[] value) {
            writes.put(key, value);
        }

        @Override
        public byte @Nullable [] getPrivate(String collection, String key) {
            return privateState.get(collection + "/" + key);
        }

        @Override
        public void putPrivate(String collection, String key, byte[] value) {
            collections.add(collection);
            privateWrites.put(collection + "/" + key, value);
        }

        @Override
        public byte @Nullable [] getPrivateHash(String collection, String key) {
            byte[] value = getPrivate(collection, key);
            return value == null ? null : Sha256.digest(value);
        }

        @Override
        public void emit(String name, byte[] payload) {
            event = payload;
        }
    }
}
