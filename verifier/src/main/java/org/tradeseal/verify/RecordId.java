package org.tradeseal.verify;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of a record: three letters for its type, a hyphen, 80 bits in Crockford's base32 and a check character, for
 * example {@code AST-7K3M9QX2VBTR4H8ND}. Who chooses the actor and the idempotency key has chosen the id: nobody can
 * take another's.
 */
public record RecordId(@JsonValue String value) implements Comparable<RecordId> {
    /** How many characters every id has. */
    public static final int LENGTH = 21;

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int BASE = 32;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RecordId {
        if (!isWellFormed(value)) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "A record id is three letters, a hyphen and 17 base32 characters, such as AST-….",
                    "记录编号由三个字母、连字符和 17 个 base32 字符组成，例如 AST-…。");
        }
        if (checkCharacter(value.substring(4, 20)) != value.charAt(20)) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "The record id's check character does not fit: a character was mistyped.",
                    "记录编号的校验字符不符，可能有字符输错。");
        }
    }

    /** The id of the record that this actor creates under this idempotency key on this ledger. */
    public static RecordId derive(Sha256 ledger, String prefix, String actor, String idempotencyKey) {
        byte[] digest = Sha256.digest(Json.array("tradeseal/id/1", ledger.hex(), prefix, actor, idempotencyKey));
        StringBuilder text = new StringBuilder(16);
        for (int character = 0; character < 16; character++) {
            int value = 0;
            for (int bit = character * 5; bit < character * 5 + 5; bit++) {
                value = (value << 1) | ((digest[bit / 8] >> (7 - bit % 8)) & 1);
            }
            text.append(ALPHABET.charAt(value));
        }
        return new RecordId(prefix + "-" + text + checkCharacter(text.toString()));
    }

    // No regular expression: a busy gateway reads ids all the time.
    private static boolean isWellFormed(String value) {
        boolean fits = value.length() == LENGTH && value.charAt(3) == '-';
        for (int i = 0; fits && i < LENGTH; i++) {
            char c = value.charAt(i);
            fits = i == 3 || (i < 3 ? c >= 'A' && c <= 'Z' : ALPHABET.indexOf(c) >= 0);
        }
        return fits;
    }

    // The Luhn algorithm modulo 32: finds every single wrong character and nearly every exchange of neighbours.
    private static char checkCharacter(String text) {
        int sum = 0;
        int factor = 2;
        for (int i = text.length() - 1; i >= 0; i--) {
            int addend = factor * ALPHABET.indexOf(text.charAt(i));
            sum += addend / BASE + addend % BASE;
            factor = 3 - factor;
        }
        return ALPHABET.charAt((BASE - sum % BASE) % BASE);
    }

    /** The three letters of the record's type. */
    public String prefix() {
        return value.substring(0, 3);
    }

    @Override
    public int compareTo(RecordId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
