package org.tradeseal.ledger.asset;

import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Texts;
import org.tradeseal.verify.RecordId;

/** An assignee accepts an assignment; or an assignee refuses it, or an owner takes it back. */
public record AnswerAssignment(RecordId id, @Nullable String reason) {
    public AnswerAssignment {
        Required.field(id, "/id");
        Texts.requireParagraph(reason, 2000, "/reason");
    }
}
