package org.tradeseal.gateway.ledger.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.LedgerVerification;
import org.tradeseal.ledger.Leaves;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Sha256;

/** The tables of an embedded ledger that no gateway serves at the moment, or that are only read. */
public final class StoredLedger {
    /** Tables of the schema {@code ledger} that follow from the blocks. */
    public static final Set<String> DERIVED_TABLES = Set.of("state", "private_state");

    private static final int BLOCKS_AT_ONCE = 50;

    private final Connection connection;

    /** Reads and writes through this connection, in its transaction. */
    public StoredLedger(Connection connection) {
        this.connection = connection;
    }

    /** The newest block: its number and hash. */
    public record Newest(long number, Sha256 hash) {}

    /** The newest block. Throws IllegalStateException if there is none. */
    public Newest newest() throws SQLException {
        StoredChain chain = new StoredChain(connection);
        long number = chain.newest();
        return chain.blocks(number, number + 1).stream()
                .map(row -> new Newest(number, row.hash()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the ledger has no blocks / 账本没有区块"));
    }

    /** Removes every block after this one. */
    public void cutAfter(long block) throws SQLException {
        for (String table : List.of(
                "private_write where block",
                "private_input where block",
                "transaction where block",
                "block where number")) {
            try (PreparedStatement statement = connection.prepareStatement("delete from ledger." + table + " > ?")) {
                statement.setLong(1, block);
                statement.executeUpdate();
            }
        }
    }

    /**
     * Fills the state tables with what the blocks lead to, and answers how many leaves they hold. {@code progress} is told
     * the number of each block that is done.
     */
    public long replay(LongConsumer progress) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("truncate ledger.state, ledger.private_state");
        }
        StoredChain chain = new StoredChain(connection);
        long newest = chain.newest();
        long leaves = 0;
        for (long from = 0; from <= newest; from += BLOCKS_AT_ONCE) {
            Map<StateKey, StateValue> values = new LinkedHashMap<>();
            for (StoredChain.BlockRow block : chain.blocks(from, from + BLOCKS_AT_ONCE)) {
                for (StoredChain.TxRow tx : block.transactions()) {
                    leaves += apply(block.number(), tx, values);
                }
            }
            BlockStore.upsertState(connection, values);
            progress.accept(Math.min(newest, from + BLOCKS_AT_ONCE - 1));
        }
        return leaves;
    }

    private static int apply(long block, StoredChain.TxRow tx, Map<StateKey, StateValue> values) {
        if (!tx.validation().equals(Ledger.Validation.VALID.name())) {
            return 0;
        }
        Version version = new Version(block, tx.position());
        Envelope envelope = CanonicalJson.readCanonical(tx.envelope().toArray(), Envelope.class);
        envelope.writes()
                .forEach(w -> values.put(StateKey.ofChannel(w.key()), new StateValue(Bytes.of(w.bytes()), version)));
        tx.privateWrites().forEach(w -> values.put(w.key(), new StateValue(w.value(), version)));
        Envelope.Event event = envelope.event();
        return event == null || !event.name().equals(Leaves.EVENT)
                ? 0
                : CanonicalJson.read(event.bytes(), Leaves.class).leaves().size();
    }

    /** The check of a whole ledger in this database, whose block key lies in this folder. */
    public static LedgerVerification verification(DataSource source, StateFolder folder, Genesis genesis) {
        return new ChainVerification(source, BlockKey.open(folder).publicKey(), genesis);
    }
}
