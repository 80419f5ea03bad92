package org.tradeseal.gateway.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.tradeseal.gateway.database.Database;
import org.tradeseal.gateway.ledger.embedded.TestServer;
import org.tradeseal.gateway.readmodel.RebuiltReadModel;

/** The rows of a gateway's read model as they lie in its database, and those that its ledger gives anew. */
final class ReadModels {
    private static final Duration CATCH_UP = Duration.ofSeconds(90);
    private static final int PORT_LINE = 3; // of postmaster.pid, counted from 0

    private static final List<String> ROWS = List.of(
            "select 'checkpoint ' || to_jsonb(c)::text from readmodel.checkpoint c",
            "select 'version ' || to_jsonb(v)::text from readmodel.record_version v",
            "select 'record ' || to_jsonb(r)::text from readmodel.record r",
            "select 'hidden ' || (to_jsonb(h) - 'seen_at' - 'answer')::text from readmodel.hidden_leaf h",
            "select 'alarm ' || (to_jsonb(a) - 'id')::text from readmodel.alarm a");

    private final Registry registry;

    ReadModels(Registry registry) {
        this.registry = registry;
    }

    /** What a gateway has after this many blocks, waited for. */
    List<String> live(String organisation, long blocks) throws IOException {
        JdbcTemplate jdbc = database(registry.state(organisation));
        Waiting.until("block " + (blocks - 1) + " in the read model of " + organisation, CATCH_UP, () -> {
            try {
                Long next = jdbc.queryForObject("select next_block from readmodel.checkpoint", Long.class);
                return next != null && next >= blocks ? Optional.of(next) : Optional.empty();
            } catch (DataAccessException e) {
                return Optional.empty(); // the database is on its way back
            }
        });
        return rows(jdbc);
    }

    /** What the same organisation's ledger gives anew, from block 0 on, in a database of its own. */
    List<String> rebuilt(String organisation, long blocks) throws Exception {
        try (Database database = TestServer.newDatabase().connect()) {
            return registry.withLedger(organisation, ledger -> rows(RebuiltReadModel.upTo(blocks, ledger, database)));
        }
    }

    /** The rows that are compared. */
    static List<String> rows(JdbcTemplate jdbc) {
        List<String> rows = new ArrayList<>();
        ROWS.forEach(select -> rows.addAll(jdbc.queryForList(select, String.class)));
        return rows;
    }

    /** Where the database of a gateway listens, and how it lets one in. */
    record Address(String url, String user, String password) {}

    /** The database that a gateway runs for itself. */
    static Address address(Path state) throws IOException {
        String port = Files.readAllLines(state.resolve("postgresql-data/postmaster.pid"))
                .get(PORT_LINE)
                .strip();
        String password = Files.readString(state.resolve("postgresql-password")).strip();
        return new Address("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", password);
    }

    static JdbcTemplate database(Path state) throws IOException {
        Address address = address(state);
        return new JdbcTemplate(new DriverManagerDataSource(address.url(), address.user(), address.password()));
    }

    /** The process of the database that a gateway runs for itself. */
    static ProcessHandle postmaster(Path state) throws IOException {
        String pid = Files.readAllLines(state.resolve("postgresql-data/postmaster.pid"))
                .get(0)
                .strip();
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(p -> p.info().commandLine().orElse("").contains(state.toString()))
                .orElseThrow(() -> new IllegalStateException("no database runs in " + state));
    }
}
