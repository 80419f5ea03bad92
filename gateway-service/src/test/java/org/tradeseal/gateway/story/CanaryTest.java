package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Strings that stand in private content only are searched for wherever somebody else could read. */
class CanaryTest extends GatewayStory {
    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            logged.add(event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    };
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger own = (Logger) LoggerFactory.getLogger("org.tradeseal");

    @BeforeEach
    void listen() {
        appender.start();
        root.addAppender(appender);
        own.setLevel(Level.TRACE);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(appender);
        own.setLevel(Level.INFO);
    }

    private static String canary(String place) {
        return "CANARY-" + World.unique(place) + "-" + Long.toHexString(System.nanoTime());
    }

    @Test
    void privateContentAppearsInNoBlockEventLogOrOthersAnswer() {
        List<String> canaries = new ArrayList<>();
        String phone = canary("PHONE");
        String royalty = canary("ROYALTY");
        String buyerReference = canary("REFERENCE");
        String item = canary("ITEM");
        String refused = canary("REFUSED");
        String number = canary("NUMBER").toUpperCase(java.util.Locale.ROOT);
        canaries.addAll(List.of(phone, royalty, buyerReference, item, refused, number));

        String asset = filedAndRegistered(phone);
        Map<String, Object> offer =
                new HashMap<>(World.offer(asset, world.buyer, "SOLE", "SG", "2026-12-01", "2029-11-30"));
        offer.put("private", Map.of("royalty", royalty, "rate", List.of(Map.of("per", royalty))));
        String licence = world.seller.post("/v1/licences", offer).is(201).id();
        world.buyer.post("/v1/licences/" + licence + "/accept", Map.of()).is(200);
        String xml = World.invoice(number)
                .replace("MERLION-LIC-7", buyerReference)
                .replace("Royalty per seat", item)
                .replace("125000.00", "123456.78")
                .replace("5000</cbc:InvoicedQuantity>", "1</cbc:InvoicedQuantity>")
                .replace("25.00</cbc:PriceAmount>", "123456.78</cbc:PriceAmount>");
        String invoice = world.issued(xml, world.bankA, world.bankB);
        world.buyer.post("/v1/invoices/" + invoice + "/accept", Map.of()).is(200);
        String mandate = world.mandate(invoice, world.bankA);
        String purpose = canary("PURPOSE");
        canaries.add(purpose);
        world.bankA
                .post("/v1/financings/check", Map.of("invoice", invoice, "purpose", purpose, "mandate", mandate))
                .is(201);
        world.reserve(world.bankA, invoice, mandate, "111222.33").is(201);
        world.seller
                .post("/v1/verifications", World.bytes(xml), "Content-Type", "application/xml")
                .is(200);
        for (String disclosed : List.of(asset, licence, invoice)) {
            world.seller
                    .post("/v1/records/" + disclosed + "/disclosure", Map.of("policy", "auditor"))
                    .is(200);
        }
        refusals(refused, asset);
        eventually(
                "delivery",
                () -> world.seller
                                .get("/v1/invoices/" + invoice)
                                .json()
                                .path("content")
                                .path("privateContent")
                                .path("delivered")
                                .size()
                        == 3);
        world.settle();

        for (String canary : canaries) {
            assertAbsent(canary);
        }
        for (String amount : List.of("123456.78", "111222.33")) {
            assertAbsent(amount);
        }
        assertThat(count("ledger.private_state", "value", phone))
                .as("the search finds what is there")
                .isPositive();
        assertOthersHear(canaries, List.of(licence, invoice));
    }

    private String filedAndRegistered(String phone) {
        String id = world.seller
                .post("/v1/assets", world.filing(world.seller, "金丝雀", phone))
                .is(201)
                .id();
        world.ipCentre
                .post("/v1/assets/" + id + "/start-review", Map.of("reason", "受理"))
                .is(200);
        world.ipCentre
                .post("/v1/assets/" + id + "/register", Map.of("reason", "合格"))
                .is(200);
        return id;
    }

