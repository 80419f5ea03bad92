package org.tradeseal.ledger.asset;

import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;

/** The registrant sends the whole filing again, corrected; class, owners and shares stay as they are. */
public record CorrectAsset(RecordId id, FileAsset filing) {
    public CorrectAsset {
        Required.field(id, "/id");
        Required.field(filing, "/filing");
    }
}
