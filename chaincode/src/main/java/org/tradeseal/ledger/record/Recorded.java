package org.tradeseal.ledger.record;

import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.StoredRecord;

/** A record as a contract reads it: its typed content and times, and the version it was stored as. */
public record Recorded<T extends Content>(RecordType<T> type, StoredRecord stored, T content, Times times) {

    public RecordId id() {
        return stored.record().id();
    }

    public int version() {
        return stored.record().version();
    }
}
