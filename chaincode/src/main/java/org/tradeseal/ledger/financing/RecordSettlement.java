package org.tradeseal.ledger.financing;

import java.time.LocalDate;
import org.tradeseal.ledger.invoice.PayableOpening;
import org.tradeseal.ledger.record.Money;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Texts;
import org.tradeseal.verify.RecordId;

/** Seller, buyer or a financing bank records a payment on the invoice {@code id}. */
public record RecordSettlement(RecordId id, Money amount, LocalDate date, String reference, PayableOpening payable) {
    public RecordSettlement {
        Required.field(id, "/id");
        Amounts.requirePositive(Required.field(amount, "/amount"), "/amount");
        Required.field(date, "/date");
        Texts.requireLine(Required.field(reference, "/reference"), 140, "/reference");
        Required.field(payable, "/payable");
    }
}
