package org.tradeseal.gateway.ledger.audit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.StoredRecord;

/**
 * The state as the transactions walked so far lead to it. Only the place of each key's last write is kept; values that
 * are not at hand any more are read again from their block, so that memory grows with the keys and not with the values.
 */
final class KnownState {
    /** Some tens of megabytes of records. */
    static final int VALUES_AT_HAND = 20_000;

    private static final String CHANNEL = "";

    private final VerifiedTransactions ledger;
    private final Map<Key, Place> places = new HashMap<>();
    private final Map<Key, Bytes> recent;

    /** A key of the channel's state, or of a collection as far as its values are visible. */
    private record Key(String collection, String name) {}

    private record Place(long block, int position) {}

    KnownState(VerifiedTransactions ledger, int valuesAtHand) {
        this.ledger = ledger;
        this.recent = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, Bytes> eldest) {
                return size() > valuesAtHand;
            }
        };
    }

    @Nullable Bytes get(String name) {
        return get(new Key(CHANNEL, name));
    }

    @Nullable Bytes get(String collection, String name) {
        return get(new Key(collection, name));
    }

    /** A record of the channel's state. */
    Optional<StoredRecord> record(RecordId id) {
        return Optional.ofNullable(get(id.value())).map(b -> CanonicalJson.read(b.toArray(), StoredRecord.class));
    }

    private @Nullable Bytes get(Key key) {
        Place place = places.get(key);
        if (place == null) {
            return null;
        }
        Bytes known = recent.get(key);
        if (known == null) {
            known = readAgain(key, place);
            recent.put(key, known);
        }
        return known;
    }

    private Bytes readAgain(Key key, Place place) {
        List<Block.Tx> transactions = ledger.ofBlock(place.block());
        Map<Key, Bytes> written =
                place.position() < transactions.size() ? writes(transactions.get(place.position())) : Map.of();
        return Objects.requireNonNull(
                written.get(key), () -> "block " + place.block() + " lost what it wrote to " + key.name());
    }

    void apply(long block, int position, Block.Tx tx) {
        Place place = new Place(block, position);
        writes(tx).forEach((key, value) -> {
            places.put(key, place);
            recent.put(key, value);
        });
    }

    private static Map<Key, Bytes> writes(Block.Tx tx) {
        Map<Key, Bytes> writes = new LinkedHashMap<>();
        tx.writes().forEach(w -> writes.put(new Key(CHANNEL, w.key()), w.value()));
        tx.privateWrites().forEach(w -> writes.put(new Key(w.collection(), w.key()), w.value()));
        return writes;
    }
}
