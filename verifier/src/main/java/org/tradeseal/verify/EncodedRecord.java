package org.tradeseal.verify;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A stored record with the canonical bytes of its record, which its value in the state, its commitment and its rows all
 * need: they are made once.
 */
public final class EncodedRecord {
    private static final byte[] RECORD = ascii("{\"record\":");
    private static final byte[] SALT = ascii(",\"salt\":\"");
    private static final byte[] END = ascii("\"}");

    private final StoredRecord stored;
    private final byte[] record;
    private final Sha256 commitment;

    EncodedRecord(StoredRecord stored) {
        this.stored = stored;
        this.record = CanonicalJson.bytes(stored.record());
        this.commitment = Sha256.of(StoredRecord.DOMAIN, stored.salt().bytes(), record);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    public StoredRecord stored() {
        return stored;
    }

    public RegistryRecord record() {
        return stored.record();
    }

    /** What the log shows of the record: {@code SHA-256("tradeseal/record/1\0", salt, JCS(record))}. */
    public Sha256 commitment() {
        return commitment;
    }

    /** The leaf that this version of the record has in the log. */
    public Leaf leaf(Sha256 ledger) {
        return new Leaf(ledger, record().id(), record().version(), commitment);
    }

    /** The canonical JSON of the record. */
    public String recordJson() {
        return new String(record, StandardCharsets.UTF_8);
    }

    /** The canonical bytes of record and salt, as the state holds them. */
    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(record.length + 96);
        bytes.writeBytes(RECORD);
        bytes.writeBytes(record);
        bytes.writeBytes(SALT);
        bytes.writeBytes(ascii(stored.salt().hex()));
        bytes.writeBytes(END);
        return bytes.toByteArray();
    }
}
