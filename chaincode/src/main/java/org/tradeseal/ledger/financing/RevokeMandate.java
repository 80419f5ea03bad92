package org.tradeseal.ledger.financing;

import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;

/** The seller takes a mandate back; what is reserved or financed under it stays. */
public record RevokeMandate(RecordId id) {
    public RevokeMandate {
        Required.field(id, "/id");
    }
}
