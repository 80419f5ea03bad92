package org.tradeseal.gateway.ledger.fabric;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.verify.RecordId;

/**
 * Public records as the own peer has answered them, kept up to date by the blocks that follow; access control reads the
 * same few records at every request. It is used only while blocks are followed without a gap.
 */
final class ReadCache {
    private static final long MAX_BYTES = 32L * 1024 * 1024;

    private final Cache<String, Bytes> values = Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .weigher((String key, Bytes value) -> 100 + key.length() + value.length())
            .executor(Runnable::run)
            .build();
    private final Map<String, Set<Read>> reads = new HashMap<>();
    private boolean inUse;

    /** A read on its way to the peer and back; overtaken if a block writes that key meanwhile. */
    private static final class Read {
        private boolean overtaken;
    }

    /** What a peer answered. Only the own one's answers are kept: another's may lag behind the blocks followed here. */
    record Answer(Bytes value, boolean fromOwnPeer) {}

    /** The value of this key, asked from a peer if it is not known. */
    Bytes get(String key, Supplier<Answer> peer) {
        Bytes known = known(key);
        return known == null ? load(key, peer) : known;
    }

    private synchronized @Nullable Bytes known(String key) {
        return inUse ? values.getIfPresent(key) : null;
    }

    private Bytes load(String key, Supplier<Answer> peer) {
        Read read = new Read();
        synchronized (this) {
            read.overtaken = !inUse;
            reads.computeIfAbsent(key, k -> new HashSet<>()).add(read);
        }
        Answer answer = null;
        try {
            answer = peer.get();
        } finally {
            finish(key, read, answer);
        }
        return answer.value();
    }

    // An absent record is not kept: whoever asks for random ids must not push the known ones out.
    private synchronized void finish(String key, Read read, @Nullable Answer answer) {
        Set<Read> others = reads.get(key);
        if (others != null) {
            others.remove(read);
            if (others.isEmpty()) {
                reads.remove(key);
            }
        }
        if (inUse
                && !read.overtaken
                && answer != null
                && answer.fromOwnPeer()
                && answer.value().length() > 0) {
            values.put(key, answer.value());
        }
    }

    /** Takes over what a new block wrote. */
    synchronized void apply(Block block) {
        for (Block.Tx tx : block.transactions()) {
            if (tx.validation() == Ledger.Validation.VALID) {
                for (Block.Write write : tx.writes()) {
                    takeOver(write);
                    reads.getOrDefault(write.key(), Set.of()).forEach(r -> r.overtaken = true);
                }
            }
        }
    }

    // Whoever wrote a record reads it back at once, to answer with it. The cache's own rule keeps a bulk load from
    // pushing out what is read again and again.
    private void takeOver(Block.Write write) {
        if (inUse && isRecord(write.key())) {
            values.put(write.key(), write.value());
        } else {
            values.asMap().computeIfPresent(write.key(), (k, old) -> write.value());
        }
    }

    private static boolean isRecord(String key) {
        return key.length() == RecordId.LENGTH
                && Contracts.type(key.substring(0, 3)).isPresent();
    }

    /** From now on blocks are followed without a gap. */
    synchronized void use() {
        inUse = true;
    }

    /** Forgets everything, because blocks may be missed. */
    synchronized void suspend() {
        inUse = false;
        values.invalidateAll();
        reads.values().forEach(all -> all.forEach(r -> r.overtaken = true));
    }
}
