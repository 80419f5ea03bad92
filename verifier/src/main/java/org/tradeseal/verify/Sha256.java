package org.tradeseal.verify;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 digest (FIPS 180-4), written as 64 lower-case hexadecimal digits. */
public record Sha256(@JsonValue String hex) implements Comparable<Sha256> {
    private static final int LENGTH = 64;
    private static final HexFormat HEX = HexFormat.of();

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Sha256 {
        if (!isWellFormed(hex)) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "A SHA-256 digest is 64 lower-case hexadecimal digits.",
                    "SHA-256 摘要为 64 位小写十六进制数字。");
        }
    }

    // No regular expression: every record is full of digests, and matching them took 6 % of a busy gateway's time.
    private static boolean isWellFormed(String hex) {
        boolean digits = hex.length() == LENGTH;
        for (int i = 0; digits && i < LENGTH; i++) {
            char c = hex.charAt(i);
            digits = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        return digits;
    }

    /** Hashes the concatenation of the parts. */
    public static Sha256 of(byte[]... parts) {
        return new Sha256(HEX.formatHex(digest(parts)));
    }

    /** Hashes a stream to its end. */
    public static Sha256 of(InputStream in) throws IOException {
        MessageDigest sha256 = newDigest();
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            sha256.update(buffer, 0, read);
        }
        return fromBytes(sha256.digest());
    }

    public static Sha256 fromBytes(byte[] digest) {
        return new Sha256(HEX.formatHex(digest));
    }

    /** The 32 bytes. */
    public byte[] bytes() {
        return HEX.parseHex(hex);
    }

    /** The raw digest of the concatenation of the parts. */
    public static byte[] digest(byte[]... parts) {
        MessageDigest sha256 = newDigest();
        for (byte[] part : parts) {
            sha256.update(part);
        }
        return sha256.digest();
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public int compareTo(Sha256 other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
