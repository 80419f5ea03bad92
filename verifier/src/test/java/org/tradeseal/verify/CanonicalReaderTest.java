package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CanonicalReaderTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean reads(byte[] json) {
        try {
            CanonicalReader.read(json);
            return true;
        } catch (Refusal refusal) {
            return false;
        }
    }

    /** What the strict reader and the canonical writer together say; they share no line with the reader under test. */
    private static boolean isCanonical(byte[] json) {
        try {
            return Arrays.equals(CanonicalJson.bytes(CanonicalJson.tree(json)), json)
                    && !CanonicalJson.tree(json).toString().contains("null");
        } catch (Refusal refusal) {
            return false;
        }
    }

    @Test
    void takesWhatIsCanonicalAndNothingElse() {
        for (String json : List.of(
                "{}",
                "[]",
                "0",
                "-1",
                "true",
                "9007199254740991",
                "\"\"",
                "\"\\\"\\\\\\n\\r\\t/\"",
                "{\"a\":{\"b\":[1,\"贸印\",false]},\"b\":\"\uD83D\uDE00\"}",
                "{\"\uD83D\uDE00\":1,\"\uFB33\":2}",
                "[".repeat(64) + "]".repeat(64))) {
            assertThat(reads(utf8(json))).as(json).isTrue();
            assertThat(isCanonical(utf8(json))).as(json).isTrue();
        }
        for (String json : List.of(
                "",
                " ",
                "{} ",
                " {}",
                "{}{}",
                "\uFEFF{}",
                "null",
                "[null]",
                "{\"a\":null}",
                "{\"a\":1,\"a\":1}",
                "{\"b\":1,\"a\":1}",
                "{\"\uFB33\":1,\"\uD83D\uDE00\":2}",
                "{\"a\": 1}",
                "{\"a\":1,}",
                "{,}",
                "[1,]",
                "[,1]",
                "[1 ,2]",
                "{a:1}",
                "{1:1}",
                "01",
                "-0",
                "+1",
                "1.0",
                "1e1",
                "1E400",
                "-",
                "9007199254740992",
                "-9007199254740992",
                "99999999999999999999999999",
                "NaN",
                "tru",
                "truee",
                "True",
                "'a'",
                "\"a",
                "\"\\/\"",
                "\"\\u0041\"",
                "\"\\u000a\"",
                "\"\\b\"",
                "\"\\f\"",
                "\"\\ud800\"",
                "\"\u0001\"",
                "\"\u007f\"",
                "\"\n\"",
                "\"\\",
                "/**/1",
                "[".repeat(65) + "]".repeat(65),
                "[".repeat(1_000_000),
                "{\"a\":".repeat(100_000))) {
            assertThat(reads(utf8(json)))
                    .as(json.substring(0, Math.min(40, json.length())))
                    .isFalse();
            assertThat(isCanonical(utf8(json))).isFalse();
        }
        for (int[] bytes : new int[][] {
            {'"', 0xc0, 0x80, '"'}, {'"', 0xed, 0xa0, 0x80, '"'}, {'"', 0xff, '"'}, {'"', 0xe8, 0xb4, '"'}, {0x80}
        }) {
            byte[] json = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                json[i] = (byte) bytes[i];
            }
            assertThat(reads(json)).isFalse();
        }
    }

    @Test
    void agreesWithTheOtherReaderOnEveryChangeOfAByte() {
        byte[] json = utf8("{\"a\":[-12,0,\"b\\n\\\"贸\"],\"b\":{\"c\":true,\"d\":\"\"},\"é\":10}");
        assertThat(reads(json)).isTrue();
        for (int at = 0; at < json.length; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] changed = json.clone();
                changed[at] = (byte) value;
                assertThat(reads(changed)).as("byte %d = %d", at, value).isEqualTo(isCanonical(changed));
            }
        }
    }

    @Test
    void agreesWithTheOtherReaderOnRandomTexts() {
        String alphabet = "{}[]\",:0123456789-ab\\ntrufalse 贸\uD83D\uDE00";
        Random random = new Random(20261122);
        int canonical = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(9);
            for (int c = 0; c < length; c++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            byte[] json = utf8(text.toString());
            boolean expected = isCanonical(json);
            canonical += expected ? 1 : 0;
            assertThat(reads(json)).as(text.toString()).isEqualTo(expected);
        }
        assertThat(canonical).isGreaterThan(300);
    }

    @Test
    void partsAreTheBytesTheyWereReadFrom() {
        Json json = CanonicalReader.read(utf8("{\"a\":[1,\"贸\"],\"b\":\"x\\ny\"}"));
        assertThat(json.get("a").bytes()).isEqualTo(utf8("[1,\"贸\"]"));
        assertThat(json.text("b")).isEqualTo("x\ny");
        assertThat(json.get("a").bytesAfter(utf8("->"))).isEqualTo(utf8("->[1,\"贸\"]"));
        assertThatThrownBy(() -> json.integer("b")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> json.get("c")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> json.get("a").names()).isInstanceOf(Refusal.class);
        assertThat(Json.quoted("a\"\\\n\u0001贸")).isEqualTo("\"a\\\"\\\\\\n\\u0001贸\"");
    }
}
