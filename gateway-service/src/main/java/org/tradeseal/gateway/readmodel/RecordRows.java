package org.tradeseal.gateway.readmodel;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;

/** The rows of record versions, and of records in their newest version. */
@Component
class RecordRows {
    private final JdbcTemplate jdbc;

    RecordRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Writes versions in the order of their leaves, and the newest of each record for lists and search. */
    void write(List<Change> changes) {
        jdbc.batchUpdate(
                "insert into readmodel.record_version (leaf_index, id, version, type, status, actor, published, parties,"
                        + " block, transaction_id, recorded_at, leaf, salt, record)"
                        + " values (?, ?, ?, ?, ?, ?, ?, string_to_array(?, ','), ?, ?, ?, ?, ?, ?::jsonb)",
                changes,
                500,
                (statement, c) -> {
                    statement.setLong(1, c.leafIndex());
                    statement.setString(2, c.record().id().value());
                    statement.setInt(3, c.record().version());
                    statement.setString(4, c.record().type());
                    statement.setString(5, c.content().status().name());
                    statement.setString(6, c.record().actor().value());
                    statement.setBoolean(7, c.content().published());
                    statement.setString(8, c.parties());
                    statement.setLong(9, c.block());
                    statement.setString(10, c.transactionId());
                    statement.setTimestamp(11, Timestamp.from(c.record().recordedAt()));
                    statement.setString(12, c.leafHash().hex());
                    statement.setString(13, c.encoded().stored().salt().hex());
                    statement.setString(14, c.encoded().recordJson());
                });
        writeNewest(changes);
    }

    private void writeNewest(List<Change> changes) {
        Map<RecordId, Change> newest = new HashMap<>();
        changes.forEach(c -> newest.put(c.record().id(), c));
        jdbc.batchUpdate(
                "insert into readmodel.record (id, version, type, status, actor, published, parties, leaf_index, content,"
                        + " search) values (?, ?, ?, ?, ?, ?, string_to_array(?, ','), ?, ?::jsonb, ?)"
                        + " on conflict (id) do update set version = excluded.version, status = excluded.status,"
                        + " actor = excluded.actor, published = excluded.published, parties = excluded.parties,"
                        + " leaf_index = excluded.leaf_index, content = excluded.content, search = excluded.search"
                        // A version that another gateway shows later may be older than what is here.
                        + " where readmodel.record.version < excluded.version",
                List.copyOf(newest.values()),
                500,
                (statement, c) -> {
                    statement.setString(1, c.record().id().value());
                    statement.setInt(2, c.record().version());
                    statement.setString(3, c.record().type());
                    statement.setString(4, c.content().status().name());
                    statement.setString(5, c.record().actor().value());
                    statement.setBoolean(6, c.content().published());
                    statement.setString(7, c.parties());
                    statement.setLong(8, c.leafIndex());
                    statement.setString(
                            9, new String(CanonicalJson.bytes(c.record().content()), StandardCharsets.UTF_8));
                    statement.setString(10, c.searchText());
                });
    }
}
