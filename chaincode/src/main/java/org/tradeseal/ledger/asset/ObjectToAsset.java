package org.tradeseal.ledger.asset;

import org.tradeseal.ledger.record.Decision;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;

/** A participant objects to the registration during the public notice. */
public record ObjectToAsset(RecordId id, String grounds) {
    public ObjectToAsset {
        Required.field(id, "/id");
        Decision.requireReason(grounds, "/grounds");
    }
}
