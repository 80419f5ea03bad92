package org.tradeseal.ledger.financing;

import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.invoice.PayableOpening;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Texts;
import org.tradeseal.verify.RecordId;

/**
 * A bank asks whether an invoice can be financed, and says what for. A mandate or the opened payable amount shows that
 * the invoice is its business; without either it hears no amount.
 */
public record CheckFinancing(
        RecordId invoice,
        String purpose,
        @Nullable RecordId mandate,
        @Nullable PayableOpening payable,
        @Nullable IdentityOpening identity) {
    public CheckFinancing {
        Required.field(invoice, "/invoice");
        Texts.requireLine(Required.field(purpose, "/purpose"), 500, "/purpose");
        if (identity != null) {
            Required.field(payable, "/payable");
        }
    }
}
