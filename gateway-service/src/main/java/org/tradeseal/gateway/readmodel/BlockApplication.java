package org.tradeseal.gateway.readmodel;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Leaves;
import org.tradeseal.ledger.record.Content;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.StoredRecord;
import org.tradeseal.verify.Text;
import tools.jackson.databind.JsonNode;

/**
 * Takes the record changes out of a block. A transaction counts only if its leaves match its record writes one to one,
 * with recomputed commitments and versions that continue by one; otherwise it is excluded whole and an alarm raised.
 */
@Component
class BlockApplication {
    private static final Logger LOG = LoggerFactory.getLogger(BlockApplication.class);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Ledger ledger;

    BlockApplication(JdbcTemplate jdbc, TransactionTemplate transactions, Ledger ledger) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.ledger = ledger;
    }

    long nextBlock() {
        Long next = jdbc.queryForObject("select next_block from readmodel.checkpoint", Long.class);
        if (next == null) {
            throw new IllegalStateException("the read model has no checkpoint; start with scripts/start --rebuild");
        }
        if (next < 0 || next > ledger.height()) {
            throw new IllegalStateException("the read model's checkpoint says block " + next + ", the ledger has "
                    + ledger.height() + " blocks; start with scripts/start --rebuild");
        }
        return next;
    }

    void clear() {
        transactions.executeWithoutResult(t -> {
            jdbc.execute("truncate readmodel.record, readmodel.record_version, readmodel.alarm");
            jdbc.update("update readmodel.checkpoint set next_block = 0, block_hash = null, next_leaf = 0");
        });
    }

    void apply(Block block) {
        transactions.executeWithoutResult(t -> {
            Checkpoint checkpoint = checkpoint();
            requireNext(block, checkpoint);
            long leaf = checkpoint.nextLeaf();
            List<Change> changes = new ArrayList<>();
            for (Block.Tx tx : block.transactions()) {
                if (tx.validation() == Ledger.Validation.VALID) {
                    for (StoredRecord stored : records(block, tx, changes)) {
                        changes.add(new Change(leaf++, block.number(), tx.id(), stored));
                    }
                }
            }
            write(changes);
            jdbc.update(
                    "update readmodel.checkpoint set next_block = ?, block_hash = ?, next_leaf = ?",
                    block.number() + 1,
                    block.hash().hex(),
                    leaf);
        });
    }

    /** How far the read model has come. */
    private record Checkpoint(
            long nextBlock, long nextLeaf, @Nullable String blockHash) {}

    private Checkpoint checkpoint() {
        return jdbc
                .query(
                        "select next_block, next_leaf, block_hash from readmodel.checkpoint for update",
                        (row, n) -> new Checkpoint(
                                row.getLong("next_block"), row.getLong("next_leaf"), row.getString("block_hash")))
                .stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "the read model has no checkpoint; start with scripts/start --rebuild"));
    }

    private static void requireNext(Block block, Checkpoint checkpoint) {
        String known = checkpoint.blockHash();
        boolean follows = known == null || known.equals(block.previousHash().hex());
        if (checkpoint.nextBlock() != block.number() || !follows) {
            throw new IllegalStateException("block " + block.number() + " does not follow the read model's checkpoint "
                    + checkpoint + "; start with scripts/start --rebuild");
        }
    }

    private List<StoredRecord> records(Block block, Block.Tx tx, List<Change> earlier) {
        Map<RecordId, StoredRecord> written = written(tx);
        List<StoredRecord> records = new ArrayList<>();
        try {
            if (tx.event() != null) {
                Leaves leaves = CanonicalJson.read(tx.event().toArray(), Leaves.class);
                for (Leaves.Entry entry : leaves.leaves()) {
                    StoredRecord stored = written.remove(entry.id());
                    if (stored == null
                            || stored.record().version() != entry.version()
                            || !stored.commitment().equals(entry.commitment())
                            || stored.record().version() != previousVersion(entry.id(), earlier) + 1) {
                        return excluded(block, tx, "leaf " + entry.id() + "/" + entry.version());
                    }
                    records.add(stored);
                }
            }
            return written.isEmpty() ? records : excluded(block, tx, "records without leaf: " + written.keySet());
        } catch (RuntimeException e) {
            return excluded(block, tx, String.valueOf(e.getMessage()));
        }
    }

    private static Map<RecordId, StoredRecord> written(Block.Tx tx) {
        Map<RecordId, StoredRecord> written = new LinkedHashMap<>();
        for (Block.Write write : tx.writes()) {
            if (Contracts.type(write.key().split("-", 2)[0]).isPresent()) {
                StoredRecord stored = CanonicalJson.read(write.value().toArray(), StoredRecord.class);
                written.put(stored.record().id(), stored);
            }
        }
        for (Block.PrivateWrite write : tx.privateWrites()) {
            // Keys of this collection are hidden, so that a record is known by its form.
            byte[] value = write.value().toArray();
            if (write.collection().equals(RecordType.FINANCING) && startsLikeRecord(value)) {
                StoredRecord stored = CanonicalJson.read(value, StoredRecord.class);
                written.put(stored.record().id(), stored);
            }
        }
        return written;
    }

    private static boolean startsLikeRecord(byte[] value) {
        return new String(value, 0, Math.min(value.length, 10), StandardCharsets.ISO_8859_1).equals("{\"record\":");
    }

    private int previousVersion(RecordId id, List<Change> earlier) {
        for (int i = earlier.size() - 1; i >= 0; i--) {
            if (earlier.get(i).record().id().equals(id)) {
                return earlier.get(i).record().version();
            }
        }
        return jdbc
                .queryForList("select version from readmodel.record where id = ?", Integer.class, id.value())
                .stream()
                .findFirst()
                .orElse(0);
    }

    private List<StoredRecord> excluded(Block block, Block.Tx tx, String reason) {
        Text text = Text.of("Leaves and records of the transaction do not agree: " + reason, "交易的叶与记录不一致：" + reason);
        LOG.error("ALARM block {} transaction {}: {}", block.number(), tx.id(), text.en());
        jdbc.update(
                "insert into readmodel.alarm (block, transaction_id, reason_en, reason_zh) values (?, ?, ?, ?)",
                block.number(),
                tx.id(),
                text.en(),
                text.zh());
        return List.of();
    }

    private void write(List<Change> changes) {
        jdbc.batchUpdate(
                "insert into readmodel.record_version (leaf_index, id, version, type, status, actor, published, parties,"
                        + " block, transaction_id, recorded_at, leaf, record)"
                        + " values (?, ?, ?, ?, ?, ?, ?, string_to_array(?, ','), ?, ?, ?, ?, ?::jsonb)",
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
                    statement.setString(
                            12, c.stored().leaf(ledger.digest()).hash().hex());
                    statement.setString(13, new String(CanonicalJson.bytes(c.record()), StandardCharsets.UTF_8));
                });
        Map<RecordId, Change> newest = new HashMap<>();
        changes.forEach(c -> newest.put(c.record().id(), c));
        jdbc.batchUpdate(
                "insert into readmodel.record (id, version, type, status, actor, published, parties, leaf_index, content,"
                        + " search) values (?, ?, ?, ?, ?, ?, string_to_array(?, ','), ?, ?::jsonb, ?)"
                        + " on conflict (id) do update set version = excluded.version, status = excluded.status,"
                        + " actor = excluded.actor, published = excluded.published, parties = excluded.parties,"
                        + " leaf_index = excluded.leaf_index, content = excluded.content, search = excluded.search",
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

    /** One record version on its way into the tables. */
    private record Change(long leafIndex, long block, String transactionId, StoredRecord stored, Content content) {
        Change(long leafIndex, long block, String transactionId, StoredRecord stored) {
            this(leafIndex, block, transactionId, stored, typed(stored));
        }

        private static Content typed(StoredRecord stored) {
            RecordId id = stored.record().id();
            RecordType<?> type = Contracts.type(id.prefix())
                    .orElseThrow(() -> new IllegalStateException("no record type " + id.prefix()));
            return CanonicalJson.read(stored.record().content(), type.content());
        }

        RegistryRecord record() {
            return stored.record();
        }

        String parties() {
            SortedSet<String> ids = new TreeSet<>();
            content.parties().forEach(p -> ids.add(p.value()));
            return String.join(",", ids);
        }

        String searchText() {
            StringBuilder text = new StringBuilder(record().id().value());
            collect(record().content(), text);
            return text.toString();
        }

        private static void collect(JsonNode node, StringBuilder text) {
            if (node.isString()) {
                text.append('\n').append(node.stringValue());
            } else {
                node.forEach(child -> collect(child, text));
            }
        }
    }
}
