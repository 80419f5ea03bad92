package org.tradeseal.verify;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The head of a log: its origin, how many leaves it has, and their RFC 9162 root (C2SP tlog-checkpoint). */
public record Checkpoint(String origin, long size, Sha256 root) {
    private static final Pattern TEXT = Pattern.compile("([^\\n]+)\\n(0|[1-9][0-9]{0,17})\\n([A-Za-z0-9+/]{43}=)\\n");

    public Checkpoint {
        Required.field(origin, "/origin");
        Required.field(root, "/root");
        Note.requireName(origin);
        if (size < 0) {
            throw malformed();
        }
    }

    /** The origin of a ledger's log: one for all organisations. */
    public static String origin(Sha256 ledger) {
        return "tradeseal/" + ledger.hex();
    }

    /** Reads the text of a checkpoint without extension lines. Throws {@link Refusal} MALFORMED. */
    public static Checkpoint parse(String text) {
        Matcher lines = TEXT.matcher(text);
        if (!lines.matches()) {
            throw malformed();
        }
        byte[] root = Base64Text.bytes(lines.group(3));
        return new Checkpoint(lines.group(1), Long.parseLong(lines.group(2)), Sha256.fromBytes(root));
    }

    private static Refusal malformed() {
        return new Refusal(
                ErrorCode.MALFORMED,
                "A head is three lines: origin, size in decimal, root in base64.",
                "树头为三行：来源、十进制大小、base64 根哈希。");
    }

    /** The note's text: what log and witness keys sign. */
    public String text() {
        return origin + "\n" + size + "\n" + Base64Text.of(root.bytes()) + "\n";
    }
}
