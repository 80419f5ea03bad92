package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class VerificationTest extends GatewayStory {

    private JsonNode ask(Api caller, String document) {
        return caller.post("/v1/verifications", World.bytes(document), "Content-Type", "application/xml")
                .is(200)
                .json();
    }

    private String delivered(String xml) {
        String id = world.issued(xml, world.customs);
        eventually(
                "delivery",
                () -> world.seller
                                .get("/v1/invoices/" + id)
                                .json()
                                .path("content")
                                .path("privateContent")
                                .path("delivered")
                                .size()
                        == 2);
        world.settle();
        return id;
    }

    @Test
    void customsTellTheOriginalAnotherFormAndAChangedCopyApart() {
        String number = World.unique("LH");
        String xml = World.invoice(number);
        String id = delivered(xml);

        JsonNode original = ask(world.customs, xml);
        assertThat(original.path("finding").asString("")).isEqualTo("IDENTICAL_BYTES");
        assertThat(original.path("record").asString("")).isEqualTo(id);
        assertThat(original.path("issuer").path("participant").asString("")).isEqualTo(world.seller.participant());
        assertThat(original.path("recordedSignature").path("indication").asString(""))
                .isEqualTo("TOTAL_PASSED");

        JsonNode otherForm =
                ask(world.customs, xml.replace("<cbc:ID>1</cbc:ID>", "<!-- copied -->\n  <cbc:ID >1</cbc:ID >"));
        assertThat(otherForm.path("finding").asString("")).isEqualTo("SAME_INVOICE_OTHER_FORM");
        assertThat(otherForm.path("record").asString("")).isEqualTo(id);

        JsonNode changed = ask(
                world.customs,
                xml.replace(
                        "<cbc:PayableAmount currencyID=\"SGD\">125000.00",
                        "<cbc:PayableAmount currencyID=\"SGD\">125800.00"));
        assertThat(changed.path("finding").asString("")).isEqualTo("DIFFERENT");
        assertThat(changed.path("record").asString("")).isEqualTo(id);
        List<String> pointers = new ArrayList<>();
        changed.path("differences").forEach(d -> pointers.add(d.path("pointer").asString("")));
        assertThat(pointers).containsExactly("/payableAmount");
        assertThat(changed.path("differences").get(0).path("recorded").asString(""))
                .isEqualTo("125000");
        assertThat(changed.path("differences").get(0).path("presented").asString(""))
                .isEqualTo("125800");
    }

    @Test
    void aDocumentThatIsNotKnownHereIsUnknownAndNeverFalse() {
        JsonNode answer = ask(world.customs, World.invoice(World.unique("UNKNOWN")));
        JsonNode text = ask(world.customs, "no invoice at all");

        assertThat(answer.path("finding").asString("")).isEqualTo("UNKNOWN");
        assertThat(answer.path("record").asString("")).isEmpty();
        assertThat(text.path("finding").asString("")).isEqualTo("UNKNOWN");
    }

    @Test
    void aStrangerHoldingTheDocumentHearsUnknown() {
        String xml = World.invoice(World.unique("LH"));
        String id = delivered(xml);

        assertThat(ask(world.stranger, xml).path("finding").asString("")).isEqualTo("UNKNOWN");
        world.stranger
                .post("/v1/verifications", Map.of("record", id, "fields", Map.of("/currency", "SGD")))
                .refuses(404, "NOT_FOUND");
    }

    @Test
    void statedFieldsAreComparedOneByOne() {
        String id = delivered(World.invoice(World.unique("LH")));

        JsonNode match = world.customs
                .post("/v1/verifications", Map.of("record", id, "fields", Map.of("/currency", "SGD")))
                .is(200)
                .json();
        JsonNode other = world.customs
                .post(
                        "/v1/verifications",
                        Map.of("record", id, "fields", Map.of("/currency", "EUR", "/payableAmount", "125000")))
                .is(200)
                .json();

        assertThat(match.path("finding").asString("")).isEqualTo("FIELDS_MATCH");
        assertThat(other.path("finding").asString("")).isEqualTo("DIFFERENT");
        assertThat(other.path("differences").size()).isEqualTo(1);
        assertThat(other.path("differences").get(0).path("pointer").asString(""))
                .isEqualTo("/currency");
    }
}
