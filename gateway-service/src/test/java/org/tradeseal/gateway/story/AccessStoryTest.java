package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

class AccessStoryTest extends GatewayStory {
    @Autowired
    @Qualifier("requestMappingHandlerMapping") private RequestMappingHandlerMapping mapping;

    @Test
    void noPathOfTheApiAnswersWithoutAToken() {
        TreeSet<String> paths = new TreeSet<>();
        mapping.getHandlerMethods().keySet().forEach(m -> paths.addAll(m.getPatternValues()));
        paths.removeIf(p -> !p.startsWith("/v1/"));
        assertThat(paths).hasSizeGreaterThan(40);

        for (String path : paths) {
            String concrete = path.replaceAll("\\{things:([a-z]+)[^}]*}", "$1")
                    .replaceAll("\\{id[^/]*}(?=/|$)", "AST-FEYZ6RE2GTW7CHADD")
                    .replaceAll("\\{[^}]*}", "x");
            world.nobody().get(concrete).refuses(401, "UNAUTHENTICATED");
            world.nobody().post(concrete, "{}").refuses(401, "UNAUTHENTICATED");
            world.withToken("ts_" + "A".repeat(43)).get(concrete).refuses(401, "UNAUTHENTICATED");
        }
    }

    @Test
    void pathsThatLookOpenDoNotLeadIn() {
        for (String path : List.of(
                "/log/../v1/ledger",
                "/log/%2e%2e/v1/ledger",
                "/actuator/health/../../v1/ledger",
                "/actuator/health/..;/..;/v1/ledger",
                "/actuator/health;/../v1/ledger",
                "//v1/ledger",
                "/openapi.json/../v1/ledger",
                "/verify/../v1/ledger",
                "/verify;/../v1/ledger",
                "/verify/x",
                "/v1/ledger;x=/log/",
                "/V1/ledger")) {
            assertThat(world.nobody().get(path).status()).as(path).isIn(400, 401, 404);
        }
        assertThat(world.nobody().get("/actuator/health").status()).isEqualTo(200);
        assertThat(world.nobody().get("/verify").status()).isEqualTo(200);
        assertThat(world.nobody().get("/actuator/env").status()).isIn(401, 404);
    }

    @Test
    void aRevokedTokenEndsAtOnce() {
        JsonNode issued = world.token(world.seller.participant());
        Api caller = world.withToken(issued.path("secret").asString(""));
        caller.get("/v1/ledger").is(200);

        world.operator
                .post("/v1/tokens/" + issued.path("token").path("id").asString("") + "/revoke", "")
                .is(200);

        caller.get("/v1/ledger").refuses(401, "UNAUTHENTICATED");
        world.seller.get("/v1/tokens").refuses(403, "NOT_YOUR_ROLE");
        world.seller
                .post("/v1/tokens", Map.of("participant", world.bankA.participant(), "label", "x"))
                .refuses(403, "NOT_YOUR_ROLE");
        assertThat(world.operator.get("/v1/tokens").is(200).text())
                .doesNotContain(issued.path("secret").asString(""));
    }

    @Test
    void aStrangerSeesNeitherInvoiceNorOfferNorFilingAnywhere() {
        String asset = world.registeredSoftware("不可见样例");
        String offer = world.seller
                .post("/v1/licences", World.offer(asset, world.buyer, "ORDINARY", "SG", "2026-12-01", "2029-11-30"))
                .is(201)
                .id();
        String invoice = world.issued(World.invoice(World.unique("LH")));
        String filing = world.seller
                .post("/v1/assets", world.filing(world.seller, "未公开申请", World.unique("phone")))
                .is(201)
                .id();
        world.settle();

        for (Api outsider : List.of(world.stranger, world.bankB, world.operator)) {
            for (String path : List.of("/v1/invoices/" + invoice, "/v1/licences/" + offer, "/v1/assets/" + filing)) {
                outsider.get(path).refuses(404, "NOT_FOUND");
                outsider.get(path + "/history").refuses(404, "NOT_FOUND");
                outsider.get(path.replaceFirst("/v1/[a-z]+", "/v1/records")).refuses(404, "NOT_FOUND");
            }
            outsider.get("/v1/invoices/" + invoice + "/document").refuses(404, "NOT_FOUND");
            outsider.post("/v1/invoices/" + invoice + "/accept", Map.of()).isProblem();
            for (String list :
                    List.of("/v1/invoices", "/v1/licences", "/v1/assets", "/v1/records", "/v1/records?q=" + invoice)) {
                for (JsonNode item : World.all(outsider, list)) {
                    assertThat(item.path("id").asString("")).isNotIn(invoice, offer, filing);
                }
            }
            assertThat(outsider.get("/v1/work").is(200).text()).doesNotContain(invoice, offer, filing);
            assertThat(feed(outsider)).doesNotContain(invoice, offer, filing);
        }
        assertThat(feed(world.buyer)).contains(invoice, offer).doesNotContain(filing);
    }

