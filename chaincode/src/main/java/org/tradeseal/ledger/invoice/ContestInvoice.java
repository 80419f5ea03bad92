package org.tradeseal.ledger.invoice;

import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;

/** The buyer disputes or rejects the invoice, for a reason of the closed list. */
public record ContestInvoice(RecordId id, ResponseReason reason) {
    public ContestInvoice {
        Required.field(id, "/id");
        Required.field(reason, "/reason");
    }
}
