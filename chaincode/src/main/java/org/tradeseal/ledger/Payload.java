package org.tradeseal.ledger;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Texts;
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

    /** A file of the payload; its bytes in base64. The name is one step of a path and leads nowhere else. */
    public record Document(
            String name,
            String mediaType,
            String base64,
            @Nullable String purpose) {
        private static final Pattern MEDIA_TYPE =
                Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+_-]{0,99}/[A-Za-z0-9][A-Za-z0-9.+_-]{0,99}");
        private static final Pattern NO_FILE_NAME = Pattern.compile("\\..*|.*[/\\\\:*?\"<>|].*|.*[. ]");

        public Document {
            Texts.requireName(Required.field(name, "/name"), 200, "/name");
            Required.field(base64, "/base64");
            if (NO_FILE_NAME.matcher(name).matches()) {
                throw new Refusal(
                                ErrorCode.MALFORMED,
                                "A file name has no path in it, no leading or trailing dot, and none of \\ / : * ? \" < > |.",
                                "文件名不得含路径、首尾的点，或 \\ / : * ? \" < > | 等字符。")
                        .at("/name");
            }
            if (!MEDIA_TYPE.matcher(Required.field(mediaType, "/mediaType")).matches()) {
                throw new Refusal(
                                ErrorCode.MALFORMED,
                                "A media type looks like text/plain, without parameters.",
                                "媒体类型形如 text/plain，不带参数。")
                        .at("/mediaType");
            }
            Texts.requireLine(purpose, 100, "/purpose");
        }
    }

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