    @Test
    void strangersMoveNothing() {
        String invoice = world.issued(World.invoice(World.unique("LH")));
        String asset = world.registeredSoftware("他人资产");
        String offer = world.seller
                .post("/v1/licences", World.offer(asset, world.buyer, "ORDINARY", "SG", "2026-12-01", "2029-11-30"))
                .is(201)
                .id();
        String invoiceBefore = world.seller.get("/v1/invoices/" + invoice).header("ETag");

        List<Api.Answer> answers = List.of(
                world.stranger.post("/v1/invoices/" + invoice + "/accept", Map.of()),
                world.stranger.post("/v1/invoices/" + invoice + "/dispute", Map.of("reason", "QUANTITY")),
                world.seller.post("/v1/invoices/" + invoice + "/accept", Map.of()),
                world.stranger.post("/v1/licences/" + offer + "/accept", Map.of()),
                world.stranger.post("/v1/assets/" + asset + "/surrender", Map.of("reason", "恶意")),
                world.stranger.post("/v1/assets/" + asset + "/register", Map.of("reason", "冒充")),
                world.stranger.post(
                        "/v1/licences", World.offer(asset, world.buyer, "EXCLUSIVE", "MY", "2027-01-01", "2027-02-01")),
                world.stranger.post(
                        "/v1/participants", World.admission("假", "Fake", World.unique("FAKE"), List.of(), "HOST")));

        for (Api.Answer answer : answers) {
            assertThat(answer.isProblem().status())
                    .as("%s: %s", answer.request(), answer.text())
                    .isBetween(400, 409);
            assertThat(answer.text()).doesNotContain(world.buyer.participant());
        }
        assertThat(world.seller
                        .get("/v1/licences/" + offer)
                        .json()
                        .path("content")
                        .path("status")
                        .asString(""))
                .isEqualTo("OFFERED");
        assertThat(invoiceBefore).isNotEmpty();
    }

    @Test
    void aBankSeesNothingOfAnotherBanksFinancing() {
        String invoice = world.accepted(world.bankA, world.bankB);
        String mandateA = world.mandate(invoice, world.bankA);
        String mandateB = world.mandate(invoice, world.bankB);
        String financing = world.reserve(world.bankA, invoice, mandateA, "100000.00")
                .is(201)
                .id();
        world.finance(world.bankA, financing, "100000.00").is(200);
        Api.Answer refused = world.reserve(world.bankB, invoice, mandateB, "30000.00");
        Api.Answer check = world.bankB.post(
                "/v1/financings/check", Map.of("invoice", invoice, "purpose", "factoring", "mandate", mandateB));
        world.settle();

        world.bankB.get("/v1/financings/" + financing).refuses(404, "NOT_FOUND");
        world.bankB.get("/v1/records/" + mandateA).refuses(404, "NOT_FOUND");
        world.finance(world.bankB, financing, "1.00").isProblem();
        String everything = refused.text()
                + check.text()
                + World.all(world.bankB, "/v1/records")
                + World.all(world.bankB, "/v1/financings")
                + feed(world.bankB)
                + world.bankB.get("/v1/work").text()
                + world.bankB.get("/v1/invoices/" + invoice + "/history").text();
        assertThat(everything).contains(mandateB).doesNotContain(financing, mandateA);
        assertThat(World.all(world.bankB, "/v1/records?type=register")).isEmpty();
        assertThat(World.all(world.seller, "/v1/financings")).isEmpty();
    }

    private static String feed(Api caller) {
        StringBuilder all = new StringBuilder();
        long after = -1;
        while (true) {
            JsonNode page =
                    caller.get("/v1/changes?limit=500&after=" + after).is(200).json();
            if (page.path("items").isEmpty()) {
                return all.toString();
            }
            all.append(page);
            after = page.path("next").asLong();
        }
    }
}
