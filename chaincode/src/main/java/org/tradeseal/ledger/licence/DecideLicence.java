package org.tradeseal.ledger.licence;

import org.tradeseal.ledger.record.Decision;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;

/** A step of the IP centre, or a party's termination, with its reason. */
public record DecideLicence(RecordId id, String reason) {
    public DecideLicence {
        Required.field(id, "/id");
        Decision.requireReason(reason, "/reason");
    }
}
