package org.tradeseal.gateway.ledger.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.verify.Sha256;

/** The rows of the ledger's tables as they are, for verification. */
final class StoredChain {
    private static final int FETCH = 1000;

    private final Connection connection;

    StoredChain(Connection connection) {
        this.connection = connection;
    }

    record BlockRow(BlockHeader header, Sha256 hash, String signature, List<TxRow> transactions) {
        long number() {
            return header.number();
        }
    }

    record TxRow(
            int position,
            String id,
            String validation,
            Bytes envelope,
            List<PrivateRow> privateWrites,
            @Nullable Bytes privateInput) {

        /** An unknown validation code counts as valid here; the replay of the validation says what is wrong. */
        BlockHeader.Entry entry() {
            Ledger.Validation code = Ledger.Validation.VALID;
            for (Ledger.Validation known : Ledger.Validation.values()) {
                code = known.name().equals(validation) ? known : code;
            }
            return new BlockHeader.Entry(id, Sha256.of(envelope.toArray()), code);
        }
    }

    record PrivateRow(int ordinal, StateKey key, Bytes value) {}

    record StateRow(StateKey key, StateValue value) {}

    long oldest() throws SQLException {
        return number("select coalesce(min(number), 0) from ledger.block");
    }

    long newest() throws SQLException {
        return number("select coalesce(max(number), -1) from ledger.block");
    }

    private long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    List<List<String>> blockKeys() throws SQLException {
        List<List<String>> keys = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select key_id, algorithm, spki from ledger.block_key")) {
            while (row.next()) {
                keys.add(List.of(row.getString(1), row.getString(2), row.getString(3)));
            }
        }
        return keys;
    }

    List<BlockRow> blocks(long from, long end) throws SQLException {
        Map<Version, Bytes> inputs = inputs(from, end);
        Map<Version, List<PrivateRow>> privateWrites = privateWrites(from, end);
        Map<Long, List<TxRow>> transactions = transactions(from, end, privateWrites, inputs);
        List<BlockRow> blocks = new ArrayList<>();
        String sql = "select number, previous_hash, data_hash, hash, signature from ledger.block"
                + " where number >= ? and number < ? order by number";
        try (PreparedStatement statement = range(sql, from, end);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                BlockHeader header =
                        new BlockHeader(BlockHeader.FORMAT, row.getLong(1), digest(row, 2), digest(row, 3));
                blocks.add(new BlockRow(
                        header,
                        digest(row, 4),
                        row.getString(5),
                        transactions.getOrDefault(header.number(), List.of())));
            }
        }
        return blocks;
    }

    // A digest of a wrong length becomes another digest, which then does not match.
    private static Sha256 digest(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes.length == 32 ? Sha256.fromBytes(bytes) : Sha256.of(bytes);
    }

    private PreparedStatement range(String sql, long from, long end) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setLong(1, from);
        statement.setLong(2, end);
        return statement;
    }

    private Map<Long, List<TxRow>> transactions(
            long from, long end, Map<Version, List<PrivateRow>> privateWrites, Map<Version, Bytes> inputs)
            throws SQLException {
        Map<Long, List<TxRow>> transactions = new HashMap<>();
        String sql = "select block, position, id, validation, envelope from ledger.transaction"
                + " where block >= ? and block < ? order by block, position";
        try (PreparedStatement statement = range(sql, from, end);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Version at = new Version(row.getLong(1), row.getInt(2));
                transactions
                        .computeIfAbsent(at.block(), b -> new ArrayList<>())
                        .add(new TxRow(
                                at.position(),
                                row.getString(3),
                                row.getString(4),
                                Bytes.of(row.getBytes(5)),
                                privateWrites.getOrDefault(at, List.of()),
                                inputs.get(at)));
            }
        }
        return transactions;
    }

    private Map<Version, List<PrivateRow>> privateWrites(long from, long end) throws SQLException {
        Map<Version, List<PrivateRow>> writes = new HashMap<>();
        String sql = "select block, position, ordinal, collection, key, value from ledger.private_write"
                + " where block >= ? and block < ? order by block, position, ordinal";
        try (PreparedStatement statement = range(sql, from, end);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                writes.computeIfAbsent(new Version(row.getLong(1), row.getInt(2)), v -> new ArrayList<>())
                        .add(new PrivateRow(
                                row.getInt(3),
                                new StateKey(row.getString(4), row.getString(5)),
                                Bytes.of(row.getBytes(6))));
            }
        }
        return writes;
    }

    private Map<Version, Bytes> inputs(long from, long end) throws SQLException {
        Map<Version, Bytes> inputs = new HashMap<>();
        String sql = "select block, position, argument from ledger.private_input where block >= ? and block < ?";
        try (PreparedStatement statement = range(sql, from, end);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                inputs.put(new Version(row.getLong(1), row.getInt(2)), Bytes.of(row.getBytes(3)));
            }
        }
        return inputs;
    }

    /** Every row of the two state tables, streamed. */
    void forEachState(Consumer<StateRow> consumer) throws SQLException {
        forEachState("select '', key, value, block, position from ledger.state", consumer);
        forEachState("select collection, key, value, block, position from ledger.private_state", consumer);
    }

    private void forEachState(String sql, Consumer<StateRow> consumer) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    consumer.accept(new StateRow(
                            new StateKey(row.getString(1), row.getString(2)),
                            new StateValue(Bytes.of(row.getBytes(3)), new Version(row.getLong(4), row.getInt(5)))));
                }
            }
        }
    }
}
