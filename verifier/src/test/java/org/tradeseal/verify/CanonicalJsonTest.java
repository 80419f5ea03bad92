package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    enum Colour {
        RED,
        BLUE
    }

    record Sample(
            String text,
            int number,
            boolean yes,
            Colour colour,
            Instant time,
            LocalDate day,
            Sha256 digest,
            List<String> list,
            @Nullable String optional) {}

    private static final String DIGEST = "ab".repeat(32);

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String canonical(String json) {
        return new String(CanonicalJson.bytes(CanonicalJson.tree(utf8(json))), StandardCharsets.UTF_8);
    }

    private static void assertMalformed(String json) {
        assertThatThrownBy(() -> CanonicalJson.tree(utf8(json)))
                .as(json.length() > 80 ? json.substring(0, 80) : json)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(ErrorCode.MALFORMED));
    }

    private static String sample(String key, String value) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("text", "\"t\"");
        members.put("number", "7");
        members.put("yes", "true");
        members.put("colour", "\"RED\"");
        members.put("time", "\"2026-11-22T10:00:00Z\"");
        members.put("day", "\"2026-11-22\"");
        members.put("digest", "\"" + DIGEST + "\"");
        members.put("list", "[\"a\"]");
        members.put(key, value);
        StringBuilder json = new StringBuilder("{");
        members.forEach((k, v) -> json.append(json.length() == 1 ? "" : ",")
                .append('"')
                .append(k)
                .append("\":")
                .append(v));
        return json.append('}').toString();
    }

    @Test
    void agreesWithTheReferenceImplementationOnRandomDocuments() throws IOException {
        Random random = new Random(8785);
        for (int round = 0; round < 3000; round++) {
            StringBuilder json = new StringBuilder();
            write(random, json, 0);
            byte[] expected = new JsonCanonicalizer(json.toString()).getEncodedUTF8();
            byte[] actual = CanonicalJson.bytes(CanonicalJson.tree(utf8(json.toString())));
            assertThat(new String(actual, StandardCharsets.UTF_8))
                    .isEqualTo(new String(expected, StandardCharsets.UTF_8));
        }
    }

    private static void write(Random random, StringBuilder json, int depth) {
        int kind = depth == 0 ? 5 + random.nextInt(2) : random.nextInt(depth > 5 ? 5 : 7);
        switch (kind) {
            case 0 -> json.append("null");
            case 1 -> json.append(random.nextBoolean());
            case 2 -> json.append(random.nextLong() >> (11 + random.nextInt(52)));
            case 3, 4 -> text(random, json);
            case 5 -> {
                json.append("[ ");
                for (int i = random.nextInt(5); i >= 0; i--) {
                    write(random, json, depth + 1);
                    json.append(i == 0 ? "\n" : " ,\t");
                }
                json.append(']');
            }
            default -> {
                json.append("{ ");
                for (int i = random.nextInt(7); i >= 0; i--) {
                    StringBuilder name = new StringBuilder();
                    text(random, name);
                    json.append(name, 0, name.length() - 1).append(i).append("\" : ");
                    write(random, json, depth + 1);
                    json.append(i == 0 ? "\r" : ",");
                }
                json.append('}');
            }
        }
    }

    private static void text(Random random, StringBuilder json) {
        int[] seams = {0x20, 0x22, 0x5c, 0x2f, 0x7e, 0x80, 0xa0, 0x7ff, 0x800, 0x2028, 0xd7ff, 0xe000, 0xfffd, 0xffff};
        json.append('"');
        for (int i = random.nextInt(6); i > 0; i--) {
            int c = random.nextInt(4) == 0 ? 0x10000 + random.nextInt(0x100000) : seams[random.nextInt(seams.length)];
            if (random.nextInt(3) == 0) {
                for (char unit : Character.toChars(c)) {
                    json.append("\\u").append(HexFormat.of().toHexDigits(unit));
                }
            } else if (c == '"' || c == '\\' || random.nextInt(9) == 0) {
                json.append(List.of("\\n", "\\r", "\\t", "\\\"", "\\\\", "\\/").get(random.nextInt(6)));
            } else {
                json.appendCodePoint(c);
            }
        }
        json.append('"');
    }

    @Test
    void sortsKeysByUtf16UnitsAsRfc8785Section323Shows() {
        String json = "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew Letter Dalet With"
                + " Dagesh\",\"1\":\"One\",\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\","
                + "\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}";

        assertThat(canonical(json))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin Small"
                        + " Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji: Grinning"
                        + " Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @Test
    void keepsLiteralsAndEscapesAsRfc8785Section322Shows() {
        assertThat(canonical("{ \"string\": \"\\u20ac$\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\","
                        + " \"literals\": [null, true, false] }"))
                .isEqualTo("{\"literals\":[null,true,false],\"string\":\"€$\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    @Test
    void escapesEveryAsciiCharacterLikeTheReferenceImplementation() throws IOException {
        for (char c = 0; c < 0x100; c++) {
            String own = new String(CanonicalJson.bytes(List.of(String.valueOf(c))), StandardCharsets.UTF_8);
            assertThat(own).isEqualTo(new JsonCanonicalizer(own).getEncodedString());
            assertThat(own)
                    .as("character %d", (int) c)
                    .hasSize(c < 0x20 ? (own.contains("u00") ? 10 : 6) : own.length());
        }
        assertThat(CanonicalJson.bytes("\u0000\u001f\b\f")).isEqualTo(utf8("\"\\u0000\\u001f\\b\\f\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "[01]",
                "[+1]",
                "[.5]",
                "[NaN]",
                "[Infinity]",
                "[1] 2",
                "[1]]",
                "[1]x",
                "{}{}",
                "// c\n1",
                "/* c */1",
                "[1,,2]",
                "[\"\\x41\"]",
                "[\"\\u12\"]",
                "[\"a\nb\"]",
                "[tru]",
                "\uFEFF{}",
                "[\"\\'\"]",
                "# c\n1",
                "[1;2]",
                "\u00a0{}",
                "{\"a\"}",
                "[\"a]"
            })
    void refusesWhatIsNotJson(String json) {
        assertMalformed(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1.0]",
                "[1.5]",
                "[1e3]",
                "[1E0]",
                "[-0.0]",
                "[9007199254740992]",
                "[-9007199254740992]",
                "[9223372036854775808]",
                "[-9223372036854775808]",
                "[123456789012345678901234567890]",
                "[1e999999999]"
            })
    void refusesNumbersThatAreNotSafeIntegers(String json) {
        assertMalformed(json);
    }

    @Test
    void takesTheLargestSafeIntegers() {
        assertThat(canonical("[9007199254740991,-9007199254740991,0]"))
                .isEqualTo("[9007199254740991,-9007199254740991,0]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"x\":{\"b\":1,\"c\":2,\"b\":3}}",
                "[{\"\":1,\"\":1}]"
            })
    void refusesDuplicateKeys(String json) {
        assertMalformed(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"\\ud800\"]",
                "[\"\\udc00\"]",
                "[\"\\udc00\\ud800\"]",
                "[\"\\ud83dx\"]",
                "[\"\\ud83d\\ud83d\\ude00\"]",
                "{\"\\ud800\":1}",
                "{\"a\":{\"\\udfff\":1}}"
            })
    void refusesLoneSurrogates(String json) {
        assertMalformed(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[\"\\u0000\"]", "[\"\\u001f\"]", "[\"\\u007f\"]", "[\"\\b\"]", "[\"\\f\"]", "{\"\\u0001\":1}"})
    void refusesControlCharacters(String json) {
        assertMalformed(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff",
                "22c080 22",
                "22c022",
                "22eda08022",
                "22f490808022",
                "22e28222",
                "fffe7b007d00",
                "feff007b007d"
            })
    void refusesBytesThatAreNotUtf8(String hex) {
        assertThatThrownBy(() -> CanonicalJson.tree(HexFormat.of().parseHex(hex.replace(" ", ""))))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(ErrorCode.MALFORMED));
    }

    @Test
    void refusesMoreThan64Levels() {
        assertThat(canonical("[".repeat(64) + "]".repeat(64))).hasSize(128);
        assertMalformed("[".repeat(65) + "]".repeat(65));
        assertMalformed("{\"a\":".repeat(65) + "1" + "}".repeat(65));
        assertMalformed("[".repeat(100_000));
    }

    @Test
    void readsWhatItWrote() {
        Sample sample = CanonicalJson.read(utf8(sample("optional", "\"o\"")), Sample.class);
        byte[] bytes = CanonicalJson.bytes(sample);
        assertThat(CanonicalJson.readCanonical(bytes, Sample.class)).isEqualTo(sample);
        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .isEqualTo("{\"colour\":\"RED\",\"day\":\"2026-11-22\",\"digest\":\"" + DIGEST
                        + "\",\"list\":[\"a\"],\"number\":7,\"optional\":\"o\",\"text\":\"t\","
                        + "\"time\":\"2026-11-22T10:00:00Z\",\"yes\":true}");
    }

    @Test
    void leavesOutWhatIsAbsent() {
        Sample sample = CanonicalJson.read(utf8(sample("optional", "null")), Sample.class);
        assertThat(new String(CanonicalJson.bytes(sample), StandardCharsets.UTF_8))
                .doesNotContain("optional");
    }

    @Test
    void refusesEveryValueOfAnotherType() {
        Map<String, List<String>> wrong = Map.of(
                "text", List.of("1", "true", "[]", "{}", "[\"t\"]"),
                "number", List.of("\"7\"", "true", "null", "[]", "[7]", "\"\"", "2147483648", "{}"),
                "yes", List.of("\"true\"", "1", "0", "null", "\"\"", "[true]"),
                "colour", List.of("0", "\"0\"", "\"red\"", "\"\"", "\"GREEN\"", "[\"RED\"]", "true"),
                "time",
                        List.of(
                                "0",
                                "1790000000",
                                "\"1790000000\"",
                                "\"\"",
                                "\"2026-11-22\"",
                                "\"2026-11-22T10:00:00\"",
                                "\"2026-11-22T10:00:00+08:00\"",
                                "\"2026-11-22 10:00:00Z\"",
                                "\"2026-11-22t10:00:00z\"",
                                "\"2026-02-30T10:00:00Z\"",
                                "\"+12026-11-22T10:00:00Z\"",
                                "\"2026-11-22T10:00Z\"",
                                "\"2026-11-22T24:00:00Z\"",
                                "[2026,11,22]",
                                "\"-0001-11-22T10:00:00Z\""),
                "day",
                        List.of(
                                "20000",
                                "\"\"",
                                "[2026,11,22]",
                                "\"2026-11-22T10:00:00Z\"",
                                "\"2026-11-31\"",
                                "\"20261122\"",
                                "\"2026-11-22Z\"",
                                "\"2026-W47-7\"",
                                "\"02026-11-22\""),
                "digest",
                        List.of(
                                "5",
                                "\"\"",
                                "\"" + DIGEST.toUpperCase(java.util.Locale.ROOT) + "\"",
                                "\"ab\"",
                                "[\"" + DIGEST + "\"]"),
                "list", List.of("\"a\"", "{}", "\"\"", "1", "[1]", "[true]", "[[]]"),
                "optional", List.of("1", "false", "[]", "{}"));
        List<String> accepted = new ArrayList<>();
        wrong.forEach((key, values) -> values.forEach(value -> {
            try {
                CanonicalJson.read(utf8(sample(key, value)), Sample.class);
                accepted.add(key + " = " + value);
            } catch (Refusal refusal) {
                assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
                assertThat(refusal.field()).as(key + " = " + value).startsWith("/" + key);
            }
        }));
        assertThat(accepted).isEmpty();
    }

    @Test
    void refusesUnknownFieldsAndNamesThem() {
        assertThatThrownBy(() -> CanonicalJson.read(utf8(sample("surplus", "1")), Sample.class))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.field()).isEqualTo("/surplus"));
    }

    @Test
    void refusesNullInPlaceOfAValue() {
        assertThatThrownBy(() -> CanonicalJson.read(utf8("null"), Sample.class)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> CanonicalJson.readCanonical(utf8("null"), Sample.class))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void namesTheFieldByAnEscapedPointer() {
        assertThatThrownBy(() -> CanonicalJson.tree(utf8("{\"a/b\":{\"c~d\":[1,1.5]}}")))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.field()).isEqualTo("/a~1b/c~0d/1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":1,\"a\":2}",
                "{ \"a\":2}",
                "{\"a\":2}\n",
                "{\"a\":-0}",
                "{\"a\":\"\\u0041\"}",
                "{\"a\":\"\\/\"}"
            })
    void tellsJsonThatIsNotCanonical(String json) {
        assertThatThrownBy(() -> CanonicalJson.readCanonical(utf8(json), tools.jackson.databind.JsonNode.class))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(ErrorCode.NOT_CANONICAL));
    }
}
