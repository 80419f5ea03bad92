package org.tradeseal.verify;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/**
 * A record with the salt of its commitment: the value of one key of the ledger's state. The log shows only the
 * commitment {@code SHA-256("tradeseal/record/1\0", salt, JCS(record))}.
 */
public record StoredRecord(RegistryRecord record, Sha256 salt) {
    static final byte[] DOMAIN = "tradeseal/record/1\0".getBytes(StandardCharsets.US_ASCII);
    static final byte[] RESULT_DOMAIN = "tradeseal/result/1\0".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] SALT_DOMAIN = "tradeseal/salt/1\0".getBytes(StandardCharsets.US_ASCII);

    public StoredRecord {
        Required.field(record, "/record");
        Required.field(salt, "/salt");
    }

    public Sha256 commitment() {
        return encoded().commitment();
    }

    /** The leaf that this version of the record has in the log. */
    public Leaf leaf(Sha256 ledger) {
        return encoded().leaf(ledger);
    }

    /** The record with its canonical bytes, for whoever needs more than one thing that is made of them. */
    public EncodedRecord encoded() {
        return new EncodedRecord(this);
    }

    /** The salt of one record version, from the random salt that came with the command. */
    public static Sha256 salt(Sha256 commandSalt, RecordId id, int version) {
        return Sha256.of(
                SALT_DOMAIN, commandSalt.bytes(), (id.value() + "/" + version).getBytes(StandardCharsets.US_ASCII));
    }

    /** The digest an authority signs as {@code result}: what the record says, without positions and times. */
    public static Sha256 result(RecordId id, JsonNode content) {
        return Sha256.of(RESULT_DOMAIN, CanonicalJson.bytes(java.util.Map.of("id", id, "content", content)));
    }
}
