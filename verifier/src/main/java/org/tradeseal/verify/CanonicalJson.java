package org.tradeseal.verify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * Strict JSON in and RFC 8785 canonical JSON out. Numbers are integers within ±(2^53-1); amounts are strings. Refused on
 * reading: duplicate keys, unknown fields, fractions, trailing bytes, lone surrogates, control characters in texts,
 * depth over 64, texts over 16 Mi characters, four million values.
 */
public final class CanonicalJson {
    /** The largest integer that every JSON implementation reads exactly (RFC 8785 section 3.2.2.3). */
    public static final long MAX_INTEGER = (1L << 53) - 1;

    private static final char REPLACEMENT = '\ufffd';
    private static final int MAX_DEPTH = 64;
    private static final int MAX_TEXT = 16 * 1024 * 1024;

    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?Z");
    private static final String SECOND = "0000-00-00T00:00:00Z";
    private static final String MILLISECOND = "0000-00-00T00:00:00.000Z";
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    // What is written for machines, such as a batch of commands, has many values; what one caller asks has few.
    private static final long MAX_TOKENS = 4_000_000;
    private static final long MAX_REQUEST_TOKENS = 250_000;

    private static final JsonMapper MAPPER = mapper(MAX_TOKENS);
    private static final JsonMapper REQUESTS = mapper(MAX_REQUEST_TOKENS);

    private CanonicalJson() {}

