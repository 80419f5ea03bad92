package org.tradeseal.ledger.invoice;

import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.FieldOpening;

/** The payable amount and the currency of an invoice, laid open. */
public record PayableOpening(FieldOpening payableAmount, FieldOpening currency) {
    public PayableOpening {
        Required.field(payableAmount, "/payableAmount");
        Required.field(currency, "/currency");
    }
}
