package org.tradeseal.gateway.ledger;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.Sha256;

/** A committed block as a follower reads it. */
public record Block(long number, Sha256 previousHash, Sha256 hash, List<Tx> transactions) {

    /**
     * A transaction of the chaincode: who submitted what, whether it is valid, and what it wrote; one that is not valid
     * wrote nothing and tells nothing. {@code function} is null if the chaincode has no such function.
     * {@code privateWrites} holds the values of those collections of which this gateway's organisations are members;
     * {@code collections} names every collection that it wrote to. {@code endorsers} are the organisations whose peers
     * signed its result; the embedded ledger, which its operator alone attests, names none.
     */
    public record Tx(
            String id,
            MspId submitter,
            Instant timestamp,
            Ledger.Validation validation,
            Invocation.@Nullable Function function,
            Bytes argument,
            List<Write> writes,
            List<PrivateWrite> privateWrites,
            SortedSet<String> collections,
            SortedSet<MspId> endorsers,
            @Nullable Bytes event) {
        public Tx {
            writes = List.copyOf(writes);
            privateWrites = List.copyOf(privateWrites);
            collections = Collections.unmodifiableSortedSet(new TreeSet<>(collections));
            endorsers = Collections.unmodifiableSortedSet(new TreeSet<>(endorsers));
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
