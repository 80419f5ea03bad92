package org.tradeseal.ledger.record;

import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The port to the ledger: one transaction under endorsement. Reads see the committed state only, never the transaction's
 * own writes, as on Fabric.
 */
public interface Transaction {
    String id();

    /** The transaction's timestamp: the submitter's claim, within five minutes of the endorser's clock. */
    Instant timestamp();

    /** The organisation whose gateway submits. */
    MspId submitter();

    /** The organisation on whose peer this runs. */
    MspId peer();

    byte @Nullable [] get(String key);

    /** Reads keys that are going to be read anyway; for ledgers on which a read is a message. */
    default void readAhead(Collection<String> keys) {}

    void put(String key, byte[] value);

    /** A private value; only where this peer's organisation is a member of the collection. */
    byte @Nullable [] getPrivate(String collection, String key);

    void putPrivate(String collection, String key, byte[] value);

    /** SHA-256 of a private value, which every peer knows; null if there is none. */
    byte @Nullable [] getPrivateHash(String collection, String key);

    /** The transaction's one event. */
    void emit(String name, byte[] payload);
}
