package org.tradeseal.gateway.ledger.fabric;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Ledger;

/** The transactions that somebody waits for, completed by the blocks that hold them. */
final class Commits {
    private final ConcurrentMap<String, CompletableFuture<Ended>> waiting = new ConcurrentHashMap<>();

    /** In which block a transaction ended, and how. */
    record Ended(long block, Ledger.Validation validation) {}

    CompletableFuture<Ended> expect(String transactionId) {
        return waiting.computeIfAbsent(transactionId, id -> new CompletableFuture<>());
    }

    void forget(String transactionId) {
        waiting.remove(transactionId);
    }

    void apply(Block block) {
        for (Block.Tx tx : block.transactions()) {
            CompletableFuture<Ended> expected = waiting.get(tx.id());
            if (expected != null) {
                expected.complete(new Ended(block.number(), tx.validation()));
            }
        }
    }
}
