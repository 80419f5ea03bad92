package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradeseal.gateway.commands.Doors;
import org.tradeseal.verify.CanonicalJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every leaf of every command's example, poisoned in every way, over REST and NDJSON: each request ends in a complete
 * refusal that the API's description knows, in the language asked for, and nothing is stored.
 */
class HostileMatrixTest extends GatewayStory {
    /** Raw JSON in place of any value, whatever it was: refused while it is read, with the place. */
    private static final Map<String, String> POISONS = poisons();

    /** JSON texts in place of a text: refused by what the field is, or answered like any other text. */
    private static final List<String> STRANGE_TEXTS = List.of(
            "\"'; drop table readmodel.record; --\"",
            "\"<script>alert(1)</script>\"",
            "\"=cmd|' /C calc'!A0\"",
            "\"../../../../etc/passwd\"",
            "\"${jndi:ldap://127.0.0.1/a}\"",
            "\"%00%0d%0aSet-Cookie: a=b\"",
            "\"a\\r\\nSet-Cookie: a=b\"",
            "\"2025-02-30\"",
            "\"0000-00-00\"",
            "\"-1.00\"",
            "\"1.005\"",
            "\"1e999999999\"",
            "\"NaN\"",
            "\"\"",
            "\"\\u202e\"",
            "\"\\u200b\"");

    private static Map<String, String> poisons() {
        Map<String, String> poisons = new LinkedHashMap<>();
        poisons.put("lone surrogate", "\"\\ud800\"");
        poisons.put("reversed surrogates", "\"\\udc00\\ud800\"");
        poisons.put("NUL", "\"a\\u0000b\"");
        poisons.put("escape", "\"\\u001b[31m\"");
        poisons.put("NaN", "NaN");
        poisons.put("infinity", "-Infinity");
        poisons.put("huge exponent", "1e999999999");
        poisons.put("fraction", "0.1");
        poisons.put("above 2^53", "9007199254740993");
        poisons.put("many digits", "1".repeat(5000));
        poisons.put("leading zero", "01");
        poisons.put("deep", "[".repeat(70) + "]".repeat(70));
        poisons.put("twice the same key", "{\"a\":1,\"a\":2}");
        poisons.put("object of another kind", "{\"nosuchmember\":\"x\"}");
        poisons.put("single quotes", "'x'");
        poisons.put("comment", "/* */ 1");
        poisons.put("unended text", "\"x");
        poisons.put("a megabyte", "\"" + "x".repeat(1 << 20) + "\"");
        return poisons;
    }

    private Footprint before;
    private Documented documented;

    @BeforeEach
    void count() {
        before = Footprint.of(jdbc);
        documented = new Documented(world.nobody());
    }

    @AfterEach
    void nothingWasStored() {
        before.mustBeAll(jdbc);
    }

