package org.tradeseal.ledger.participant;

import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.PublicKey;

/**
 * A key of a participant and the range of the participant's own record versions in which it is in force:
 * {@code fromVersion} included, {@code untilVersion} excluded; without one the key is in force.
 */
public record ParticipantKey(
        PublicKey key, int fromVersion, @Nullable Integer untilVersion) {

    boolean inForce() {
        return untilVersion == null;
    }

    ParticipantKey endedAt(int version) {
        return inForce() ? new ParticipantKey(key, fromVersion, version) : this;
    }
}
