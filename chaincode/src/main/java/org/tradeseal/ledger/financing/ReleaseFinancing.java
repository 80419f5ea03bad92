package org.tradeseal.ledger.financing;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Money;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Texts;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/**
 * A bank releases an amount, or all that is outstanding. Where the buyer's payment satisfied it, {@code payment} records
 * that payment on the invoice in the same step.
 */
public record ReleaseFinancing(
        RecordId id,
        @Nullable Money amount,
        ReleaseReason reason,
        @Nullable Payment payment) {

    /** The buyer's payment to the bank: its date and its reference. */
    public record Payment(LocalDate date, String reference) {
        public Payment {
            Required.field(date, "/date");
            Texts.requireLine(Required.field(reference, "/reference"), 140, "/reference");
        }
    }

    public ReleaseFinancing {
        Required.field(id, "/id");
        Required.field(reason, "/reason");
        if (amount != null) {
            Amounts.requirePositive(amount, "/amount");
        }
        if (payment != null && reason != ReleaseReason.SATISFIED) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "A payment goes with the reason SATISFIED only.",
                            "只有原因为 SATISFIED 时才可登记付款。")
                    .at("/payment");
        }
    }
}
