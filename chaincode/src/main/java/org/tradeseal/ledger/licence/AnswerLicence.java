package org.tradeseal.ledger.licence;

import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Texts;
import org.tradeseal.verify.RecordId;

/** The licensee accepts or refuses an offer, the licensor withdraws it, or anyone notes that a licence has expired. */
public record AnswerLicence(RecordId id, @Nullable String reason) {
    public AnswerLicence {
        Required.field(id, "/id");
        Texts.requireParagraph(reason, 2000, "/reason");
    }
}
