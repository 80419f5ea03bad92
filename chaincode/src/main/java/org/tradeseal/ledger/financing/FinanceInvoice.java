package org.tradeseal.ledger.financing;

import org.tradeseal.ledger.record.Money;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;

/** A bank pays out; what it reserved beyond the amount is free again. */
public record FinanceInvoice(RecordId id, Money amount) {
    public FinanceInvoice {
        Required.field(id, "/id");
        Amounts.requirePositive(Required.field(amount, "/amount"), "/amount");
    }
}