    static Stream<Map.Entry<String, String>> doors() {
        return Doors.byPath().entrySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("doors")
    void everyPoisonedLeafIsRefused(Map.Entry<String, String> door) {
        ObjectNode example = example(door.getValue());
        String path = door.getKey().replace("{id}", "AST-ADK58S8FF8H5DRJXS");
        Api caller = callerOf(door.getValue());
        int n = 0;
        for (String leaf : leaves(example, "")) {
            for (Map.Entry<String, String> poison : POISONS.entrySet()) {
                if (!fits(leaf, poison.getKey())) {
                    String language = n++ % 2 == 0 ? "en" : "zh";
                    Api.Answer answer =
                            caller.post(path, poisoned(example, leaf, poison.getValue()), "Accept-Language", language);
                    mustBeRefused(answer, door.getValue() + leaf + " " + poison.getKey(), language);
                }
            }
            for (String text : STRANGE_TEXTS) {
                // A stranger's: some of these are texts like any other.
                Api.Answer answer = world.stranger.post(path, poisoned(example, leaf, text));
                mustBeRefused(answer, door.getValue() + leaf + " " + text, "en");
            }
        }
    }

    // Private content may be of any shape, and as long as the body.
    private static boolean fits(String leaf, String poison) {
        boolean anyShape = leaf.startsWith("/private/");
        boolean long_ = poison.equals("a megabyte") && (anyShape || leaf.endsWith("/base64"));
        return long_ || (anyShape && poison.equals("object of another kind"));
    }

    private void mustBeRefused(Api.Answer answer, String what, String language) {
        assertThat(answer.status()).as("%s: %s", what, answer.text()).isBetween(400, 499);
        answer.isProblem();
        documented.mustKnow(answer);
        assertThat(answer.header("Content-Language")).as(what).isEqualTo(language);
        boolean chinese = answer.json().path("title").asString("").matches("(?s).*\\p{IsHan}.*");
        assertThat(chinese).as(what).isEqualTo(language.equals("zh"));
    }

    @Test
    void whatIsRefusedNamesItsField() {
        ObjectNode filing = filing();
        Map<String, String> unreadable = new LinkedHashMap<>(POISONS);
        unreadable.keySet().retainAll(List.of("lone surrogate", "NUL", "escape", "fraction", "above 2^53"));
        for (String leaf : leaves(filing, "")) {
            unreadable.forEach((name, poison) -> assertThat(
                            pointer(world.seller.post("/v1/assets", poisoned(filing, leaf, poison))))
                    .as(leaf + " " + name)
                    .isEqualTo(leaf));
        }
    }

    static Stream<Object[]> mistakes() {
        return Stream.of(new Object[][] {
            {"/details/software/completedOn", "\"2025-02-30\"", "MALFORMED"},
            {"/details/software/completedOn", "\"2025-13-01\"", "MALFORMED"},
            {"/details/software/completedOn", "\"+12025-01-01\"", "MALFORMED"},
            {"/details/software/completedOn", "\"2025-01-01T00:00:00Z\"", "MALFORMED"},
            {"/details/software/completedOn", "20250101", "MALFORMED"},
            {"/details/software/sourceLines", "-1", "MALFORMED"},
            {"/details/software/sourceLines", "\"48000\"", "MALFORMED"},
            {"/title/en", "\"Harbour\\u202eplanner\"", "MALFORMED"},
            {"/title/en", "\"Harbour\\u061cplanner\"", "MALFORMED"},
            {"/title/en", "\"Harbour\\u200bplanner\"", "MALFORMED"},
            {"/title/en", "\"Harbour\\u00adplanner\"", "MALFORMED"},
            {"/title/en", "\"H\\u0430rbour planner\"", "MALFORMED"},
            {"/title/en", "\"\\u0397arbour planner\"", "MALFORMED"},
            {"/title/en", "\"Harbour\\ufffe\"", "MALFORMED"},
            {"/title/zh", "\"港口\\u2066排程\"", "MALFORMED"},
            {"/title/zh", "\"港\\ue000口\"", "MALFORMED"},
            {"/title/zh", "\"\\u3164\"", "MALFORMED"},
            {"/jurisdiction", "\"cn\"", "MALFORMED"},
            {"/jurisdiction", "\"C'\"", "MALFORMED"},
            {"/registrants/0/participant", "\"PTC-'; drop table x\"", "MALFORMED"},
            {"/registrants/0/share", "\"-1\"", "MALFORMED"},
            {"/registrants/0/share", "\"1/0\"", "MALFORMED"},
            {"/registrants/0/share", "\"1e9\"", "MALFORMED"},
            {"/documents/0/name", "\"../../etc/passwd\"", "MALFORMED"},
            {"/documents/0/name", "\"a\\\\b.txt\"", "MALFORMED"},
            {"/documents/0/name", "\"a\\r\\nSet-Cookie: b\"", "MALFORMED"},
            {"/documents/0/name", "\".bashrc\"", "MALFORMED"},
            {"/documents/0/mediaType", "\"text/html; charset=\\\"x\\\"\"", "MALFORMED"},
            {"/documents/0/mediaType", "\"text\"", "MALFORMED"},
            {"/documents/0/base64", "\"not base64!\"", "MALFORMED"},
            {"/recipients/0", "\"PTC-0000000000000000\"", "MALFORMED"},
        });
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("mistakes")
    void aMistakeInAFilingIsToldWithItsField(String leaf, String poison, String code) throws IOException {
        String filing = poisoned(filing(), leaf, poison);

        Api.Answer rest = world.seller.post("/v1/assets", filing).refuses(400, code);
        JsonNode line = CanonicalJson.jsonMapper()
                .readTree(world.seller
                        .post("/v1/assets/batch", filing, "Content-Type", "application/x-ndjson")
                        .is(200)
                        .text());

        assertThat(pointer(rest)).isEqualTo(leaf);
        assertThat(line.path("status").asInt()).isEqualTo(400);
        assertThat(line.path("problem").path("code").asString("")).isEqualTo(code);
        assertThat(line.at("/problem/errors/0/pointer").asString("")).isEqualTo(leaf);
        assertThat(line.at("/problem/remedy").asString("")).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("amounts")
    void anAmountThatIsNoneIsRefused(String amount) {
        String body = "{\"invoice\":\"INV-EJ0B6XBHJBSZXYWFM\",\"mandate\":\"MND-H19R58QK3A86NP4DN\",\"amount\":"
                + amount + ",\"days\":7}";

        Api.Answer answer = world.bankA.post("/v1/financings/reserve", body).isProblem(400);

        assertThat(pointer(answer)).as(answer.text()).startsWith("/amount");
    }

    static Stream<String> amounts() {
        List<String> amounts = new ArrayList<>(List.of(
                "{\"amount\":8000,\"currency\":\"EUR\"}",
                "{\"amount\":8000.00,\"currency\":\"EUR\"}",
                "{\"amount\":\"8000.00\",\"currency\":\"eur\"}",
                "{\"amount\":\"8000.00\",\"currency\":\"XXX\"}",
                "{\"amount\":\"8000.00\"}",
                "{\"amount\":\"8000.00\",\"currency\":\"EUR\",\"x\":1}",
                "\"8000.00 EUR\"",
                "null"));
        for (String text : List.of(
                "-1.00",
                "+1.00",
                "1.005",
                "1.0",
                "1",
                "1e3",
                "1E+3",
                "01.00",
                " 1.00",
                "1.00 ",
                "1,000.00",
                "１.00",
                "٣.00",
                "NaN",
                "Infinity",
                "0x10",
                "1.00\\n",
                "",
                ".50",
                "1.",
                "9".repeat(16) + ".00",
                "9".repeat(100_000))) {
            amounts.add("{\"amount\":\"" + text + "\",\"currency\":\"EUR\"}");
        }
        return amounts.stream();
    }

    @Test
    void moreValuesThanARequestHasAreRefusedAsOneLineOrOneBody() {
        String many = "{\"private\":{\"a\":[" + "[],".repeat(400_000) + "[]]}}";
        world.seller.post("/v1/assets", many).refuses(400, "MALFORMED");
        String outcome = world.seller
                .post("/v1/assets/batch", many, "Content-Type", "application/x-ndjson")
                .is(200)
                .text();
        assertThat(outcome).contains("\"status\":400").contains("MALFORMED");
    }

    @Test
    void foreignIdsAreMissingAndSayNothing() {
        String missing = world.stranger
                .get("/v1/invoices/INV-EJ0B6XBHJBSZXYWFM")
                .isProblem()
                .text();
        assertThat(missing).doesNotContain("SQL").doesNotContain("Exception");
    }

    private static String pointer(Api.Answer answer) {
        return answer.json().at("/errors/0/pointer").asString("");
    }

    private ObjectNode filing() {
        ObjectNode filing = example("asset.file");
        ((ObjectNode) filing.at("/registrants/0")).put("participant", world.seller.participant());
        ((tools.jackson.databind.node.ArrayNode) filing.get("recipients")).set(0, world.ipCentre.participant());
        return filing;
    }

    private Api callerOf(String command) {
        return switch (command.substring(0, command.indexOf('.'))) {
            case "participant" -> world.regulator;
            case "financing" -> world.bankA;
            default -> world.seller;
        };
    }

    private static ObjectNode example(String command) {
        try (InputStream in = Objects.requireNonNull(
                HostileMatrixTest.class.getResourceAsStream("/examples/" + command + ".json"), command)) {
            return (ObjectNode) CanonicalJson.tree(in.readAllBytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The pointers of all values that hold no others. */
    private static List<String> leaves(JsonNode node, String pointer) {
        List<String> leaves = new ArrayList<>();
        if (node.isObject()) {
            node.properties()
                    .forEach(member -> leaves.addAll(leaves(member.getValue(), pointer + "/" + member.getKey())));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                leaves.addAll(leaves(node.get(i), pointer + "/" + i));
            }
        } else {
            leaves.add(pointer);
        }
        return leaves;
    }

    /** The JSON with raw text in place of one value. */
    private static String poisoned(ObjectNode json, String leaf, String raw) {
        ObjectNode copy = json.deepCopy();
        String mark = "7c1f0a4e-poison";
        int last = leaf.lastIndexOf('/');
        JsonNode parent = copy.at(leaf.substring(0, last));
        String name = leaf.substring(last + 1);
        if (parent instanceof ObjectNode object) {
            object.put(name, mark);
        } else {
            ((tools.jackson.databind.node.ArrayNode) parent).set(Integer.parseInt(name), mark);
        }
        return new String(CanonicalJson.bytes(copy), StandardCharsets.UTF_8).replace("\"" + mark + "\"", raw);
    }
}
