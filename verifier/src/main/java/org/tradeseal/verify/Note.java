package org.tradeseal.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * A signed note (C2SP signed-note): a text that ends in a line end, an empty line, and signature lines
 * {@code — name base64}. Stricter than the specification, so that one note has one form: 1 to 32 signature lines, none
 * twice by one key.
 */
public record Note(String text, List<Signature> signatures) {
    /** More signature lines than this are refused. */
    public static final int MAX_SIGNATURES = 32;

    private static final int MAX_TEXT = 16 * 1024;
    private static final String MARK = "— ";

    public Note {
        Required.field(text, "/text");
        signatures = List.copyOf(signatures);
        if (!isText(text)) {
            throw malformed();
        }
        if (signatures.size() > MAX_SIGNATURES) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "A note has at most " + MAX_SIGNATURES + " signature lines.",
                    "一份注记至多有 " + MAX_SIGNATURES + " 行签名。");
        }
        Set<String> keys = new HashSet<>();
        for (Signature signature : signatures) {
            if (!keys.add(signature.name() + " " + signature.keyId())) {
                throw new Refusal(
                        ErrorCode.MALFORMED, "Two signature lines of the note name one key.", "该注记有两行签名来自同一密钥。");
            }
        }
    }

    /** A line's key: its name, and the base64 of the key's id of four bytes and the signature. */
    public record Signature(String name, String data) {
        private static final int MAX_DATA = 8 * 1024;

        public Signature {
            requireName(name);
            if (data.length() > MAX_DATA || Base64Text.bytes(data).length <= 4) {
                throw malformed();
            }
        }

        /** The 8 hexadecimal digits that name the key. */
        public String keyId() {
            return HexFormat.of().formatHex(Arrays.copyOf(bytes(), 4));
        }

        byte[] bytes() {
            return Base64Text.bytes(data);
        }

        /** The line with its line end. */
        @Override
        public String toString() {
            return MARK + name + " " + data + "\n";
        }
    }

    /** Reads a signed note. Throws {@link Refusal} MALFORMED. */
    public static Note parse(String note) {
        int end = note.length() > MAX_TEXT * 4 ? -1 : note.lastIndexOf("\n\n");
        if (end < 0 || !note.endsWith("\n") || end + 2 == note.length()) {
            throw malformed();
        }
        List<Signature> signatures = new ArrayList<>();
        int start = end + 2;
        while (start < note.length()) {
            int next = note.indexOf('\n', start);
            signatures.add(signature(note.substring(start, next)));
            if (signatures.size() > MAX_SIGNATURES) {
                break; // refused by the constructor
            }
            start = next + 1;
        }
        return new Note(note.substring(0, end + 1), signatures);
    }

    private static Signature signature(String line) {
        int space = line.indexOf(' ', MARK.length());
        if (!line.startsWith(MARK) || space < 0) {
            throw malformed();
        }
        return new Signature(line.substring(MARK.length(), space), line.substring(space + 1));
    }

    private static boolean isText(String text) {
        boolean ends = text.length() > 1 && text.length() <= MAX_TEXT && text.endsWith("\n");
        return ends && text.codePoints().allMatch(c -> c == '\n' || isCharacter(c));
    }

    /** Refuses a name of a key that is empty or holds a space, a plus sign or a control character. */
    static void requireName(String name) {
        boolean fits = !name.isEmpty()
                && name.length() <= 256
                && name.codePoints().allMatch(c -> c != '+' && isCharacter(c) && !isSpace(c));
        if (!fits) {
            throw new Refusal(ErrorCode.MALFORMED, "The name of a note's key is malformed.", "注记密钥的名称格式有误。");
        }
    }

    private static boolean isCharacter(int c) {
        boolean surrogate = c >= 0xd800 && c <= 0xdfff;
        return c >= 0x20 && c != 0x7f && !surrogate;
    }

    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static Refusal malformed() {
        return new Refusal(
                ErrorCode.MALFORMED,
                "The text is not a signed note: a text, an empty line, and signature lines.",
                "该文本不是签名注记：应为正文、空行和签名行。");
    }

    /** The same note with another signature line at its end. */
    public Note with(Signature signature) {
        List<Signature> more = new ArrayList<>(signatures);
        more.add(signature);
        return new Note(text, more);
    }

    /** The note as it is exchanged. */
    @Override
    public String toString() {
        StringBuilder note = new StringBuilder(text).append('\n');
        signatures.forEach(note::append);
        return note.toString();
    }
}
