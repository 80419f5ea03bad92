package org.tradeseal.gateway.readmodel;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.tradeseal.gateway.database.Database;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.embedded.TestServer;
import org.tradeseal.gateway.log.LogTree;

/** A gateway's read model of a ledger, without the rest of the gateway; it follows when it is told to. */
public final class TestReadModel implements AutoCloseable {
    private final Ledger ledger;
    private final Database database;
    private final JdbcTemplate jdbc;
    private final BlockApplication application;

    public TestReadModel(Ledger ledger) throws Exception {
        this.ledger = ledger;
        this.database = TestServer.newDatabase().connect();
        database.migrate("readmodel");
        database.migrate("gateway");
        this.jdbc = new JdbcTemplate(database.dataSource());
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
        RecordRows rows = new RecordRows(jdbc);
        HiddenLeaves hidden = new HiddenLeaves(jdbc, transactions, ledger, rows, 600);
        this.application = new BlockApplication(jdbc, transactions, ledger, rows, hidden, new LogTree(jdbc));
    }

    /** The database it lies in. */
    public JdbcTemplate jdbc() {
        return jdbc;
    }

    /** How many leaves, shown versions and hidden ones stand in it, and every alarm as block, transaction and reason. */
    public record State(long leaves, long versions, long hidden, List<String> alarms) {}

    /** Applies all blocks that there are. */
    public State follow() {
        while (application.nextBlock() < ledger.height()) {
            ledger.blocks(application.nextBlock(), 50).forEach(this::apply);
        }
        return new State(
                number("select next_leaf from readmodel.checkpoint"),
                number("select count(*) from readmodel.record_version"),
                number("select count(*) from readmodel.hidden_leaf"),
                jdbc.queryForList(
                        "select block || ' ' || transaction_id || ' ' || reason_en from readmodel.alarm order by id",
                        String.class));
    }

    private void apply(Block block) {
        application.apply(block);
    }

    private long number(String question) {
        Long number = jdbc.queryForObject(question, Long.class);
        return number == null ? -1 : number;
    }

    @Override
    public void close() {
        database.close();
    }
}
