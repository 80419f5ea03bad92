package org.tradeseal.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A value of canonical JSON together with the bytes it was read from, which are what hashes and signatures cover. Its
 * {@link CanonicalReader reader} starts in a hundredth of the time that a data binding library takes.
 */
final class Json {
    private final byte[] source;
    private final int start;
    private final int end;
    private final Object value;

    Json(byte[] source, int start, int end, Object value) {
        this.source = source;
        this.start = start;
        this.end = end;
        this.value = value;
    }

    /** The canonical bytes of this value. */
    byte[] bytes() {
        return Arrays.copyOfRange(source, start, end);
    }

    /** The canonical text of this value. */
    String canonical() {
        return new String(source, start, end - start, StandardCharsets.UTF_8);
    }

    /** The canonical bytes of this value after others. */
    byte[] bytesAfter(byte[]... before) {
        int length = end - start;
        for (byte[] part : before) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : before) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        System.arraycopy(source, start, all, at, end - start);
        return all;
    }

    /** Whether both stand for the same value: their canonical bytes are the same. */
    boolean isSame(@Nullable Json other) {
        return other != null && Arrays.equals(source, start, end, other.source, other.start, other.end);
    }

    private Map<String, Json> members() {
        if (value instanceof Map) {
            @SuppressWarnings("unchecked") // the reader makes no other maps
            Map<String, Json> members = (Map<String, Json>) value;
            return members;
        }
        throw new Refusal(ErrorCode.MALFORMED, "There is another value where an object has to be.", "此处应为对象。");
    }

    /** Refuses another value than an object with these members; what {@code optional} names may be missing. */
    void requireMembers(Set<String> required, Set<String> optional) {
        for (String name : required) {
            if (!members().containsKey(name)) {
                throw new Refusal(ErrorCode.FIELD_REQUIRED, "The field " + name + " is missing.", "缺少字段 " + name + "。");
            }
        }
        for (String name : members().keySet()) {
            if (!required.contains(name) && !optional.contains(name)) {
                throw new Refusal(ErrorCode.MALFORMED, "There is no field " + name + " here.", "此处没有字段 " + name + "。");
            }
        }
    }

    /** Refuses an object of another format than this one. */
    void requireFormat(String format) {
        String named = text("format");
        if (!named.equals(format)) {
            throw new Refusal(
                    ErrorCode.UNKNOWN_FORMAT,
                    "The format " + shown(named) + " is not known here; " + format + " is.",
                    "未知格式 " + shown(named) + "；此处识别的是 " + format + "。");
        }
    }

    private static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    boolean isObject() {
        return value instanceof Map;
    }

    boolean isList() {
        return value instanceof List;
    }

    boolean isText() {
        return value instanceof String;
    }

    Set<String> names() {
        return members().keySet();
    }

    @Nullable Json find(String name) {
        return members().get(name);
    }

    Json get(String name) {
        Json member = members().get(name);
        if (member == null) {
            throw new Refusal(ErrorCode.FIELD_REQUIRED, "The field " + name + " is missing.", "缺少字段 " + name + "。");
        }
        return member;
    }

    /** The member if it is there and holds a text. */
    @Nullable String findText(String name) {
        Json member = members().get(name);
        return member == null ? null : member.as(String.class, name);
    }

    String text(String name) {
        return get(name).as(String.class, name);
    }

    long integer(String name) {
        return get(name).as(Long.class, name);
    }

    boolean truth(String name) {
        return get(name).as(Boolean.class, name);
    }

    Sha256 digest(String name) {
        return new Sha256(text(name));
    }

    List<Json> list(String name) {
        return get(name).list();
    }

    List<Json> list() {
        List<?> items = as(List.class, "");
        return items.stream().map(Json.class::cast).toList();
    }

    /** Whether this is that text. */
    boolean is(String text) {
        return value.equals(text);
    }

    /** The value as a text. */
    String text() {
        return as(String.class, "");
    }

    private <T> T as(Class<T> type, String name) {
        if (!type.isInstance(value)) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "The field " + name + " holds another kind of value.",
                    "字段 " + name + " 的取值类型不符。");
        }
        return type.cast(value);
    }

    /** A text as canonical JSON writes it. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                default -> json.append(c < 0x20 ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return json.append('"').toString();
    }

    /** An array of texts as canonical JSON writes it. */
    static byte[] array(String... texts) {
        return utf8(Arrays.stream(texts).map(Json::quoted).collect(Collectors.joining(",", "[", "]")));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Refuses lone surrogates, NUL and other control characters except tab, line feed and carriage return. */
    static void checkText(String text, String pointer) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new Refusal(ErrorCode.MALFORMED, "The text holds a lone surrogate.", "文本包含孤立的代理字符。").at(pointer);
            } else if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f) {
                throw new Refusal(ErrorCode.MALFORMED, "The text holds a control character.", "文本包含控制字符。").at(pointer);
            }
        }
    }
}
