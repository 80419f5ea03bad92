package org.tradeseal.verify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads canonical JSON (RFC 8785 as {@link CanonicalJson} restricts it) and nothing else: what it accepts is canonical
 * byte for byte, so that parts of it can be hashed as they stand.
 */
final class CanonicalReader {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NAME = 1024;
    private static final int MAX_TEXT = 16 * 1024 * 1024;

    private final byte[] in;
    private int at;

    private CanonicalReader(byte[] in) {
        this.in = in;
    }

    /** Throws {@link Refusal} NOT_CANONICAL. The bytes must not be changed afterwards. */
    static Json read(byte[] json) {
        requireUtf8(json);
        CanonicalReader reader = new CanonicalReader(json);
        Json value = reader.value(0);
        if (reader.at != json.length) {
            throw reader.notCanonical();
        }
        return value;
    }

    private static void requireUtf8(byte[] json) {
        int ascii = 0;
        while (ascii < json.length && json[ascii] >= 0) {
            ascii++;
        }
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(json, ascii, json.length - ascii));
        } catch (CharacterCodingException e) {
            throw new Refusal(ErrorCode.NOT_CANONICAL, "The bytes are not UTF-8.", "字节不是 UTF-8 编码。");
        }
    }

    private Refusal notCanonical() {
        return new Refusal(
                ErrorCode.NOT_CANONICAL,
                "The bytes are not canonical JSON at byte " + at + ".",
                "字节在第 " + at + " 字节处不是规范 JSON。");
    }

    private int peek() {
        return at < in.length ? in[at] & 0xff : -1;
    }

    private void take(char expected) {
        if (peek() != expected) {
            throw notCanonical();
        }
        at++;
    }

    private Json value(int depth) {
        int start = at;
        Object value = switch (peek()) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> text();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            default -> integer();
        };
        return new Json(in, start, at, value);
    }

    private Boolean word(String word, boolean value) {
        for (int i = 0; i < word.length(); i++) {
            take(word.charAt(i));
        }
        return value;
    }

    private Map<String, Json> object(int depth) {
        enter(depth);
        Map<String, Json> members = new LinkedHashMap<>();
        String last = null;
        while (peek() != '}') {
            if (last != null) {
                take(',');
            }
            String name = text();
            // Sorted by UTF-16 code units, which is how texts compare here; so none occurs twice.
            if (name.length() > MAX_NAME || (last != null && last.compareTo(name) >= 0)) {
                throw notCanonical();
            }
            take(':');
            members.put(name, value(depth));
            last = name;
        }
        at++;
        return members;
    }

    private List<Json> array(int depth) {
        enter(depth);
        List<Json> items = new ArrayList<>();
        while (peek() != ']') {
            if (!items.isEmpty()) {
                take(',');
            }
            items.add(value(depth));
        }
        at++;
        return items;
    }

    private void enter(int depth) {
        if (depth > MAX_DEPTH) {
            throw notCanonical();
        }
        at++;
    }

    private Long integer() {
        int start = at;
        boolean negative = peek() == '-';
        if (negative) {
            at++;
        }
        int digits = at;
        long value = 0;
        while (peek() >= '0' && peek() <= '9' && at - digits < 17) {
            value = value * 10 + (in[at++] - '0');
        }
        boolean leadingZero = at - digits > 1 && in[digits] == '0';
        if (at == digits || leadingZero || (negative && value == 0) || value > CanonicalJson.MAX_INTEGER) {
            at = start;
            throw notCanonical();
        }
        return negative ? -value : value;
    }

    private String text() {
        take('"');
        int start = at;
        boolean escaped = false;
        while (peek() != '"') {
            int c = peek();
            if (c < 0x20 || c == 0x7f) { // the end of the bytes too
                throw notCanonical();
            }
            if (c == '\\') {
                escaped = true;
                at++;
                // Other control characters are not allowed in texts at all, so no other escape is canonical.
                if ("\"\\tnr".indexOf(peek()) < 0) {
                    throw notCanonical();
                }
            }
            at++;
        }
        String raw = new String(in, start, at - start, StandardCharsets.UTF_8);
        at++;
        if (raw.length() > MAX_TEXT) {
            throw notCanonical();
        }
        return escaped ? unescaped(raw) : raw;
    }

    private static String unescaped(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\\') {
                i++;
                text.append(
                        switch (raw.charAt(i)) {
                            case 't' -> '\t';
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            default -> raw.charAt(i);
                        });
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
