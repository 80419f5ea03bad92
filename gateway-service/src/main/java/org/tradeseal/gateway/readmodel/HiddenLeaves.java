package org.tradeseal.gateway.readmodel;

import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.StoredRecord;

/**
 * Leaves of the registrars' records whose values the own peer does not hold. They have their places in the log from the
 * start; their records come in as a registrar's gateway shows them.
 */
@Component
public class HiddenLeaves {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Ledger ledger;
    private final RecordRows rows;
    private final long patienceSeconds;
    private volatile boolean everHidden;

    HiddenLeaves(
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            Ledger ledger,
            RecordRows rows,
            @Value("${tradeseal.read-model.hidden-patience-seconds:600}") long patienceSeconds) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.ledger = ledger;
        this.rows = rows;
        this.patienceSeconds = patienceSeconds;
        this.everHidden = is("select exists (select 1 from readmodel.hidden_leaf)");
    }

    /** Where a leaf stands, and what it commits to. */
    public record Leaf(long index, RecordId id, int version, Sha256 commitment, long block, String transactionId) {
        /** Whether this is the very record that the leaf stands for. */
        public boolean commitsTo(StoredRecord stored) {
            return stored.record().id().equals(id)
                    && stored.record().version() == version
                    && stored.commitment().equals(commitment);
        }

        private Sha256 hash(Sha256 ledger) {
            return new org.tradeseal.verify.Leaf(ledger, id, version, commitment).hash();
        }
    }

    private boolean is(String question, Object... parameters) {
        return Boolean.TRUE.equals(jdbc.queryForObject(question, Boolean.class, parameters));
    }

    void add(List<Leaf> leaves) {
        if (leaves.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(
                "insert into readmodel.hidden_leaf (leaf_index, id, version, commitment, block, transaction_id)"
                        + " values (?, ?, ?, ?, ?, ?)",
                leaves,
                500,
                (statement, leaf) -> {
                    statement.setLong(1, leaf.index());
                    statement.setString(2, leaf.id().value());
                    statement.setInt(3, leaf.version());
                    statement.setString(4, leaf.commitment().hex());
                    statement.setLong(5, leaf.block());
                    statement.setString(6, leaf.transactionId());
                });
        everHidden = true;
    }

    /** Leaves nobody has answered for yet, from a position on, oldest first. */
    public List<Leaf> open(long from, int limit) {
        return everHidden
                ? jdbc.query(
                        "select leaf_index, id, version, commitment, block, transaction_id from readmodel.hidden_leaf"
                                + " where answer is null and leaf_index >= ? order by leaf_index limit ?",
                        (row, n) -> new Leaf(
                                row.getLong("leaf_index"),
                                new RecordId(row.getString("id")),
                                row.getInt("version"),
                                new Sha256(row.getString("commitment")),
                                row.getLong("block"),
                                row.getString("transaction_id")),
                        from,
                        limit)
                : List.of();
    }

    /** Whether a version is waiting here to be shown. */
    public boolean isOpen(RecordId id, int version) {
        return everHidden
                && is(
                        "select exists (select 1 from readmodel.hidden_leaf"
                                + " where id = ? and version = ? and answer is null)",
                        id.value(),
                        version);
    }

    /** Whether the log commits to another record under this id and version. */
    public boolean contradicts(StoredRecord stored) {
        return everHidden
                && is(
                        "select exists (select 1 from readmodel.hidden_leaf"
                                + " where id = ? and version = ? and commitment <> ?)",
                        stored.record().id().value(),
                        stored.record().version(),
                        stored.commitment().hex());
    }

    /** Whether leaves of a block or of those before it may still be answered soon. */
    boolean isOpenUpTo(long block) {
        return everHidden
                && is(
                        "select exists (select 1 from readmodel.hidden_leaf where answer is null and block <= ?"
                                + " and seen_at > now() - make_interval(secs => ?))",
                        block,
                        patienceSeconds);
    }

    /**
     * Puts the record behind a leaf into the read model, as if it had been known when the block came. False if it is not
     * what the leaf commits to.
     */
    public boolean show(Leaf leaf, StoredRecord stored) {
        if (!leaf.commitsTo(stored)) {
            return false;
        }
        transactions.executeWithoutResult(t -> {
            if (answer(leaf, "SHOWN")) {
                rows.write(List.of(new Change(
                        leaf.index(),
                        leaf.block(),
                        leaf.transactionId(),
                        leaf.hash(ledger.digest()),
                        stored.encoded())));
                removeOvertaken(leaf.id());
            }
        });
        return true;
    }

    /** Notes that a version is not for the participants of this gateway; it is not asked for again. */
    public void leaveHidden(Leaf leaf) {
        transactions.executeWithoutResult(t -> {
            if (answer(leaf, "NOT_OURS")) {
                removeOvertaken(leaf.id());
            }
        });
    }

    // After a rebuild the same position may be another row's that has yet to be answered.
    private boolean answer(Leaf leaf, String answer) {
        return jdbc.update(
                        "update readmodel.hidden_leaf set answer = ?"
                                + " where leaf_index = ? and commitment = ? and answer is null",
                        answer,
                        leaf.index(),
                        leaf.commitment().hex())
                == 1;
    }

    // A record that has moved out of sight is in no list any more, in whatever order the answers come.
    private void removeOvertaken(RecordId id) {
        jdbc.update(
                "delete from readmodel.record r where r.id = ? and exists (select 1 from readmodel.hidden_leaf h"
                        + " where h.id = r.id and h.version > r.version and h.answer = 'NOT_OURS')",
                id.value());
    }
}