    private static JsonMapper mapper(long maxTokens) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_TEXT)
                        .maxNumberLength(20)
                        .maxNameLength(1024)
                        .maxTokenCount(maxTokens)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .characterEscapes(new Rfc8785Escapes())
                .build();
        return JsonMapper.builder(factory)
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .addModule(new SimpleModule("times")
                        .addDeserializer(Instant.class, new TimeText<>(Instant.class, TIME, Instant::parse))
                        .addDeserializer(LocalDate.class, new TimeText<>(LocalDate.class, DATE, LocalDate::parse)))
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        c -> c.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
                .changeDefaultNullHandling(nulls -> JsonSetter.Value.forContentNulls(Nulls.FAIL))
                .changeDefaultPropertyInclusion(
                        v -> JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                .build();
    }

    /** The mapper itself, for streaming use; its output is canonical for the values this class accepts. */
    public static JsonMapper jsonMapper() {
        return MAPPER;
    }

    /** Canonical UTF-8 bytes of a record, a map or a tree. */
    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** The value as a tree. */
    public static JsonNode toTree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Reads strict JSON into a tree. Throws {@link Refusal} MALFORMED. */
    public static JsonNode tree(byte[] json) {
        return tree(MAPPER, json);
    }

    /** The same for what a caller asks: at most 250 000 keys and values. Throws {@link Refusal} MALFORMED. */
    public static JsonNode request(byte[] json) {
        return tree(REQUESTS, json);
    }

    private static JsonNode tree(JsonMapper mapper, byte[] json) {
        JsonNode tree;
        try {
            tree = mapper.readTree(utf8(json));
        } catch (JacksonException e) {
            throw malformed(e);
        }
        if (tree == null || tree.isMissingNode()) {
            throw new Refusal(ErrorCode.MALFORMED, "The JSON document is empty.", "JSON 文档为空。");
        }
        checkValues(tree);
        return tree;
    }

    /** Reads strict JSON into a type. Throws {@link Refusal}: MALFORMED, or what the type's constructor says. */
    public static <T> T read(byte[] json, Class<T> type) {
        return read(tree(json), type);
    }

    /** Converts a tree into a type. Throws {@link Refusal}: MALFORMED, or what the type's constructor says. */
    public static <T> T read(JsonNode tree, Class<T> type) {
        if (tree.isNull()) {
            throw new Refusal(ErrorCode.MALFORMED, "There is a null instead of a value.", "此处应有值，而不是 null。");
        }
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JacksonException e) {
            throw missingMember(tree, e).orElseGet(() -> malformed(e));
        }
    }

    /** Reads JSON that has to be canonical already, byte for byte. Throws {@link Refusal} NOT_CANONICAL. */
    public static <T> T readCanonical(byte[] json, Class<T> type) {
        T value = read(json, type);
        if (!Arrays.equals(bytes(value), json)) {
            throw new Refusal(
                    ErrorCode.NOT_CANONICAL, "The JSON differs from its canonical form.", "该 JSON 与其规范形式不一致。");
        }
        return value;
    }

    // A record that stumbles over a member that was left out says which one.
    private static Optional<Refusal> missingMember(JsonNode tree, JacksonException e) {
        boolean stumbled = e instanceof ValueInstantiationException && e.getCause() instanceof NullPointerException;
        if (!stumbled) {
            return Optional.empty();
        }
        String pointer = pointer(e);
        Class<?> type = ((ValueInstantiationException) e).getType().getRawClass();
        RecordComponent[] components = type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
        return Arrays.stream(components)
                .filter(c -> !c.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(RecordComponent::getName)
                .filter(name -> !tree.at(pointer).has(name))
                .findFirst()
                .map(name -> new Refusal(
                                ErrorCode.FIELD_REQUIRED,
                                "The field " + pointer + "/" + name + " is required.",
                                "必须填写 " + pointer + "/" + name + "。")
                        .at(pointer + "/" + name));
    }

    // The shape is checked where a value is built: a refusal thrown by a constructor arrives wrapped.
    private static Refusal malformed(JacksonException e) {
        String pointer = pointer(e);
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return refusal.field() == null ? refusal.at(pointer) : refusal.at(pointer + refusal.field());
            }
        }
        Text why = explanation(e);
        return new Refusal(ErrorCode.MALFORMED, why).at(pointer);
    }

    private static Text explanation(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds() == null
                    ? ""
                    : unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .toList()
                            .toString();
            return Text.of(
                    "There is no field " + unknown.getPropertyName() + " here; known fields: " + known + ".",
                    "此处没有字段 " + unknown.getPropertyName() + "；已知字段：" + known + "。");
        }
        if (e instanceof InvalidFormatException format
                && format.getTargetType() != null
                && format.getTargetType().isEnum()) {
            String known = Arrays.toString(format.getTargetType().getEnumConstants());
            return Text.of("The value is not one of " + known + ".", "取值不在 " + known + " 之中。");
        }
        if (e instanceof MismatchedInputException mismatch) {
            String wanted = mismatch.getTargetType() == null
                    ? "another value"
                    : "a value for " + mismatch.getTargetType().getSimpleName();
            return Text.of(
                    "The value does not fit: " + wanted + " is expected here.",
                    "取值类型不符：此处应为 "
                            + (mismatch.getTargetType() == null
                                    ? "其他类型"
                                    : mismatch.getTargetType().getSimpleName())
                            + "。");
        }
        String message = e.getOriginalMessage() == null ? "unreadable" : e.getOriginalMessage();
        String first = message.lines().findFirst().orElse(message);
        String place = e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
        String brief = first.substring(0, Math.min(first.length(), 200)) + place;
        return Text.of("The JSON cannot be read: " + brief, "无法读取该 JSON：" + brief);
    }

    private static String pointer(JacksonException e) {
        StringBuilder pointer = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() != null) {
                pointer.append(step(step.getPropertyName()));
            } else if (step.getIndex() >= 0) {
                pointer.append('/').append(step.getIndex());
            }
        }
        return pointer.toString();
    }

    private static String step(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }

    // The platform's own decoder is much faster than one that reports; what it could not read, it replaced by U+FFFD.
    private static String utf8(byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : strictUtf8(json);
    }

    private static String strictUtf8(byte[] json) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(ErrorCode.MALFORMED, "The bytes are not UTF-8.", "字节不是 UTF-8 编码。");
        }
    }

    // The place of a value is put together only where one is refused: most of the time nobody asks for it.
    private static void checkValues(JsonNode node) {
        if (node.isString()) {
            Json.checkText(node.stringValue(), "");
        } else if (node.isNumber()) {
            checkNumber(node);
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                try {
                    checkValues(node.get(i));
                } catch (Refusal refusal) {
                    throw under("/" + i, refusal);
                }
            }
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                Json.checkText(member.getKey(), "");
                try {
                    checkValues(member.getValue());
                } catch (Refusal refusal) {
                    throw under(step(member.getKey()), refusal);
                }
            }
        }
    }

    private static Refusal under(String step, Refusal refusal) {
        return refusal.at(refusal.field() == null ? step : step + refusal.field());
    }

    private static void checkNumber(JsonNode node) {
        if (!node.isIntegralNumber()
                || !node.canConvertToLong()
                || Math.abs(node.longValue()) > MAX_INTEGER
                || node.longValue() == Long.MIN_VALUE) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "Only integers up to 2^53-1 are allowed as JSON numbers; write amounts as strings.",
                    "JSON 数字只允许绝对值不超过 2^53-1 的整数；金额请写成字符串。");
        }
    }

    /** A time or date in its one text form; Jackson alone takes numbers, arrays and many texts for them. */
    private static final class TimeText<T> extends StdDeserializer<T> {
        private final Pattern shape;
        private final transient Function<String, T> parse;

        private TimeText(Class<T> type, Pattern shape, Function<String, T> parse) {
            super(type);
            this.shape = shape;
            this.parse = parse;
        }

        // The common cases, told without the regular expression: every record has such times.
        private boolean isUsual(String text) {
            String usual = text.length() == SECOND.length() ? SECOND : MILLISECOND;
            if (shape != TIME || text.length() != usual.length()) {
                return false;
            }
            for (int i = 0; i < usual.length(); i++) {
                char c = text.charAt(i);
                boolean digit = c >= '0' && c <= '9';
                if (usual.charAt(i) == '0' ? !digit : c != usual.charAt(i)) {
                    return false;
                }
            }
            boolean hour = text.charAt(11) < '2' || (text.charAt(11) == '2' && text.charAt(12) < '4');
            return hour && text.charAt(17) < '6';
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
            try {
                if (isUsual(text) || shape.matcher(text).matches()) {
                    return parse.apply(text);
                }
            } catch (DateTimeException e) {
                // a day that no calendar has, answered below
            }
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "A time is RFC 3339 in UTC, such as 2026-11-22T10:00:00Z; a date is 2026-11-22.",
                    "时间须为 RFC 3339 UTC 格式，如 2026-11-22T10:00:00Z；日期如 2026-11-22。");
        }
    }

    /** RFC 8785 section 3.2.2.2: control characters as lower-case hex, the two-character forms where JSON has them. */
    private static final class Rfc8785Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
            for (int c = 0; c < 0x20; c++) {
                if (codes[c] == CharacterEscapes.ESCAPE_STANDARD) {
                    codes[c] = CharacterEscapes.ESCAPE_CUSTOM;
                }
            }
            return codes;
        }

        // Jackson asks about every character beyond ASCII too: those stand for themselves.
        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            return c < 0x20 ? new SerializedString("\\u00" + HexFormat.of().toHexDigits((byte) c)) : null;
        }
    }
}
