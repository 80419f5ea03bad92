package org.tradeseal.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The public key of a note's signer (C2SP signed-note): its name, what it signs, and the 32 bytes of an Ed25519 key in
 * base64. An organisation has a log key under the log's own name and a witness key under a name of its own.
 */
public record NoteKey(String name, Kind kind, String key) {
    private static final int ID_LENGTH = 4;
    private static final int TIME_LENGTH = 8;

    /** What a key signs. */
    public enum Kind {
        /** The heads of the organisation's own log: Ed25519 over the note's text. */
        LOG(0x01),
        /** Heads of other logs: C2SP cosignature/v1, Ed25519 over a time and the note's text. */
        WITNESS(0x04);

        private final byte type;

        Kind(int type) {
            this.type = (byte) type;
        }
    }

    public NoteKey {
        Required.field(name, "/name");
        Required.field(kind, "/kind");
        Required.field(key, "/key");
        Note.requireName(name);
        requireKey(Ed25519Raw.isKey(Base64Text.bytes(key)));
    }

    /** Refuses a key that has another length. Whether it is a point takes longer to tell. */
    static void requireLength(String key) {
        requireKey(Base64Text.bytes(key).length == Ed25519Raw.KEY_LENGTH);
    }

    private static void requireKey(boolean fits) {
        if (!fits) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "A log or witness key is an Ed25519 public key: 32 bytes in base64.",
                    "日志密钥和见证密钥为 Ed25519 公钥：32 字节，以 base64 表示。");
        }
    }

    /** The 8 hexadecimal digits by which a signature line names its key. */
    public String id() {
        return id(name, kind, key);
    }

    static String id(String name, Kind kind, String key) {
        byte[] digest = Sha256.digest(Json.utf8(name + "\n"), new byte[] {kind.type}, Base64Text.bytes(key));
        return HexFormat.of().formatHex(digest, 0, ID_LENGTH);
    }

    /** The key as C2SP signed-note writes it: {@code name+id+base64(type, key)}. */
    public String verifierKey() {
        byte[] raw = Base64Text.bytes(key);
        byte[] typed =
                ByteBuffer.allocate(raw.length + 1).put(kind.type).put(raw).array();
        return name + "+" + id() + "+" + Base64Text.of(typed);
    }

    /** Whether a signature line names this key. Key ids are short: another key may have the same. */
    public boolean isNamedBy(Note.Signature signature) {
        return signature.name().equals(name) && signature.keyId().equals(id());
    }

    /** Whether the line is this key's signature over the note's text. Never throws for a bad signature. */
    public boolean verifies(String text, Note.Signature signature) {
        if (!isNamedBy(signature)) {
            return false;
        }
        byte[] data = signature.bytes();
        int before = kind == Kind.WITNESS ? ID_LENGTH + TIME_LENGTH : ID_LENGTH;
        if (data.length != before + Ed25519Raw.SIGNATURE_LENGTH) {
            return false;
        }
        byte[] message = kind == Kind.WITNESS
                ? cosigned(ByteBuffer.wrap(data).getLong(ID_LENGTH), text)
                : text.getBytes(StandardCharsets.UTF_8);
        return Ed25519Raw.verifies(Base64Text.bytes(key), message, Arrays.copyOfRange(data, before, data.length));
    }

    /** When a witness's signature that verifies was made, as it says. */
    public Instant time(Note.Signature signature) {
        return statedTime(signature);
    }

    static Instant statedTime(Note.Signature signature) {
        return Instant.ofEpochSecond(ByteBuffer.wrap(signature.bytes()).getLong(ID_LENGTH));
    }

    /** What a cosignature covers. */
    static byte[] cosigned(long seconds, String text) {
        return ("cosignature/v1\ntime " + Long.toUnsignedString(seconds) + "\n" + text)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The signature line of this key: its id, for a witness the time, and the signature. */
    Note.Signature line(long seconds, byte[] signature) {
        ByteBuffer data = ByteBuffer.allocate(ID_LENGTH + TIME_LENGTH + signature.length);
        data.put(HexFormat.of().parseHex(id()));
        if (kind == Kind.WITNESS) {
            data.putLong(seconds);
        }
        data.put(signature);
        return new Note.Signature(name, Base64Text.of(Arrays.copyOf(data.array(), data.position())));
    }
}
