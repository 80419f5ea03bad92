package org.tradeseal.ledger.record;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** The shape of texts that people write into records. */
public final class Texts {
    /** Scripts that one word may mix: the "highly restrictive" profile of Unicode TS 39 section 5.2. */
    private static final List<Set<UnicodeScript>> TOGETHER = List.of(
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL));

    private Texts() {}

    /** One line: not blank, no control or bidirectional formatting characters. Null passes. */
    public static void requireLine(@Nullable String text, int maxLength, String pointer) {
        require(text, maxLength, pointer, false);
    }

    /** A paragraph: like a line, with line breaks and tabs allowed. Null passes. */
    public static void requireParagraph(@Nullable String text, int maxLength, String pointer) {
        require(text, maxLength, pointer, true);
    }

    /**
     * A line that people tell somebody or something apart by: nothing invisible, and no word of several scripts, such as
     * a Latin one with a Cyrillic letter. Null passes.
     */
    public static void requireName(@Nullable String text, int maxLength, String pointer) {
        require(text, maxLength, pointer, false);
        if (text == null) {
            return;
        }
        Set<UnicodeScript> word = EnumSet.noneOf(UnicodeScript.class);
        for (int c : text.codePoints().toArray()) {
            if (isInvisible(c)) {
                throw forbidden(c, pointer);
            }
            UnicodeScript script = UnicodeScript.of(c);
            if (!Character.isLetter(c) && script != UnicodeScript.INHERITED) {
                word.clear();
            } else if (script != UnicodeScript.COMMON && script != UnicodeScript.INHERITED) {
                word.add(script);
                requireOneWriting(word, pointer);
            }
        }
    }

    private static void requireOneWriting(Set<UnicodeScript> word, String pointer) {
        if (word.size() > 1 && TOGETHER.stream().noneMatch(scripts -> scripts.containsAll(word))) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "A word mixes the scripts " + word + ", so that it can pass for another one.",
                            "一个词中混用了 " + word + " 等文字，易与其他名称混淆。")
                    .at(pointer);
        }
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
        boolean control = Character.isISOControl(c) && !(breaks && lineBreak);
        boolean surrogate = c >= 0xd800 && c <= 0xdfff;
        // Code points that are no characters and never will be (Unicode section 23.7).
        boolean noncharacter = (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
        if (isBidirectional(c) || control || surrogate || noncharacter || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
            throw forbidden(c, pointer);
        }
    }

    // Bidirectional controls can make a text read as something it is not (Unicode TR 36, section 2.5).
    private static boolean isBidirectional(int c) {
        return (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x061c
                || c == 0x200e
                || c == 0x200f;
    }

    // What is shown as nothing, or as one system likes: soft hyphen, joiners, fillers, tags, private use.
    private static boolean isInvisible(int c) {
        return Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.PRIVATE_USE
                || c == 0x034f
                || c == 0x115f
                || c == 0x1160
                || c == 0x17b4
                || c == 0x17b5
                || (c >= 0x180b && c <= 0x180f)
                || c == 0x2800
                || c == 0x3164
                || c == 0xffa0;
    }

    private static Refusal forbidden(int c, String pointer) {
        return new Refusal(
                        ErrorCode.MALFORMED,
                        String.format(Locale.ROOT, "The text holds the forbidden character U+%04X.", c),
                        String.format(Locale.ROOT, "文本包含不允许的字符 U+%04X。", c))
                .at(pointer);
    }
}
