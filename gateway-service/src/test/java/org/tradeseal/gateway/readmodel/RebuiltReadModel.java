package org.tradeseal.gateway.readmodel;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.tradeseal.gateway.database.Database;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.log.LogTree;

/** A read model in an empty database of its own, made from a ledger's blocks from block 0 on. */
public final class RebuiltReadModel {
    private static final int BLOCKS_AT_ONCE = 50;
    private static final long PATIENCE_SECONDS = 600;

    private RebuiltReadModel() {}

    /** Applies all blocks below this height to a database that has no read model yet. */
    public static JdbcTemplate upTo(long height, Ledger ledger, Database empty) {
        empty.migrate("readmodel");
        JdbcTemplate jdbc = new JdbcTemplate(empty.dataSource());
        TransactionTemplate transactions =
                new TransactionTemplate(new DataSourceTransactionManager(empty.dataSource()));
        RecordRows rows = new RecordRows(jdbc);
        HiddenLeaves hidden = new HiddenLeaves(jdbc, transactions, ledger, rows, PATIENCE_SECONDS);
        BlockApplication application =
                new BlockApplication(jdbc, transactions, ledger, rows, hidden, new LogTree(jdbc));
        long next = 0;
        while (next < height) {
            List<Block> blocks = ledger.blocks(next, (int) Math.min(BLOCKS_AT_ONCE, height - next));
            blocks.forEach(application::apply);
            next += blocks.size();
        }
        return jdbc;
    }
}
