package org.tradeseal.ledger.record;

import java.util.SortedSet;
import org.tradeseal.verify.RecordId;

/** What a record says: an immutable Java record of its feature. */
public interface Content {
    /** Where the record stands in its lifecycle. */
    Enum<?> status();

    /** Whether this participant acts in this capacity on this record. */
    boolean isHeldBy(Actor actor, Capacity capacity);

    /** The participants that may read the record, besides the authorities that its type names. */
    SortedSet<RecordId> parties();

    /** Whether every participant may read the record. */
    default boolean published() {
        return false;
    }
}
