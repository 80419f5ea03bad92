package org.tradeseal.ledger.financing;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.tradeseal.ledger.invoice.Invoice;
import org.tradeseal.ledger.invoice.InvoiceContract;
import org.tradeseal.ledger.invoice.InvoiceFields;
import org.tradeseal.ledger.invoice.InvoiceMove;
import org.tradeseal.ledger.invoice.InvoiceStatus;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.Money;
import org.tradeseal.ledger.record.Recorded;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.FieldRoot;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** The rules about payments: they add up in the register, and what is paid in full is settled on the channel. */
final class SettlementContract {
    private SettlementContract() {}

    static void recordSettlement(Execution x, RecordSettlement body) {
        Recorded<Invoice> before = x.subject(Invoice.TYPE, body.id());
        InvoiceContract.requireInvoice(before, InvoiceMove.RECORD_SETTLEMENT);
        Invoice invoice = before.content();
        if (!isFinancingBank(x, body.id())) {
            Invoice.LIFECYCLE.next(invoice.status(), InvoiceMove.RECORD_SETTLEMENT, x.actor(), invoice);
        }
        requireDate(body.date(), x, "/body/date");
        FieldRoot root = invoice.privateContent().fields();
        Money payable = InvoiceFields.payable(body.payable(), x, body.id(), root, "/body/payable");
        Settlement settlement = new Settlement(
                body.amount(), body.date(), body.reference(), x.actor().id());
        Register after = Registers.open(x, before, payable, null).settling(settlement, x.now());
        RecordId register = Registers.save(x, after);
        // Never by a bank, whose name the public record would show: while it finances, the last part is not paid here
        // but as it releases, and that leaves the public record to SETTLE.
        if (after.status() == RegisterStatus.SETTLED) {
            settle(x, before);
        }
        x.isAbout(register);
    }

    // A live financing is on accepted invoices, and disputed ones that were accepted; both can be paid.
    private static boolean isFinancingBank(Execution x, RecordId invoice) {
        return x.actor().has(Role.BANK)
                && Registers.find(x, invoice)
                        .filter(r -> r.content().isFinancedBy(x.actor().id(), x.now()))
                        .isPresent();
    }

    /** Dates are where the payer is: a day ahead of UTC is possible, two are not. Refuses MALFORMED. */
    static void requireDate(LocalDate date, Execution x, String at) {
        if (date.isAfter(LocalDate.ofInstant(x.now(), ZoneOffset.UTC).plusDays(1))) {
            throw new Refusal(ErrorCode.MALFORMED, "The payment's date is in the future.", "付款日期在将来。").at(at);
        }
    }

    static void settle(Execution x, SettleInvoice body) {
        Recorded<Invoice> before = x.subject(Invoice.TYPE, body.id());
        InvoiceContract.requireInvoice(before, InvoiceMove.SETTLE);
        Invoice.LIFECYCLE.next(before.content().status(), InvoiceMove.SETTLE, x.actor(), before.content());
        boolean paid = Registers.find(x, body.id())
                .filter(r -> r.content().status() == RegisterStatus.SETTLED)
                .isPresent();
        if (!paid) {
            throw new Refusal(
                    ErrorCode.NOT_SETTLED,
                    "The payments recorded do not reach the payable amount of " + body.id() + ".",
                    "已登记的付款尚未达到 " + body.id() + " 的应付金额。");
        }
        settle(x, before);
    }

    private static void settle(Execution x, Recorded<Invoice> before) {
        Invoice invoice = before.content();
        InvoiceStatus next = Invoice.LIFECYCLE.next(invoice.status(), InvoiceMove.SETTLE, x.actor(), invoice);
        x.update(before, invoice.with(next), before.times().at("settledAt", x.now()));
    }
}
