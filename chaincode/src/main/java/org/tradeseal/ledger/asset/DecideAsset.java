package org.tradeseal.ledger.asset;

import org.tradeseal.ledger.record.Decision;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;

/** A step of the IP centre, or a registrant's withdrawal or surrender, with its reason. */
public record DecideAsset(RecordId id, String reason) {
    public DecideAsset {
        Required.field(id, "/id");
        Decision.requireReason(reason, "/reason");
    }
}
