package org.tradeseal.ledger.invoice;

import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;

/** The buyer accepts the invoice. */
public record AcceptInvoice(RecordId id) {
    public AcceptInvoice {
        Required.field(id, "/id");
    }
}
