package org.tradeseal.gateway.faults;

import org.springframework.jdbc.core.JdbcTemplate;

/** What a read model's checkpoint may look like when it was damaged; each would skip, repeat or misplace rows if believed. */
enum CheckpointDamage {
    NEGATIVE("update readmodel.checkpoint set next_block = -3"),
    AHEAD("update readmodel.checkpoint set next_block = (select max(number) + 8 from ledger.block)"),
    BEHIND("update readmodel.checkpoint set next_block = next_block - 2"),
    OTHER_HASH(
            "update readmodel.checkpoint set block_hash = translate(block_hash, '0123456789abcdef', '123456789abcdef0')"),
    NO_HASH("update readmodel.checkpoint set block_hash = null"),
    OTHER_LEAF("update readmodel.checkpoint set next_leaf = next_leaf + 2"),
    MISSING("delete from readmodel.checkpoint");

    private final String sql;

    CheckpointDamage(String sql) {
        this.sql = sql;
    }

    void apply(JdbcTemplate database) {
        if (database.update(sql) != 1) {
            throw new IllegalStateException("there is no checkpoint to damage");
        }
    }
}
