package org.tradeseal.verify;

import java.util.List;

/** One private field laid open: value, salt, and its way up to the record's field root. */
public record FieldOpening(Field field, Sha256 salt, int index, List<Sha256> path) {

    public FieldOpening {
        Required.field(field, "/field");
        Required.field(salt, "/salt");
        Required.field(path, "/path");
        path = List.copyOf(path);
        if (path.size() > 32) {
            throw new Refusal(ErrorCode.MALFORMED, "The path is too long.", "证明路径过长。").at("/path");
        }
    }

    /** Whether this field belongs to that record's field root. */
    public boolean opens(Sha256 ledger, RecordId record, FieldRoot root) {
        return Merkle.includes(root.root(), root.count(), index, FieldTree.leafHash(ledger, record, field, salt), path);
    }
}