    // Requests that fail in many ways with private content in them: nobody logs what stumbled.
    private void refusals(String canary, String asset) {
        Map<String, Object> filing = world.filing(world.seller, "被拒", canary);
        filing.put("jurisdiction", "not a country");
        world.seller.post("/v1/assets", filing).isProblem(400);
        Map<String, Object> wrongShape = world.filing(world.seller, "被拒", canary);
        wrongShape.put(
                "documents", List.of(Map.of("name", canary, "mediaType", "text/plain", "base64", "%%%" + canary)));
        world.seller.post("/v1/assets", wrongShape).isProblem(400);
        Map<String, Object> notMine =
                new HashMap<>(World.offer(asset, world.buyer, "SOLE", "SG", "2026-12-01", "2029-11-30"));
        notMine.put("private", Map.of("royalty", canary));
        world.stranger.post("/v1/licences", notMine).isProblem();
        world.seller.multipart(
                "/v1/invoices", List.of(Api.Part.file("document", World.bytes("<Invoice>" + canary + "</Invoice>"))));
        world.seller
                .post("/v1/invoices/check", "<Invoice>" + canary, "Content-Type", "application/xml")
                .isProblem(400);
        world.submit(world.seller, World.bytes(World.invoice(canary).replace("SGD", "XXQ")), List.of());
        world.seller
                .post("/v1/assets", "{\"private\":{\"a\":\"" + canary + "\"},\"a\":1,\"a\":2}")
                .isProblem(400);
    }

    private void assertAbsent(String canary) {
        for (String table : List.of("ledger.transaction", "ledger.state")) {
            assertThat(count(table, table.endsWith("state") ? "value" : "envelope", canary))
                    .as("%s in %s", canary, table)
                    .isZero();
        }
        assertThat(jdbc.queryForObject(
                        "select count(*) from ledger.state where position(? in key) > 0", Long.class, canary))
                .isZero();
        assertThat(logged).as("log lines").noneMatch(line -> line.contains(canary) || line.contains(base64(canary)));
        for (Api outsider : List.of(world.stranger, world.operator, world.customs)) {
            assertThat(outsider.heard())
                    .as("%s in an answer to %s", canary, outsider.participant())
                    .noneMatch(a -> a.text().contains(canary));
        }
    }

    private Long count(String table, String column, String canary) {
        return jdbc.queryForObject(
                "select count(*) from " + table + " where position(?::bytea in " + column
                        + ") > 0 or position(?::bytea in " + column + ") > 0",
                Long.class,
                canary.getBytes(StandardCharsets.UTF_8),
                base64(canary).getBytes(StandardCharsets.US_ASCII));
    }

    // Base64 of the middle of the text, so that it is found at whatever offset it was encoded from.
    private static String base64(String canary) {
        String encoded = Base64.getEncoder().encodeToString(canary.getBytes(StandardCharsets.UTF_8));
        return encoded.substring(0, encoded.length() - 4);
    }

    private void assertOthersHear(List<String> canaries, List<String> records) {
        for (Api outsider : List.of(world.stranger, world.operator)) {
            StringBuilder heard = new StringBuilder();
            long after = -1;
            JsonNode page;
            do {
                page = outsider.get("/v1/changes?limit=500&after=" + after)
                        .is(200)
                        .json();
                heard.append(page);
                after = page.path("next").asLong();
            } while (!page.path("items").isEmpty());
            World.all(outsider, "/v1/records?limit=500").forEach(heard::append);
            for (String record : records) {
                heard.append(outsider.get("/v1/records/" + record).text());
                heard.append(
                        outsider.get("/v1/invoices/" + record + "/document").text());
            }
            for (String canary : canaries) {
                heard.append(outsider.get("/v1/records?q=" + canary).is(200).text());
                assertThat(heard.indexOf(canary))
                        .as("%s heard by %s", canary, outsider.participant())
                        .isNegative();
            }
        }
    }
}
