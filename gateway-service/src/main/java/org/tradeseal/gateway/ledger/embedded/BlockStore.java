package org.tradeseal.gateway.ledger.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.Sha256;

/** Writes blocks to PostgreSQL: one transaction a block, many rows a statement. */
final class BlockStore {
    /** Held by whoever writes a block, until its database transaction has ended one way or the other. */
    private static final long WRITER_LOCK = 0x7472616465736561L;

    private final DataSource source;

    BlockStore(DataSource source) {
        this.source = source;
    }

    /** The newest block. */
    record Head(long number, Sha256 hash) {}

    /** The newest block, once no write is under way any more: a killed gateway's last one may still be. */
    Optional<Head> head() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            lock(connection);
            String sql = "select number, hash from ledger.block order by number desc limit 1";
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                return row.next()
                        ? Optional.of(new Head(row.getLong(1), Sha256.fromBytes(row.getBytes(2))))
                        : Optional.empty();
            } finally {
                connection.rollback();
            }
        }
    }

    /** The key that signs the blocks, as the database knows it; keeps this one if it knows none. */
    PublicKey blockKey(PublicKey key) throws SQLException {
        try (Connection connection = source.getConnection()) {
            String insert = "insert into ledger.block_key (key_id, algorithm, spki) select ?, ?, ?"
                    + " where not exists (select from ledger.block_key)";
            try (PreparedStatement statement = connection.prepareStatement(insert)) {
                statement.setString(1, key.keyId());
                statement.setString(2, key.algorithm().name());
                statement.setString(3, key.spki());
                statement.executeUpdate();
            }
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select key_id, algorithm, spki from ledger.block_key")) {
                row.next();
                return new PublicKey(row.getString(1), PublicKey.Algorithm.valueOf(row.getString(2)), row.getString(3));
            }
        }
    }

    /** Which of these transaction ids are on the ledger already. */
    Set<String> known(Collection<String> ids) throws SQLException {
        Set<String> known = new HashSet<>();
        String sql = "select id from ledger.transaction where id = any(?) and validation <> 'DUPLICATE_TXID'";
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    known.add(row.getString(1));
                }
            }
        }
        return known;
    }

    /** The hash of a block, once no write of it is under way any more. */
    Optional<Sha256> settledHash(long number) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            lock(connection);
            try (PreparedStatement statement =
                    connection.prepareStatement("select hash from ledger.block where number = ?")) {
                statement.setLong(1, number);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? Optional.of(Sha256.fromBytes(row.getBytes(1))) : Optional.empty();
                }
            } finally {
                connection.rollback();
            }
        }
    }

    /** Writes a block. After an SQLException nothing is written; after CommitUnknown nobody knows. */
    void write(SealedBlock block) throws SQLException, CommitUnknown {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                lock(connection);
                insertBlock(connection, block);
                insertTransactions(connection, block);
                insertPrivate(connection, block);
                upsertState(connection, block.values());
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
            commit(connection);
        }
    }

    private static void commit(Connection connection) throws CommitUnknown {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw new CommitUnknown(e);
        }
    }

    private static void rollback(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e); // the connection is gone, and the transaction with it
        }
    }

    private static void lock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select pg_advisory_xact_lock(?)")) {
            statement.setLong(1, WRITER_LOCK);
            statement.execute();
        }
    }

    private static void insertBlock(Connection connection, SealedBlock block) throws SQLException {
        String sql = "insert into ledger.block (number, previous_hash, data_hash, hash, signature)"
                + " values (?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            BlockHeader header = block.header();
            statement.setLong(1, header.number());
            statement.setBytes(2, header.previousHash().bytes());
            statement.setBytes(3, header.dataHash().bytes());
            statement.setBytes(4, header.hash().bytes());
            statement.setString(5, block.signature());
            statement.executeUpdate();
        }
    }

    private static void insertTransactions(Connection connection, SealedBlock block) throws SQLException {
        Rows rows = new Rows("bigint", "integer", "text", "text", "bytea");
        for (int i = 0; i < block.items().size(); i++) {
            SealedBlock.Item item = block.items().get(i);
            rows.add(
                    block.header().number(),
                    i,
                    item.endorsement().id(),
                    item.validation().name(),
                    item.endorsement().envelope().toArray());
        }
        rows.execute(
                connection,
                "insert into ledger.transaction (block, position, id, validation, envelope) select * from ",
                "");
    }

    private static void insertPrivate(Connection connection, SealedBlock block) throws SQLException {
        Rows writes = new Rows("bigint", "integer", "integer", "text", "text", "bytea");
        Rows inputs = new Rows("bigint", "integer", "bytea");
        long number = block.header().number();
        for (int i = 0; i < block.items().size(); i++) {
            SealedBlock.Item item = block.items().get(i);
            if (item.validation() != org.tradeseal.gateway.ledger.Ledger.Validation.VALID) {
                continue;
            }
            int ordinal = 0;
            for (Map.Entry<StateKey, Bytes> write : item.endorsement().writes().entrySet()) {
                StateKey key = write.getKey();
                if (key.isPrivate()) {
                    writes.add(
                            number,
                            i,
                            ordinal++,
                            key.collection(),
                            key.key(),
                            write.getValue().toArray());
                }
            }
            Bytes input = item.endorsement().privateInput();
            if (input != null) {
                inputs.add(number, i, input.toArray());
            }
        }
        writes.execute(
                connection,
                "insert into ledger.private_write (block, position, ordinal, collection, key, value) select * from ",
                "");
        inputs.execute(connection, "insert into ledger.private_input (block, position, argument) select * from ", "");
    }

    /** Puts values into the two state tables, over what stands there. */
    static void upsertState(Connection connection, Map<StateKey, StateValue> values) throws SQLException {
        Rows open = new Rows("text", "bytea", "bigint", "integer");
        Rows hidden = new Rows("text", "text", "bytea", "bigint", "integer");
        values.forEach((key, value) -> {
            byte[] bytes = java.util.Objects.requireNonNull(value.bytes());
            Version version = java.util.Objects.requireNonNull(value.version());
            if (key.isPrivate()) {
                hidden.add(key.collection(), key.key(), bytes, version.block(), version.position());
            } else {
                open.add(key.key(), bytes, version.block(), version.position());
            }
        });
        String update = " do update set value = excluded.value, block = excluded.block, position = excluded.position";
        open.execute(
                connection,
                "insert into ledger.state (key, value, block, position) select * from ",
                " on conflict (key)" + update);
        hidden.execute(
                connection,
                "insert into ledger.private_state (collection, key, value, block, position) select * from ",
                " on conflict (collection, key)" + update);
    }
}
