package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tradeseal.verify.CanonicalJson;
import tools.jackson.databind.JsonNode;

class MetricsTest extends GatewayStory {
    private static final Path DASHBOARD = Path.of("../docs/grafana/tradeseal.json");
    private static final Pattern FIGURE = Pattern.compile("\\b([a-z]+(?:_[a-z]+)+)(?=\\{)");

    @Test
    void onlyAnOperatorsTokenOpensTheFigures() {
        world.nobody().get("/actuator/prometheus").refuses(401, "UNAUTHENTICATED");
        world.seller.get("/actuator/prometheus").refuses(403, "NOT_YOUR_ROLE");
        world.regulator.get("/actuator/prometheus").refuses(403, "NOT_YOUR_ROLE");
        world.operator.get("/actuator/prometheus").is(200);
        world.nobody().get("/actuator/health/readiness").is(200);
        world.nobody().get("/actuator/health/liveness").is(200);
    }

    @Test
    void aCommandCountsUnderItsNameAndOutcomeAndTellsNothingElse() {
        String title = "不入指标之样例";
        String asset = world.registeredSoftware(title);

        String figures = world.operator.get("/actuator/prometheus").is(200).text();

        assertThat(figures)
                .containsPattern(
                        "tradeseal_commands_seconds_count\\{command=\"asset\\.file\",outcome=\"WRITTEN\"} [1-9]");
        assertThat(value(figures, "tradeseal_ledger_blocks")).isGreaterThan(1);
        assertThat(value(figures, "tradeseal_readmodel_blocks")).isGreaterThan(1);
        assertThat(value(figures, "tradeseal_log_leaves")).isGreaterThan(1);
        assertThat(figures).doesNotContain(title, asset, world.seller.participant(), world.seller.secret());
    }

    @Test
    void theDashboardShowsOnlyFiguresThatExist() throws Exception {
        world.seller.get("/v1/ledger").is(200);
        String figures = world.operator.get("/actuator/prometheus").is(200).text();
        Set<String> shown = new TreeSet<>();
        JsonNode dashboard = CanonicalJson.jsonMapper().readTree(Files.readString(DASHBOARD));
        for (JsonNode panel : dashboard.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                Matcher names = FIGURE.matcher(target.path("expr").asString(""));
                while (names.find()) {
                    shown.add(names.group(1));
                }
            }
        }
        assertThat(shown).hasSizeGreaterThan(12);
        assertThat(shown).allSatisfy(name -> assertThat(figures).containsPattern("(?m)^" + name + "(\\{| )"));
    }

    private static double value(String figures, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(figures);
        assertThat(line.find()).as(name).isTrue();
        return Double.parseDouble(line.group(1));
    }
}
