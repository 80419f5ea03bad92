package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DeliveryTest extends GatewayStory {
    /** A delivery is acknowledged in the name of the first participant of its organisation that may act. */
    @Test
    void aSuspendedParticipantHoldsUpNoDeliveryOfItsOrganisation() {
        List<JsonNode> hosted = World.all(world.regulator, "/v1/participants?organisation=OperatorMSP");
        String first = hosted.stream()
                .map(p -> p.path("id").asString(""))
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Api filer = Stream.of(world.seller, world.buyer)
                .filter(p -> !p.participant().equals(first))
                .findFirst()
                .orElseThrow();
        world.regulator
                .post("/v1/participants/" + first + "/suspend", Map.of("reason", "inquiry"))
                .is(200);
        try {
            String asset = filer.post("/v1/assets", world.filing(filer, "停权送达", "暂停参与方不影响送达"))
                    .is(201)
                    .id();
            world.delivered(filer, "/v1/assets/" + asset, 2);
        } finally {
            world.regulator
                    .post("/v1/participants/" + first + "/resume", Map.of("reason", "settled"))
                    .is(200);
        }
        assertThat(world.regulator
                        .get("/v1/participants/" + first)
                        .is(200)
                        .json()
                        .at("/content/status")
                        .asString(""))
                .isEqualTo("ACTIVE");
    }
}
