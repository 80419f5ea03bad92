package org.tradeseal.ledger.financing;

import java.util.List;
import org.tradeseal.ledger.invoice.Invoice;
import org.tradeseal.ledger.invoice.InvoiceContract;
import org.tradeseal.ledger.invoice.InvoiceFields;
import org.tradeseal.ledger.invoice.InvoiceMove;
import org.tradeseal.ledger.invoice.InvoiceStatus;
import org.tradeseal.ledger.participant.Identifier;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.Money;
import org.tradeseal.ledger.record.Recorded;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.FieldRoot;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** Cancels invoices by credit notes, never one that somebody finances. */
final class CancellationContract {
    private CancellationContract() {}

    static void cancel(Execution x, CancelInvoice body) {
        Recorded<Invoice> before = x.subject(Invoice.TYPE, body.id());
        InvoiceContract.requireInvoice(before, InvoiceMove.CANCEL);
        Invoice invoice = before.content();
        InvoiceStatus next = Invoice.LIFECYCLE.next(invoice.status(), InvoiceMove.CANCEL, x.actor(), invoice);
        requireCovered(x, before, body);
        Registers.find(x, body.id()).ifPresent(register -> {
            if (!register.content().financed(x.now()).isZero()) {
                throw new Refusal(
                        ErrorCode.INVOICE_FINANCED,
                        "A live financing stands against cancelling " + body.id() + ".",
                        "存在有效融资，不能取消 " + body.id() + "。");
            }
            Registers.update(x, register, register.content().with(RegisterStatus.CANCELLED));
        });
        x.update(before, invoice.with(next), before.times().at("cancelledAt", x.now()));
    }

    private static void requireCovered(Execution x, Recorded<Invoice> invoice, CancelInvoice body) {
        FieldRoot root = invoice.content().privateContent().fields();
        String number = InvoiceFields.NUMBER.open(body.number(), x, body.id(), root, "/body/number");
        Money payable = InvoiceFields.payable(body.payable(), x, body.id(), root, "/body/payable");
        Money credited = payable.zero();
        for (CancelInvoice.CreditNote note : body.creditNotes()) {
            credited = credited.plus(credit(x, invoice, note, number, payable));
        }
        if (body.creditNotes().isEmpty() || payable.exceeds(credited)) {
            throw required(
                    "The credit notes cover " + credited + " of " + payable + ".",
                    "贷记单仅覆盖 " + payable + " 中的 " + credited + "。",
                    invoice.id());
        }
    }

    private static Money credit(
            Execution x, Recorded<Invoice> invoice, CancelInvoice.CreditNote note, String number, Money payable) {
        if (!invoice.content().creditNotes().contains(note.id())) {
            throw required(
                    note.id() + " is no credit note on " + invoice.id() + ".",
                    note.id() + " 不是针对 " + invoice.id() + " 的贷记单。",
                    invoice.id());
        }
        FieldRoot root =
                x.read(Invoice.TYPE, note.id()).content().privateContent().fields();
        String named =
                InvoiceFields.PRECEDING_NUMBER.open(note.precedingNumber(), x, note.id(), root, "/body/creditNotes");
        Money amount = InvoiceFields.payable(note.payable(), x, note.id(), root, "/body/creditNotes");
        boolean fits = Identifier.normalise(named).equals(Identifier.normalise(number))
                && amount.currency().equals(payable.currency());
        if (!fits) {
            throw required(
                    "The document of " + note.id() + " names another invoice or another currency.",
                    "单据 " + note.id() + " 引用的是另一发票或币种不同。",
                    invoice.id());
        }
        return amount;
    }

    private static Refusal required(String en, String zh, RecordId invoice) {
        return new Refusal(ErrorCode.CREDIT_NOTE_REQUIRED, en, zh)
                .at("/body/creditNotes")
                .conflictsWith(List.of(invoice));
    }
}
