package org.tradeseal.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Field;
import org.tradeseal.verify.FieldTree;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;

/**
 * The private content of a record as its recipients keep it: the seed of the salts, the typed fields, and the documents.
 * A record holds the SHA-256 of these canonical bytes, which the seed makes unguessable.
 */
public record Payload(
        String format, RecordId record, String schema, Sha256 seed, List<Field> fields, List<Document> documents) {
    public static final String FORMAT = "tradeseal/payload/1";

    public Payload {
        fields = List.copyOf(fields);
        documents = List.copyOf(documents);
        if (!format.equals(FORMAT)) {
            throw new Refusal(ErrorCode.UNKNOWN_FORMAT, "Unknown payload format.", "未知的载荷格式。").at("/format");
        }
    }

    public Payload(RecordId record, String schema, Sha256 seed, List<Field> fields, List<Document> documents) {
        this(FORMAT, record, schema, seed, fields, documents);
    }

    /** A file of the payload; its bytes in base64. */
    public record Document(
            String name,
            String mediaType,
            String base64,
            @Nullable String purpose) {}

    public byte[] bytes() {
        return CanonicalJson.bytes(this);
    }

    public Sha256 digest() {
        return Sha256.of(bytes());
    }

    public FieldTree fieldTree(Sha256 ledger) {
        return new FieldTree(ledger, record, schema, fields, seed);
    }
}
