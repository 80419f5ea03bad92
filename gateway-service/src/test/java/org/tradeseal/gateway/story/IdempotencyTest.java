package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdempotencyTest extends GatewayStory {

    @Test
    void aRepeatedRequestGetsTheFirstAnswerAndAnotherOneIsRefused() {
        String key = World.unique("key");
        Map<String, Object> filing = world.filing(world.seller, "幂等", "phone");

        Api.Answer first =
                world.seller.post("/v1/assets", filing, "Idempotency-Key", key).is(201);
        Api.Answer again =
                world.seller.post("/v1/assets", filing, "Idempotency-Key", key).is(200);

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.json().path("content")).isEqualTo(first.json().path("content"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        world.seller
                .post("/v1/assets", world.filing(world.seller, "幂等", "another phone"), "Idempotency-Key", key)
                .refuses(422, "IDEMPOTENCY_KEY_REUSED");
        world.seller
                .post("/v1/assets", world.filing(world.seller, "另一标题", "phone"), "Idempotency-Key", key)
                .refuses(422, "IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void keysBelongToOneParticipant() {
        String key = World.unique("key");
        String first = world.seller
                .post("/v1/assets", world.filing(world.seller, "甲", "p"), "Idempotency-Key", key)
                .is(201)
                .id();
        String second = world.buyer
                .post("/v1/assets", world.filing(world.buyer, "乙", "p"), "Idempotency-Key", key)
                .is(201)
                .id();

        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void aRepeatedInvoiceGetsTheFirstAnswerAndAnotherDocumentIsRefused() {
        String key = World.unique("key");
        byte[] xml = World.bytes(World.invoice(World.unique("LH")));
        List<Api.Part> parts =
                List.of(Api.Part.file("document", xml), Api.Part.file("signature", SIGNER.signDetached(xml)));

        Api.Answer first = world.seller
                .multipart("/v1/invoices", parts, "Idempotency-Key", key)
                .is(201);
        Api.Answer again = world.seller
                .multipart("/v1/invoices", parts, "Idempotency-Key", key)
                .is(200);

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        world.submit(world.seller, World.bytes(World.invoice(World.unique("LH"))), List.of(), "Idempotency-Key", key)
                .refuses(422, "IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void aRepeatedMoveAndARepeatedReservationAreReplayed() {
        String invoice = world.issued(World.invoice(World.unique("LH")), world.bankA);
        String key = World.unique("key");
        world.buyer
                .post("/v1/invoices/" + invoice + "/accept", Map.of(), "Idempotency-Key", key)
                .is(200);
        Api.Answer again = world.buyer
                .post("/v1/invoices/" + invoice + "/accept", Map.of(), "Idempotency-Key", key)
                .is(200);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");

        String mandate = world.mandate(invoice, world.bankA);
        Api.Answer reserved = world.reserve(world.bankA, invoice, mandate, "100000.00", "Idempotency-Key", key)
                .is(201);
        Api.Answer replayed = world.reserve(world.bankA, invoice, mandate, "100000.00", "Idempotency-Key", key)
                .is(200);
        assertThat(replayed.id()).isEqualTo(reserved.id());
        world.reserve(world.bankA, invoice, mandate, "90000.00", "Idempotency-Key", key)
                .refuses(422, "IDEMPOTENCY_KEY_REUSED");
        world.reserve(world.bankA, invoice, mandate, "25000.01").isProblem(409);
    }

    @Test
    void aRequestWithoutAKeyIsToldTheOneThatWasMade() {
        Map<String, Object> filing = world.filing(world.seller, "自动键", "phone");
        Api.Answer first = world.seller.post("/v1/assets", filing).is(201);

        Api.Answer again = world.seller
                .post("/v1/assets", filing, "Idempotency-Key", first.header("Idempotency-Key"))
                .is(200);

        assertThat(again.id()).isEqualTo(first.id());
    }

    @Test
    void ifMatchGuardsAMove() {
        String id = world.seller
                .post("/v1/assets", world.filing(world.seller, "版本", "phone"))
                .is(201)
                .id();
        eventually(
                "delivery",
                () -> world.seller
                                .get("/v1/assets/" + id)
                                .json()
                                .path("content")
                                .path("privateContent")
                                .path("delivered")
                                .size()
                        == 2);
        String current = world.seller.get("/v1/assets/" + id).is(200).header("ETag");

        world.seller
                .post("/v1/assets/" + id + "/withdraw", Map.of("reason", "撤回"), "If-Match", "\"1\"")
                .refuses(412, "STALE_VERSION");
        Api.Answer withdrawn = world.seller
                .post("/v1/assets/" + id + "/withdraw", Map.of("reason", "撤回"), "If-Match", current)
                .is(200);

        assertThat(withdrawn.header("ETag")).isNotEqualTo(current);
        assertThat(withdrawn.json().path("position").path("version").asInt())
                .isEqualTo(withdrawn.json().path("version").asInt());
    }
}
