package org.tradeseal.verify;

import java.util.regex.Pattern;

/** What a record keeps of its private content: the Merkle root over the salted fields, their count and their schema. */
public record FieldRoot(Sha256 root, int count, String schema) {
    private static final Pattern SCHEMA = Pattern.compile("[a-z0-9][a-z0-9./-]{0,63}");

    public FieldRoot {
        Required.field(root, "/root");
        Required.field(schema, "/schema");
        if (count < 1 || count > FieldTree.MAX_FIELDS) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "A field root covers 1 to " + FieldTree.MAX_FIELDS + " fields.",
                    "字段根覆盖 1 至 " + FieldTree.MAX_FIELDS + " 个字段。");
        }
        if (!SCHEMA.matcher(schema).matches()) {
            throw new Refusal(ErrorCode.MALFORMED, "The schema's name is malformed.", "字段模式名称格式有误。");
        }
    }
}
