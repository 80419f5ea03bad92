package org.tradeseal.gateway.ledger.embedded;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.audit.Findings;
import org.tradeseal.verify.Sha256;

/** The world state as the blocks lead to it: for every key the version and the digest of the value. */
final class ReplayedState {
    private final Map<Place, Value> values = new HashMap<>();
    private final Set<String> transactionIds = new HashSet<>();

    /** A key as blocks name it: private keys by their digest. */
    private record Place(String collection, String key) {}

    private record Value(Version version, Sha256 digest) {}

    /** What the validation code of this transaction has to be. Counts the transaction's id as used. */
    Ledger.Validation validation(Envelope envelope) {
        if (!transactionIds.add(envelope.id())) {
            return Ledger.Validation.DUPLICATE_TXID;
        }
        boolean unchanged = envelope.reads().stream().allMatch(r -> isAt(new Place("", r.key()), r.version()))
                && envelope.privateReads().stream()
                        .allMatch(r -> isAt(new Place(r.collection(), r.key().hex()), r.version()));
        return unchanged ? Ledger.Validation.VALID : Ledger.Validation.MVCC_READ_CONFLICT;
    }

    private boolean isAt(Place place, @Nullable Version version) {
        Value value = values.get(place);
        return Objects.equals(value == null ? null : value.version(), version);
    }

    void apply(Envelope envelope, Version version) {
        envelope.writes().forEach(w -> values.put(new Place("", w.key()), new Value(version, Sha256.of(w.bytes()))));
        envelope.privateWrites()
                .forEach(w -> values.put(new Place(w.collection(), w.key().hex()), new Value(version, w.value())));
    }

    /** Compares a row of the state tables, each of which is given once. */
    void compare(StoredChain.StateRow row, Findings findings) {
        StateKey key = row.key();
        Place place =
                new Place(key.collection(), key.isPrivate() ? key.keyHash().hex() : key.key());
        Value wanted = values.remove(place);
        Version version = Objects.requireNonNull(row.value().version());
        Sha256 digest = Sha256.of(Objects.requireNonNull(row.value().bytes()));
        if (!new Value(version, digest).equals(wanted)) {
            findings.at(wanted == null ? null : wanted.version().block());
            findings.add(
                    "The state of " + name(place) + " is not what the blocks lead to.",
                    name(place) + " 的状态与区块推出的结果不符。");
        }
    }

    /** After all rows were compared: what the tables lack. */
    void reportMissing(Findings findings) {
        values.forEach((place, value) -> {
            findings.at(value.version().block());
            findings.add("The state lacks " + name(place) + ".", "状态中缺少 " + name(place) + "。");
        });
    }

    private static String name(Place place) {
        return place.collection().isEmpty() ? place.key() : place.collection() + "/" + place.key();
    }
}
