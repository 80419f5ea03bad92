package org.tradeseal.ledger.financing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.invoice.Invoice;
import org.tradeseal.ledger.invoice.InvoiceFields;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.Money;
import org.tradeseal.ledger.record.Recorded;
import org.tradeseal.ledger.record.Times;
import org.tradeseal.verify.FieldRoot;
import org.tradeseal.verify.RecordId;

/** Answers banks' questions whether an invoice can be financed, and logs them. */
final class InquiryContract {
    private InquiryContract() {}

    static void check(Execution x, CheckFinancing body) {
        Inquiry draft =
                new Inquiry(body.invoice(), x.actor().id(), body.purpose(), InquiryStatus.REVIEW, List.of(), null);
        Inquiry.LIFECYCLE.create(FinancingMove.CHECK, x.actor(), draft);
        Recorded<Invoice> invoice = x.read(Invoice.TYPE, body.invoice());
        Register register =
                Registers.find(x, body.invoice()).map(Recorded::content).orElse(null);
        Money opened = opened(x, invoice, body);
        CheckKeys keys = register == null ? null : register.keys();
        if (keys == null && opened != null && body.identity() != null) {
            keys = CheckKeys.of(invoice, body.identity(), opened, x, "/body/identity");
        }
        List<InquiryReason> against = against(x, invoice, register, keys);
        List<InquiryReason> review = against.isEmpty() ? review(x, invoice, keys) : List.of();
        InquiryStatus status = status(x, register, !against.isEmpty(), !review.isEmpty());
        // The public id of an invoice is no reason to hear amounts.
        Money remaining = null;
        if (opened != null || hasMandate(x, body)) {
            remaining = register == null ? opened : register.remaining(x.now());
        }
        Inquiry answer = new Inquiry(
                draft.invoice(),
                draft.bank(),
                draft.purpose(),
                status,
                against.isEmpty() ? review : against,
                against.isEmpty() ? remaining : null);
        x.create(Inquiry.TYPE, answer, Times.none().at("askedAt", x.now()));
    }

    private static @Nullable Money opened(Execution x, Recorded<Invoice> invoice, CheckFinancing body) {
        if (body.payable() == null) {
            return null;
        }
        FieldRoot root = invoice.content().privateContent().fields();
        return InvoiceFields.payable(body.payable(), x, invoice.id(), root, "/body/payable");
    }

    private static boolean hasMandate(Execution x, CheckFinancing body) {
        RecordId mandate = body.mandate();
        return mandate != null
                && x.find(Mandate.TYPE, mandate)
                        .filter(m -> m.content().allows(x.actor().id(), body.invoice(), x.now()))
                        .isPresent();
    }

    private static List<InquiryReason> against(
            Execution x, Recorded<Invoice> invoice, @Nullable Register register, @Nullable CheckKeys keys) {
        InquiryReason reason = InquiryReason.against(invoice.content(), register);
        if (reason != null) {
            return List.of(reason);
        }
        return CheckIndex.registeredBefore(x, Register.id(x.ledger(), invoice.id()), keys)
                ? List.of(InquiryReason.SAME_INVOICE)
                : List.of();
    }

    private static List<InquiryReason> review(Execution x, Recorded<Invoice> invoice, @Nullable CheckKeys keys) {
        List<InquiryReason> reasons = new ArrayList<>();
        for (CheckKind kind : CheckIndex.similar(x, Register.id(x.ledger(), invoice.id()), keys)) {
            reasons.add(InquiryReason.of(kind));
        }
        if (!invoice.content().creditNotes().isEmpty()) {
            reasons.add(InquiryReason.CREDIT_NOTE_LINKED);
        }
        return reasons;
    }

    private static InquiryStatus status(Execution x, @Nullable Register register, boolean against, boolean review) {
        if (against) {
            return InquiryStatus.NOT_FINANCEABLE;
        }
        if (register != null && register.remaining(x.now()).isZero()) {
            return InquiryStatus.FULLY_FINANCED;
        }
        if (review) {
            return InquiryStatus.REVIEW;
        }
        return register == null || register.financed(x.now()).isZero()
                ? InquiryStatus.FREE
                : InquiryStatus.PARTLY_FINANCED;
    }
}
