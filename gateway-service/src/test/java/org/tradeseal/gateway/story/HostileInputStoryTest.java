package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradeseal.verify.CanonicalJson;

/** Bad input ends in a clear refusal, in the caller's language, and nothing is stored. */
class HostileInputStoryTest extends GatewayStory {
    private int before;

    @BeforeEach
    void countRecords() {
        before = world.records();
    }

    @AfterEach
    void nothingWasRecorded() {
        assertThat(world.records()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "null",
                "\"text\"",
                "{\"assetClass\":\"SOFTWARE\",\"assetClass\":\"WORK\"}",
                "{\"unknown\":1}",
                "{\"assetClass\":17}",
                "{\"assetClass\":{}}",
                "{\"assetClass\":\"TRADEMARK\"}",
                "{\"title\":\"a text, not a name\"}",
                "{\"registrants\":{}}",
                "{\"registrants\":[null]}",
                "{\"sourceLines\":NaN}",
                "{\"sourceLines\":1e999999999}",
                "{\"sourceLines\":-Infinity}",
                "{\"sourceLines\":1.5}",
                "{\"sourceLines\":99999999999999999999}",
                "{\"title\":{\"zh\":\"\\ud800\"}}",
                "{\"title\":{\"zh\":\"a\\u0000b\"}}",
                "{\"title\":{\"zh\":\"a\u0000b\"}}",
                "{} trailing",
                "{\"private\":[]}",
                "{\"private\":{\"a\":null}}",
                "{\"private\":{\"a\":1.5}}",
                "{\"recipients\":\"x\",\"private\":{\"a\":\"b\"}}",
                "{\"recipients\":[\"../../etc\"],\"private\":{\"a\":\"b\"}}",
                "{\"documents\":[{\"name\":\"x\"}]}",
                "{\"documents\":\"x\"}"
            })
    void aMalformedFilingIsRefusedInBothLanguages(String body) {
        Api.Answer english = world.seller.post("/v1/assets", body).isProblem(400);
        Api.Answer chinese =
                world.seller.post("/v1/assets", body, "Accept-Language", "zh").isProblem(400);

        assertThat(english.header("Content-Language")).isEqualTo("en");
        assertThat(english.json().path("title").asString("")).matches("[\\x20-\\x7e]+");
        assertThat(chinese.header("Content-Language")).isEqualTo("zh");
        for (String member : List.of("title", "detail", "remedy")) {
            assertThat(chinese.json().path(member).asString("")).as(member).matches("(?s).*\\p{IsHan}.*");
        }
        assertThat(chinese.text()).doesNotContain("\\u");
        assertThat(chinese.code()).isEqualTo(english.code());
    }

    @Test
    void aDeeplyNestedBodyIsRefused() {
        String deep = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);

