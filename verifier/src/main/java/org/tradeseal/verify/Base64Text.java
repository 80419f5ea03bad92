package org.tradeseal.verify;

import java.util.Base64;

/** Bytes as text in base64 (RFC 4648 section 4, with padding), in their one form: no stray bits, no line ends. */
final class Base64Text {
    private Base64Text() {}

    static String of(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The same for addresses and tokens (section 5), without padding. */
    static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Reads {@link #url}. Throws {@link Refusal} MALFORMED. */
    static byte[] urlBytes(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (url(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // answered below, like a second form of the same bytes
        }
        throw new Refusal(ErrorCode.MALFORMED, "The text is not base64url in its one form.", "该文本不是唯一形式的 base64url。");
    }

    /** Throws {@link Refusal} MALFORMED. */
    static byte[] bytes(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (of(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // answered below, like a second form of the same bytes
        }
        throw new Refusal(ErrorCode.MALFORMED, "The text is not base64 in its one form.", "该文本不是唯一形式的 base64。");
    }
}
