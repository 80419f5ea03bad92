package org.tradeseal.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.JsonNode;

/** Faults on a gateway with the embedded ledger, and the controls of what they rest on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedFaultsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CALLS = 60;

    private final Rounds rounds = Rounds.onEmbedded();

    List<Plan> plans() {
        return Rounds.planned(Fault.Ground.EMBEDDED);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("plans")
    void nothingAcknowledgedIsLostOrDoubledAndWritesComeBack(Plan plan) throws Exception {
        rounds.play(plan);
    }

    @Test
    void withoutIdempotencyKeysRepeatedCallsAreDoubledAndFound() throws Exception {
        Registry registry = rounds.registry();
        Plan plan = Plan.of(Fault.PROXY, Fault.Ground.EMBEDDED, 1);
        try (Mishap mishap = registry.mishap(plan)) {
            registry.awaitWhole();
            String run = "c" + Long.toString(System.currentTimeMillis(), 36);
            Path file = Files.createDirectories(Path.of("target/faults")).resolve(run);
            Load load = Load.of(registry, mishap, run, file).withoutKeys();
            mishap.strike();
            load.start();
            Waiting.until(
                    CALLS + " calls",
                    PATIENCE,
                    () -> load.used().size() >= CALLS ? Optional.of(true) : Optional.empty());
            mishap.heal();
            load.end();
            List<Checks.Seen> seen = new ArrayList<>();
            for (JsonNode change : registry.regulator().changes(-1)) {
                String title = change.at("/record/content/title/en").asString("");
                seen.add(new Checks.Seen(change.at("/record/id").asString(""), load.keyOf(title)));
            }
            assertThat(Checks.notOnce(load.used(), load.acknowledged(), seen))
                    .singleElement()
                    .asString()
                    .contains("P2", "has the records");
        }
    }

    @Test
    void aReadModelThatLacksARowIsFound() throws Exception {
        Registry registry = rounds.registry();
        long blocks = registry.awaitWhole();
        ReadModels models = new ReadModels(registry);
        List<String> rebuilt = models.rebuilt("operator", blocks);
        assertThat(Checks.differing("operator", models.live("operator", blocks), rebuilt))
                .isEmpty();
        ReadModels.Address address = ReadModels.address(registry.state("operator"));
        SingleConnectionDataSource one =
                new SingleConnectionDataSource(address.url(), address.user(), address.password(), true);
        try (Connection connection = one.getConnection()) {
            connection.setAutoCommit(false);
            JdbcTemplate jdbc = new JdbcTemplate(one);
            jdbc.update("delete from readmodel.record_version where leaf_index = 2");
            assertThat(Checks.differing("operator", ReadModels.rows(jdbc), rebuilt))
                    .singleElement()
                    .asString()
                    .contains("P3", "only rebuilt: version", "rows live");
            connection.rollback();
        } finally {
            one.destroy();
        }
    }

    @AfterAll
    void end() {
        rounds.close();
    }
}
