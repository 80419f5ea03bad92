package org.tradeseal.ledger.participant;

import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;

/** A participant ends its host's custody; the command is signed with the participant's own key. */
public record EndCustody(RecordId id) {
    public EndCustody {
        Required.field(id, "/id");
    }
}
