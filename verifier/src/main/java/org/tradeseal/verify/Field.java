package org.tradeseal.verify;

import java.util.regex.Pattern;

/** One typed field of private content: its RFC 6901 pointer, its type and its value as text. */
public record Field(String pointer, Type type, String value) {
    private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])*)+");

    public Field {
        Required.field(pointer, "/pointer");
        Required.field(type, "/type");
        Required.field(value, "/value");
        Json.checkText(pointer, "/pointer");
        if (pointer.length() > 512 || !POINTER.matcher(pointer).matches()) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "A field's pointer is an RFC 6901 JSON pointer of at most 512 characters.",
                    "字段指针须为不超过 512 个字符的 RFC 6901 JSON 指针。");
        }
        Json.checkText(value, pointer);
    }

    /** The closed list of types. The type is hashed with the value: {@code "3"} and {@code 3} differ. */
    public enum Type {
        /** Any text. */
        TEXT,
        /** A decimal number without exponent and without trailing zeros, for example {@code 1250.5}. */
        DECIMAL,
        /** An integer. */
        INTEGER,
        /** {@code true} or {@code false}. */
        BOOLEAN,
        /** An ISO 8601 date. */
        DATE,
        /** An RFC 3339 time in UTC. */
        TIME,
        /** A code of a code list. */
        CODE,
        /** An identifier of a party, document or thing. */
        IDENTIFIER,
        /** A SHA-256 digest in lower-case hexadecimal. */
        DIGEST
    }
}
