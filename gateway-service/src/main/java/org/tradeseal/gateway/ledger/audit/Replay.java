package org.tradeseal.gateway.ledger.audit;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Transaction;
import org.tradeseal.verify.Sha256;

/** A transaction carried out once more, by the contracts of this program and on the state that the blocks before it led to. */
final class Replay implements Transaction {
    private final KnownState state;
    private final Block.Tx tx;
    private final Sight sight;
    private final Map<String, Bytes> writes = new HashMap<>();
    private final Map<PrivateKey, Bytes> privateWrites = new HashMap<>();
    private @Nullable Bytes event;

    private record PrivateKey(String collection, String key) {}

    Replay(KnownState state, Block.Tx tx, Sight sight) {
        this.state = state;
        this.tx = tx;
        this.sight = sight;
    }

    /** Runs the transaction's call and gives the chaincode's answer. Throws a Refusal, as the chaincode would. */
    byte[] run(Invocation.Function function, byte[] transientArgument) {
        return Contracts.invoke(this, Invocation.of(function, tx.argument().toArray(), transientArgument));
    }

    /** Whether the transaction wrote exactly this, as far as it is visible here. */
    boolean isWhatWasWritten() {
        Map<String, Bytes> written = new HashMap<>();
        tx.writes().forEach(w -> written.put(w.key(), w.value()));
        Set<String> collections = new TreeSet<>();
        privateWrites.keySet().forEach(k -> collections.add(k.collection()));
        boolean samePrivately = collections.equals(tx.collections())
                && tx.privateWrites().stream()
                        .allMatch(w -> Objects.equals(w.value(), privateWrite(w.collection(), w.key())))
                && (sight == Sight.PARTIAL || tx.privateWrites().size() == privateWrites.size());
        return written.equals(writes) && samePrivately && Objects.equals(event, tx.event());
    }

    /** What should have been written to the channel's state. */
    Map<String, Bytes> writes() {
        return writes;
    }

    @Nullable Bytes privateWrite(String collection, String key) {
        return privateWrites.get(new PrivateKey(collection, key));
    }

    @Override
    public String id() {
        return tx.id();
    }

    @Override
    public Instant timestamp() {
        return tx.timestamp();
    }

    @Override
    public MspId submitter() {
        return tx.submitter();
    }

    @Override
    public MspId peer() {
        return tx.submitter();
    }

    @Override
    public byte @Nullable [] get(String key) {
        return bytes(state.get(key));
    }

    private static byte @Nullable [] bytes(@Nullable Bytes value) {
        return value == null ? null : value.toArray();
    }

    @Override
    public void put(String key, byte[] value) {
        writes.put(key, Bytes.of(value));
    }

    @Override
    public byte @Nullable [] getPrivate(String collection, String key) {
        return bytes(state.get(collection, key));
    }

    @Override
    public void putPrivate(String collection, String key, byte[] value) {
        privateWrites.put(new PrivateKey(collection, key), Bytes.of(value));
    }

    // The only hashes that contracts ask for are those of payloads, whose keys end with the digest. Where the
    // collection
    // is not visible a delivery is taken as marked: it is its recipient's own statement, and nothing depends on it.
    @Override
    public byte @Nullable [] getPrivateHash(String collection, String key) {
        Bytes value = state.get(collection, key);
        if (value != null) {
            return Sha256.digest(value.toArray());
        }
        return sight == Sight.WHOLE ? null : new Sha256(key.substring(key.lastIndexOf('/') + 1)).bytes();
    }

    @Override
    public void emit(String name, byte[] payload) {
        event = Bytes.of(payload);
    }
}
