package org.tradeseal.ledger.record;

import org.tradeseal.verify.RecordId;

/** Who decided last on a record, what move it was, and why. */
public record Decision(RecordId by, String move, String reason) {
    private static final int MAX = 2000;

    public Decision {
        Required.field(by, "/by");
        Required.field(move, "/move");
        requireReason(reason, "/reason");
    }

    /** A reason is a paragraph of 1 to 2000 characters. */
    public static void requireReason(String reason, String pointer) {
        Texts.requireParagraph(Required.field(reason, pointer), MAX, pointer);
    }
}
