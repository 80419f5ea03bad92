package org.tradeseal.ledger.participant;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;

/**
 * The banks admitted after the founders. Every peer sees which keys a transaction about financings reads: it reads all
 * banks, so that the one that acts does not stand out.
 */
public record Banks(SortedSet<RecordId> ids) {
    /** The key of the channel's state that holds them. */
    public static final String KEY = "banks";

    public Banks {
        ids = Collections.unmodifiableSortedSet(new TreeSet<>(ids));
    }

    /** Reads what lies under the key; no value means that there are none. */
    public static Banks read(byte @Nullable [] value) {
        return value == null ? new Banks(new TreeSet<>()) : CanonicalJson.read(value, Banks.class);
    }

    Banks with(RecordId id) {
        SortedSet<RecordId> more = new TreeSet<>(ids);
        more.add(id);
        return new Banks(more);
    }

    void write(Execution x) {
        x.putState(KEY, CanonicalJson.bytes(this));
    }
}
