package org.tradeseal.ledger.financing;

import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;

/** A bank records that it was not paid. */
public record DefaultFinancing(RecordId id) {
    public DefaultFinancing {
        Required.field(id, "/id");
    }
}
