package org.tradeseal.gateway.ledger.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Sha256;

/** Reads committed blocks for followers. */
final class BlockReader {
    private final DataSource source;

    BlockReader(DataSource source) {
        this.source = source;
    }

    /** The blocks of this range, the end excluded. */
    List<Block> blocks(long from, long end) {
        if (from >= end) {
            return List.of();
        }
        try (Connection connection = source.getConnection()) {
            Map<Version, List<Block.PrivateWrite>> privateWrites = privateWrites(connection, from, end);
            Map<Long, List<Block.Tx>> transactions = transactions(connection, from, end, privateWrites);
            return headers(connection, from, end, transactions);
        } catch (SQLException e) {
            throw StorageRefusals.of(e);
        }
    }

    private static PreparedStatement range(Connection connection, String sql, long from, long end) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setLong(1, from);
        statement.setLong(2, end);
        return statement;
    }

    private static Map<Version, List<Block.PrivateWrite>> privateWrites(Connection connection, long from, long end)
            throws SQLException {
        Map<Version, List<Block.PrivateWrite>> writes = new HashMap<>();
        String sql = "select block, position, collection, key, value from ledger.private_write"
                + " where block >= ? and block < ? order by block, position, ordinal";
        try (PreparedStatement statement = range(connection, sql, from, end);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                writes.computeIfAbsent(new Version(row.getLong(1), row.getInt(2)), v -> new ArrayList<>())
                        .add(new Block.PrivateWrite(row.getString(3), row.getString(4), Bytes.of(row.getBytes(5))));
            }
        }
        return writes;
    }

    private static Map<Long, List<Block.Tx>> transactions(
            Connection connection, long from, long end, Map<Version, List<Block.PrivateWrite>> privateWrites)
            throws SQLException {
        Map<Long, List<Block.Tx>> transactions = new HashMap<>();
        String sql = "select block, position, validation, envelope from ledger.transaction"
                + " where block >= ? and block < ? order by block, position";
        try (PreparedStatement statement = range(connection, sql, from, end);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Version version = new Version(row.getLong(1), row.getInt(2));
                transactions
                        .computeIfAbsent(version.block(), b -> new ArrayList<>())
                        .add(transaction(
                                CanonicalJson.jsonMapper().readValue(row.getBytes(4), Envelope.class),
                                Ledger.Validation.valueOf(row.getString(3)),
                                privateWrites.getOrDefault(version, List.of())));
            }
        }
        return transactions;
    }

    // An invalid transaction wrote nothing, whatever it meant to write.
    static Block.Tx transaction(
            Envelope envelope, Ledger.Validation validation, List<Block.PrivateWrite> privateWrites) {
        boolean valid = validation == Ledger.Validation.VALID;
        List<Block.Write> writes = valid
                ? envelope.writes().stream()
                        .map(w -> new Block.Write(w.key(), Bytes.of(w.bytes())))
                        .toList()
                : List.of();
        SortedSet<String> collections = new TreeSet<>();
        if (valid) {
            envelope.privateWrites().forEach(w -> collections.add(w.collection()));
        }
        Envelope.Event event = valid ? envelope.event() : null;
        return new Block.Tx(
                envelope.id(),
                envelope.submitter(),
                envelope.timestamp(),
                validation,
                envelope.function(),
                envelope.argumentBytes(),
                writes,
                privateWrites,
                collections,
                new TreeSet<>(),
                event == null ? null : Bytes.of(event.bytes()));
    }

    private static List<Block> headers(
            Connection connection, long from, long end, Map<Long, List<Block.Tx>> transactions) throws SQLException {
        List<Block> blocks = new ArrayList<>();
        String sql = "select number, previous_hash, hash from ledger.block"
                + " where number >= ? and number < ? order by number";
        try (PreparedStatement statement = range(connection, sql, from, end);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                long number = row.getLong(1);
                blocks.add(new Block(
                        number,
                        Sha256.fromBytes(row.getBytes(2)),
                        Sha256.fromBytes(row.getBytes(3)),
                        transactions.getOrDefault(number, List.of())));
            }
        }
        return blocks;
    }
}