        world.seller.post("/v1/assets", deep).refuses(400, "MALFORMED");
        world.seller.post("/v1/commands", deep).refuses(400, "MALFORMED");
        world.seller.post("/v1/verifications", deep).refuses(400, "MALFORMED");
    }

    @Test
    void bidirectionalControlsInNamesAreRefused() {
        for (String name : List.of("港口\u202e排程", "a\u2066b", "\u200f", "tab\there")) {
            Map<String, Object> filing = new HashMap<>(world.filing(world.seller, "x", "y"));
            filing.put("title", Map.of("zh", name));
            world.seller.post("/v1/assets", filing).isProblem(400);
        }
    }

    @Test
    void anOversizedBodyIsRefused() {
        byte[] big = new byte[17 * 1024 * 1024];
        java.util.Arrays.fill(big, (byte) ' ');
        world.seller.post("/v1/assets", big).refuses(413, "TOO_LARGE");
        world.seller.post("/v1/commands", big).refuses(413, "TOO_LARGE");
        world.seller
                .post("/v1/invoices/check", big, "Content-Type", "application/xml")
                .isProblem(413);
        world.seller
                .multipart("/v1/invoices", List.of(Api.Part.file("document", new byte[12 * 1024 * 1024])))
                .isProblem(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/commands",
                "/v1/licences/check",
                "/v1/verifications",
                "/v1/invoices/check",
                "/v1/tokens",
                "/v1/participants",
                "/v1/licences",
                "/v1/financings/reserve",
                "/v1/signatures/check"
            })
    void anEmptyBodyIsRefused(String path) {
        Api.Answer answer = world.operator.post(path, "");
        assertThat(answer.isProblem().status()).as(answer.text()).isBetween(400, 415);
        world.operator.post(path, "{\"a\":").isProblem();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/assets/AST-../../../etc/passwd",
                "/v1/assets/AST-FEYZ6RE2GTW7CHADD",
                "/v1/assets/AST-%F0%9F%92%A3",
                "/v1/assets/AST-';drop%20table%20ledger.block;--",
                "/v1/assets/PTC-FEYZ6RE2GTW7CHADD",
                "/v1/invoices/INV-0000000000000000/document",
                "/v1/nothing",
                "/v1/assets/x/y/z",
                "/nothing",
                "/v1/records?q=%00",
                "/v1/records?status=%00",
                "/v1/records?type=%00",
                "/v1/assets?title=%00",
                "/v1/assets?nosuchfilter=1",
                "/v1/assets?limit=0",
                "/v1/assets?limit=501",
                "/v1/assets?limit=x",
                "/v1/assets?cursor=x",
                "/v1/assets?cursor=%00",
                "/v1/assets?cursor=Ymo5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk",
                "/v1/assets?minBlock=x",
                "/v1/changes?after=x",
                "/v1/changes?limit=-1"
            })
    void aStrangePathOrParameterIsRefused(String path) {
        Api.Answer answer = world.seller.get(path);

        assertThat(answer.status()).as(answer.text()).isIn(400, 404);
        answer.isProblem();
    }

    // The container refuses an encoded slash before any code of the gateway sees the request.
    @Test
    void anEncodedSlashIsRefused() {
        world.seller.get("/v1/assets/AST-..%2f..%2fetc%2fpasswd").isProblem(400);
    }

    @Test
    void filtersAreTextsAndNoPatternsOrStatements() {
        for (String q : List.of("%25", "_", "%5C", "'%20or%201=1--", "%3Cscript%3E")) {
            world.seller.get("/v1/records?q=" + q + "&limit=1").is(200);
        }
        assertThat(world.seller
                        .get("/v1/participants?q=%25")
                        .json()
                        .path("items")
                        .isEmpty())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /v1/assets",
        "PUT, /v1/assets/AST-FEYZ6RE2GTW7CHADD",
        "PATCH, /v1/ledger",
        "DELETE, /v1/ledger",
        "TRACE, /v1/ledger",
        "GET, /v1/commands",
        "GET, /v1/invoices/check"
    })
    void aWrongMethodIsRefused(String method, String path) {
        Api.Answer answer = world.seller.method(method, path);

        assertThat(answer.status()).as(answer.text()).isEqualTo(405);
        answer.isProblem();
    }

    @Test
    void aWrongMediaTypeIsRefused() {
        world.seller.post("/v1/invoices", "{}").refuses(415, "UNSUPPORTED_MEDIA_TYPE");
        world.seller
                .post("/v1/assets/batch", "{}", "Content-Type", "text/plain")
                .refuses(415, "UNSUPPORTED_MEDIA_TYPE");
        Api.Answer unacceptable = world.seller.get("/v1/ledger", "Accept", "image/png");
        assertThat(unacceptable.isProblem().status()).isIn(406, 415);
    }

    @Test
    void malformedMultipartIsRefused() {
        String type = "multipart/form-data; boundary=b";
        for (String body : List.of("", "--b", "no boundary at all", "--b\r\nContent-Disposition: form-data\r\n\r\nx")) {
            Api.Answer answer = world.seller.post("/v1/invoices", body, "Content-Type", type);
            assertThat(answer.isProblem().status()).as(answer.text()).isEqualTo(400);
        }
        world.seller
                .post("/v1/invoices", "x", "Content-Type", "multipart/form-data")
                .isProblem(400);
        world.seller
                .multipart("/v1/invoices", List.of(Api.Part.value("recipients", world.buyer.participant())))
                .refuses(400, "FIELD_REQUIRED");
        byte[] xml = World.bytes(World.invoice(World.unique("LH")));
        world.seller
                .multipart(
                        "/v1/invoices",
                        List.of(Api.Part.file("document", xml), Api.Part.value("recipients", "../../etc/passwd")))
                .isProblem(400);
        world.seller
                .multipart(
                        "/v1/invoices",
                        List.of(Api.Part.file("document", xml), Api.Part.value("recipients", "PTC-0000000000000000")))
                .isProblem();
        world.seller
                .multipart(
                        "/v1/invoices",
                        List.of(Api.Part.file("document", xml), Api.Part.file("signature", new byte[] {1, 2, 3})))
                .isProblem(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"external-entity", "entity-bomb", "truncated", "order-not-invoice"})
    void aHostileInvoiceIsRefused(String name) throws IOException {
        byte[] xml = Files.readAllBytes(Path.of("src/test/resources/einvoice/" + name + ".xml"));

        world.seller
                .multipart("/v1/invoices", List.of(Api.Part.file("document", xml)))
                .isProblem(400);
        world.seller
                .post("/v1/invoices/check", xml, "Content-Type", "application/xml")
                .isProblem(400);
        Api.Answer verification = world.customs.post("/v1/verifications", xml, "Content-Type", "application/xml");
        assertThat(verification.status()).isIn(200, 400);
        assertThat(verification.text()).doesNotContain("root:");
    }

    @Test
    void aChangedSignedInvoiceIsRefused() {
        byte[] xml = World.bytes(World.invoice(World.unique("LH")));
        byte[] changed = World.bytes(new String(xml, StandardCharsets.UTF_8).replace("MERLION-LIC-7", "MERLION-LIC-8"));

        world.seller
                .multipart(
                        "/v1/invoices",
                        List.of(
                                Api.Part.file("document", changed),
                                Api.Part.file("signature", SIGNER.signDetached(xml))))
                .refuses(400, "SIGNATURE_NOT_RECOGNISED");
    }

    @Test
    void anotherPartysInvoiceIsRefused() {
        world.submit(world.stranger, World.bytes(World.invoice(World.unique("LH"))), List.of())
                .refuses(409, "SELLER_MISMATCH");
    }

    @Test
    void aZipBombIsRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("mimetype"));
            zip.write("application/vnd.etsi.asic-e+zip".getBytes(StandardCharsets.US_ASCII));
            zip.putNextEntry(new ZipEntry("invoice.xml"));
            byte[] zeros = new byte[1024 * 1024];
            for (int i = 0; i < 600; i++) {
                zip.write(zeros);
            }
        }

        world.seller
                .multipart("/v1/invoices", List.of(Api.Part.file("document", bytes.toByteArray())))
                .isProblem(400);
        Api.Answer verification = world.customs.post(
                "/v1/verifications", bytes.toByteArray(), "Content-Type", "application/octet-stream");
        assertThat(verification.status()).isIn(200, 400, 413);
    }

    @Test
    void strangeHeadersAreRefused() {
        world.seller
                .post("/v1/assets", world.filing(world.seller, "x", "y"), "Idempotency-Key", "with space")
                .isProblem(400);
        world.seller
                .post("/v1/assets", world.filing(world.seller, "x", "y"), "Idempotency-Key", "k".repeat(129))
                .isProblem(400);
        world.seller
                .post("/v1/assets", world.filing(world.seller, "x", "y"), "If-Match", "W/\"x\"")
                .isProblem(400);
        world.withToken("ts_\u00e9").get("/v1/ledger").isProblem(401);
    }

    @Test
    void aBadLineOfABatchSpoilsNoOtherAndEveryLineGetsItsAnswer() {
        String lines = """
                not json
                {"a":1,"a":2}

                [1]
                {"unknown":1}
                """;

        Api.Answer answer = world.seller.post("/v1/assets/batch", lines, "Content-Type", "application/x-ndjson");

        List<String> outcomes = answer.is(200).text().lines().toList();
        assertThat(outcomes).hasSize(4);
        for (String outcome : outcomes) {
            assertThat(CanonicalJson.jsonMapper()
                            .readTree(outcome)
                            .path("status")
                            .asInt())
                    .isEqualTo(400);
        }
    }
}
