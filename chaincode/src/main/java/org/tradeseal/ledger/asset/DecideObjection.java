package org.tradeseal.ledger.asset;

import org.tradeseal.ledger.record.Decision;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;

/** The IP centre decides on all objections together, after the notice has ended. */
public record DecideObjection(RecordId id, Boolean upheld, String reason) {
    public DecideObjection {
        Required.field(id, "/id");
        Required.field(upheld, "/upheld");
        Decision.requireReason(reason, "/reason");
    }
}
