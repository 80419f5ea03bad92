package org.tradeseal.ledger.participant;

import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Texts;
import org.tradeseal.verify.RecordId;

/** The regulator suspends a participant, or lets it resume; the reason is kept on the record. */
public record SuspendParticipant(RecordId id, String reason) {
    public SuspendParticipant {
        Required.field(id, "/id");
        Required.field(reason, "/reason");
        Texts.requireParagraph(reason, 2000, "/reason");
    }
}
