package org.tradeseal.ledger.financing;

import java.util.List;
import org.tradeseal.ledger.invoice.PayableOpening;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.FieldOpening;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** The seller cancels an invoice by credit notes that refer to it and together cover what is payable. */
public record CancelInvoice(RecordId id, FieldOpening number, PayableOpening payable, List<CreditNote> creditNotes) {
    private static final int MAX_CREDIT_NOTES = 16;

    /** A credit note with the number it refers to (BT-25) and its amount laid open. */
    public record CreditNote(RecordId id, FieldOpening precedingNumber, PayableOpening payable) {
        public CreditNote {
            Required.field(id, "/id");
            Required.field(precedingNumber, "/precedingNumber");
            Required.field(payable, "/payable");
        }
    }

    public CancelInvoice {
        Required.field(id, "/id");
        Required.field(number, "/number");
        Required.field(payable, "/payable");
        creditNotes = List.copyOf(Required.field(creditNotes, "/creditNotes"));
        long distinct = creditNotes.stream().map(CreditNote::id).distinct().count();
        if (distinct != creditNotes.size() || distinct > MAX_CREDIT_NOTES) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "At most " + MAX_CREDIT_NOTES + " credit notes, each once.",
                            "贷记单最多 " + MAX_CREDIT_NOTES + " 份，每份一次。")
                    .at("/creditNotes");
        }
    }
}
