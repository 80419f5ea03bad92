package org.tradeseal.ledger.financing;

import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;

/** Seller or buyer lets the channel know that the invoice is paid, where a bank recorded the last payment. */
public record SettleInvoice(RecordId id) {
    public SettleInvoice {
        Required.field(id, "/id");
    }
}
