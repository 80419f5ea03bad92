package org.tradeseal.gateway.ledger.embedded;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Sha256;

/** A transaction that the contracts accepted: what it read in which version, what it would write, and its answer. */
record Endorsement(
        String id,
        Bytes envelope,
        Sha256 envelopeHash,
        Map<StateKey, StateValue> reads,
        Map<StateKey, Bytes> writes,
        @Nullable Bytes privateInput,
        Bytes result) {

    static Endorsement of(Envelope envelope, Simulation simulation, @Nullable Bytes privateInput, byte[] result) {
        byte[] json = CanonicalJson.bytes(envelope);
        return new Endorsement(
                envelope.id(),
                Bytes.of(json),
                Sha256.of(json),
                simulation.reads(),
                simulation.writes(),
                privateInput,
                Bytes.of(result));
    }

    long sizeBytes() {
        long size = envelope.length();
        size += privateInput == null ? 0 : privateInput.length();
        for (Bytes value : writes.values()) {
            size += value.length();
        }
        return size;
    }
}
