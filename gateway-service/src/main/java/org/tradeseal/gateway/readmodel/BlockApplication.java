package org.tradeseal.gateway.readmodel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.log.LogTree;
import org.tradeseal.verify.Leaf;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.Text;

/**
 * Takes the record changes out of a block, and moves the checkpoint in the same database transaction. A transaction whose
 * leaves are not to be believed is excluded whole, and an alarm raised.
 */
@Component
class BlockApplication {
    private static final Logger LOG = LoggerFactory.getLogger(BlockApplication.class);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Ledger ledger;
    private final RecordRows rows;
    private final HiddenLeaves hidden;
    private final LogTree log;

    BlockApplication(
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            Ledger ledger,
            RecordRows rows,
            HiddenLeaves hidden,
            LogTree log) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.ledger = ledger;
        this.rows = rows;
        this.hidden = hidden;
        this.log = log;
    }

    long nextBlock() {
        Checkpoint checkpoint = checkpoint("");
        long next = checkpoint.nextBlock();
        if (next < 0 || next > ledger.height()) {
            throw new IllegalStateException("the read model's checkpoint says block " + next + ", the ledger has "
                    + ledger.height() + " blocks; start with scripts/start --rebuild");
        }
        requireItsRows(checkpoint);
        return next;
    }

    // Rows and checkpoint move in one transaction: where they disagree, somebody else has changed one of them.
    private void requireItsRows(Checkpoint checkpoint) {
        Long leaves = jdbc.queryForObject("select coalesce(max(leaf_index), -1) + 1 from readmodel.leaf", Long.class);
        Long block = jdbc.queryForObject(
                "select coalesce((select block from readmodel.record_version order by leaf_index desc limit 1), -1)",
                Long.class);
        boolean begun = checkpoint.nextBlock() > 0;
        if (!Objects.equals(leaves, checkpoint.nextLeaf())
                || block == null
                || block >= checkpoint.nextBlock()
                || begun != (checkpoint.blockHash() != null)) {
            throw new IllegalStateException("the read model has " + leaves + " leaves and records up to block " + block
                    + ", which is not what its checkpoint says, " + checkpoint
                    + "; start with scripts/start --rebuild");
        }
    }

    void clear() {
        transactions.executeWithoutResult(t -> {
            jdbc.execute("truncate readmodel.record, readmodel.record_version, readmodel.hidden_leaf, readmodel.alarm,"
                    + " readmodel.leaf, readmodel.tile");
            jdbc.update("delete from readmodel.checkpoint");
            jdbc.update("insert into readmodel.checkpoint (next_block, next_leaf) values (0, 0)");
        });
        log.clear();
    }

    /** Applies a block; answers how many leaves the log has then. */
    long apply(Block block) {
        return Objects.requireNonNull(transactions.execute(t -> applied(block)));
    }

    private long applied(Block block) {
        Checkpoint checkpoint = checkpoint(" for update");
        requireNext(block, checkpoint);
        long leaf = checkpoint.nextLeaf();
        List<LogTree.Hashed> leaves = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        List<HiddenLeaves.Leaf> unseen = new ArrayList<>();
        Map<RecordId, Integer> versions = newestVersions(block);
        Map<RecordId, Sha256> participants = new HashMap<>();
        for (Block.Tx tx : block.transactions()) {
            for (TransactionLeaves.Told told : believed(block, tx, versions, participants)) {
                LogTree.Hashed hashed =
                        LogTree.Hashed.of(new Leaf(ledger.digest(), told.id(), told.version(), told.commitment()));
                leaves.add(hashed);
                if (told.encoded() == null) {
                    unseen.add(new HiddenLeaves.Leaf(
                            leaf, told.id(), told.version(), told.commitment(), block.number(), tx.id()));
                } else {
                    changes.add(new Change(leaf, block.number(), tx.id(), hashed.hash(), told.encoded()));
                }
                versions.put(told.id(), told.version());
                participants.replace(told.id(), hashed.hash());
                leaf++;
            }
        }
        rows.write(changes);
        hidden.add(unseen);
        log.append(checkpoint.nextLeaf(), leaves);
        jdbc.update(
                "update readmodel.checkpoint set next_block = ?, block_hash = ?, next_leaf = ?",
                block.number() + 1,
                block.hash().hex(),
                leaf);
        return leaf;
    }

    /** How far the read model has come. */
    private record Checkpoint(
            long nextBlock, long nextLeaf, @Nullable String blockHash) {}

    private Checkpoint checkpoint(String lock) {
        return jdbc
                .query(
                        "select next_block, next_leaf, block_hash from readmodel.checkpoint" + lock,
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

    private List<TransactionLeaves.Told> believed(
            Block block, Block.Tx tx, Map<RecordId, Integer> versions, Map<RecordId, Sha256> participants) {
        if (tx.validation() != Ledger.Validation.VALID) {
            return List.of();
        }
        try {
            List<TransactionLeaves.Told> told = new TransactionLeaves(
                            tx, ledger.genesis().registrars())
                    .told(id -> versions.computeIfAbsent(id, this::newestVersion));
            addLeaves(TransactionLeaves.actors(told), participants);
            TransactionLeaves.requireActors(told, participants);
            return told;
        } catch (TransactionLeaves.NotBelieved e) {
            raiseAlarm(block, tx, e.reason());
            return List.of();
        }
    }

    // The records that a block writes openly, asked for together: one question each took longer than all else.
    private Map<RecordId, Integer> newestVersions(Block block) {
        Map<RecordId, Integer> versions = new HashMap<>();
        for (Block.Tx tx : block.transactions()) {
            TransactionLeaves.recordsWritten(tx).forEach(id -> versions.put(id, 0));
        }
        if (!versions.isEmpty()) {
            String[] ids = versions.keySet().stream().map(RecordId::value).toArray(String[]::new);
            jdbc.query(
                    "select id, max(version) as version from (select id, version from readmodel.record where id = any(?)"
                            + " union all select id, version from readmodel.hidden_leaf where id = any(?)) known group by id",
                    row -> {
                        versions.put(new RecordId(row.getString("id")), row.getInt("version"));
                    },
                    ids,
                    ids);
        }
        return versions;
    }

    /** Adds the hashes of the newest leaves of participants that are not among them yet. */
    private void addLeaves(Set<RecordId> actors, Map<RecordId, Sha256> participants) {
        String[] missing = actors.stream()
                .filter(id -> !participants.containsKey(id))
                .map(RecordId::value)
                .toArray(String[]::new);
        if (missing.length > 0) {
            jdbc.query(
                    "select v.id, v.leaf from readmodel.record r join readmodel.record_version v"
                            + " on v.leaf_index = r.leaf_index where r.id = any(?)",
                    row -> {
                        participants.put(new RecordId(row.getString("id")), new Sha256(row.getString("leaf")));
                    },
                    (Object) missing);
        }
    }

    private int newestVersion(RecordId id) {
        Integer newest = jdbc.queryForObject(
                "select greatest(0, (select version from readmodel.record where id = ?),"
                        + " (select max(version) from readmodel.hidden_leaf where id = ?))",
                Integer.class,
                id.value(),
                id.value());
        return newest == null ? 0 : newest;
    }

    private void raiseAlarm(Block block, Block.Tx tx, Text reason) {
        LOG.error("ALARM block {} transaction {}: {}", block.number(), tx.id(), reason.en());
        jdbc.update(
                "insert into readmodel.alarm (block, transaction_id, reason_en, reason_zh) values (?, ?, ?, ?)",
                block.number(),
                tx.id(),
                reason.en(),
                reason.zh());
    }
}
