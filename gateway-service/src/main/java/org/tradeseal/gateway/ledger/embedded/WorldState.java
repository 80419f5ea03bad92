package org.tradeseal.gateway.ledger.embedded;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.tradeseal.gateway.ledger.Bytes;

/**
 * The newest committed value of every key, behind a cache. The cache is coherent because a load holds the lock of its
 * key: what the committer puts after a commit always replaces what was loaded before.
 */
final class WorldState {
    private static final long CACHE_BYTES = 96L * 1024 * 1024;
    private static final int ENTRY_BYTES = 200; // keys and objects around a value, roughly

    private final DataSource source;
    private final Cache<StateKey, StateValue> cache = Caffeine.newBuilder()
            .maximumWeight(CACHE_BYTES)
            .<StateKey, StateValue>weigher((key, value) ->
                    ENTRY_BYTES + (value.value() == null ? 0 : value.value().length()))
            .build();

    WorldState(DataSource source) {
        this.source = source;
    }

    /** Throws a Refusal UNAVAILABLE if the database is away. */
    StateValue get(StateKey key) {
        return Objects.requireNonNull(cache.get(key, k -> load(Set.of(k)).getOrDefault(k, StateValue.ABSENT)));
    }

    /** Many keys at once; only the committer calls this, because a bulk load holds no lock. */
    Map<StateKey, StateValue> getAll(Collection<StateKey> keys) {
        return cache.getAll(new LinkedHashSet<>(keys), missing -> {
            Map<StateKey, StateValue> loaded = new HashMap<>(load(missing));
            for (StateKey key : missing) {
                loaded.putIfAbsent(key, StateValue.ABSENT);
            }
            return loaded;
        });
    }

    /** Makes committed values visible. */
    void committed(Map<StateKey, StateValue> values) {
        cache.asMap().putAll(values);
    }

    private Map<StateKey, StateValue> load(Set<? extends StateKey> keys) {
        Map<StateKey, StateValue> found = new HashMap<>();
        List<String> open = new ArrayList<>();
        List<StateKey> hidden = new ArrayList<>();
        for (StateKey key : keys) {
            if (key.isPrivate()) {
                hidden.add(key);
            } else {
                open.add(key.key());
            }
        }
        try (Connection connection = source.getConnection()) {
            if (!open.isEmpty()) {
                loadOpen(connection, open, found);
            }
            if (!hidden.isEmpty()) {
                loadHidden(connection, hidden, found);
            }
        } catch (SQLException e) {
            throw StorageRefusals.of(e);
        }
        return found;
    }

    private static void loadOpen(Connection connection, List<String> keys, Map<StateKey, StateValue> found)
            throws SQLException {
        String sql = "select key, value, block, position from ledger.state where key = any(?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, texts(connection, keys));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.put(
                            StateKey.ofChannel(row.getString(1)),
                            new StateValue(Bytes.of(row.getBytes(2)), new Version(row.getLong(3), row.getInt(4))));
                }
            }
        }
    }

    private static void loadHidden(Connection connection, List<StateKey> keys, Map<StateKey, StateValue> found)
            throws SQLException {
        String sql = "select s.collection, s.key, s.value, s.block, s.position from unnest(?, ?) as wanted(c, k)"
                + " join ledger.private_state s on s.collection = wanted.c and s.key = wanted.k";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(
                    1, texts(connection, keys.stream().map(StateKey::collection).toList()));
            statement.setArray(
                    2, texts(connection, keys.stream().map(StateKey::key).toList()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.put(
                            new StateKey(row.getString(1), row.getString(2)),
                            new StateValue(Bytes.of(row.getBytes(3)), new Version(row.getLong(4), row.getInt(5))));
                }
            }
        }
    }

    private static Array texts(Connection connection, List<String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray());
    }
}
