package org.tradeseal.ledger.record;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** The shape of texts that people write into records. */
public final class Texts {
    private Texts() {}

    /** One line: not blank, no control or bidirectional formatting characters. Null passes. */
    public static void requireLine(@Nullable String text, int maxLength, String pointer) {
        require(text, maxLength, pointer, false);
    }

    /** A paragraph: like a line, with line breaks and tabs allowed. Null passes. */
    public static void requireParagraph(@Nullable String text, int maxLength, String pointer) {
        require(text, maxLength, pointer, true);
    }

    private static void require(@Nullable String text, int maxLength, String pointer, boolean breaks) {
        if (text == null) {
            return;
        }
        if (text.isBlank() || text.length() > maxLength) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "The text has 1 to " + maxLength + " characters and is not blank.",
                            "文本须为 1 至 " + maxLength + " 个字符且不为空白。")
                    .at(pointer);
        }
        text.codePoints().forEach(c -> requireCharacter(c, breaks, pointer));
    }

    private static void requireCharacter(int c, boolean breaks, String pointer) {
        boolean lineBreak = c == '\n' || c == '\r' || c == '\t';
        // Bidirectional controls can make a text read as something it is not (Unicode TR 36, section 2.5).
        boolean bidirectional =
                (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f;
        boolean control = Character.isISOControl(c) && !(breaks && lineBreak);
        boolean surrogate = c >= 0xd800 && c <= 0xdfff;
        if (bidirectional || control || surrogate || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            String.format(Locale.ROOT, "The text holds the forbidden character U+%04X.", c),
                            String.format(Locale.ROOT, "文本包含不允许的字符 U+%04X。", c))
                    .at(pointer);
        }
    }
}
