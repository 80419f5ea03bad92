package org.tradeseal.gateway.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.Sha256;

/** A committed block as a follower reads it. */
public record Block(long number, Sha256 previousHash, Sha256 hash, List<Tx> transactions) {

    /**
     * A transaction: who submitted what, whether it is valid, and what it wrote. {@code privateWrites} holds the values
     * of those collections of which this gateway's organisations are members.
     */
    public record Tx(
            String id,
            MspId submitter,
            Instant timestamp,
            Ledger.Validation validation,
            Invocation.Function function,
            Bytes argument,
            List<Write> writes,
            List<PrivateWrite> privateWrites,
            @Nullable Bytes event) {
        public Tx {
            writes = List.copyOf(writes);
            privateWrites = List.copyOf(privateWrites);
        }
    }

    /** A write to the channel's state. */
    public record Write(String key, Bytes value) {}

    /** A write to a collection. */
    public record PrivateWrite(String collection, String key, Bytes value) {}

    public Block {
        transactions = List.copyOf(transactions);
    }
}
