package org.tradeseal.ledger.financing;

import org.tradeseal.ledger.record.Money;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** A bank reserves an amount of an invoice, under the seller's mandate, for 1 to 30 days. */
public record ReserveFinancing(RecordId invoice, RecordId mandate, Money amount, int days) {
    static final int MAX_DAYS = 30;

    public ReserveFinancing {
        Required.field(invoice, "/invoice");
        Required.field(mandate, "/mandate");
        Amounts.requirePositive(Required.field(amount, "/amount"), "/amount");
        if (days < 1 || days > MAX_DAYS) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "A reservation lasts 1 to " + MAX_DAYS + " days.",
                            "预留期限为 1 至 " + MAX_DAYS + " 天。")
                    .at("/days");
        }
    }
}
