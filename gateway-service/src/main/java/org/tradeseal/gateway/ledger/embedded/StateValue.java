package org.tradeseal.gateway.ledger.embedded;

import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.Bytes;

/** The committed value of a key with its version; both null if the key was never written. */
record StateValue(@Nullable Bytes value, @Nullable Version version) {
    static final StateValue ABSENT = new StateValue(null, null);

    byte @Nullable [] bytes() {
        return value == null ? null : value.toArray();
    }
}
