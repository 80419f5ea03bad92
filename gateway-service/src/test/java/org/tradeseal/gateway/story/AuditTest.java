package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AuditTest extends GatewayStory {
    private JsonNode audit() {
        return world.regulator.get("/v1/audit").is(200).json();
    }

    @Test
    void theRegulatorFindsTheLedgerWhole() {
        world.accepted(world.bankA);

        JsonNode report = audit();

        assertThat(report.path("whole").asBoolean(false)).as("%s", report).isTrue();
        assertThat(report.path("records").asLong()).isPositive();
        world.seller.get("/v1/audit").refuses(403, "NOT_YOUR_ROLE");
    }

    @Test
    void oneFlippedByteInBlockOrStateIsFound() {
        String invoice = world.accepted(world.bankA);
        for (Map<String, String> place : java.util.List.of(
                Map.of("table", "ledger.transaction", "column", "envelope", "where", "block = 2"),
                Map.of("table", "ledger.block", "column", "hash", "where", "number = 2"),
                Map.of("table", "ledger.state", "column", "value", "where", "key = '" + invoice + "'"))) {
            flip(place);
            try {
                assertThat(audit().path("whole").asBoolean(true))
                        .as("%s", place)
                        .isFalse();
            } finally {
                flip(place);
            }
        }
        assertThat(audit().path("whole").asBoolean(false)).isTrue();
    }

    private void flip(Map<String, String> place) {
        String column = place.get("column");
        int changed = jdbc.update("update " + place.get("table") + " set " + column + " = set_byte(" + column
                + ", 20, get_byte(" + column + ", 20) # 1) where " + place.get("where"));
        assertThat(changed).isPositive();
    }
}
