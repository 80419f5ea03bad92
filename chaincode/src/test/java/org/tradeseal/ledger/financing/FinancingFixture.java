package org.tradeseal.ledger.financing;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.TestLedger;
import org.tradeseal.ledger.invoice.InvoiceFixture;
import org.tradeseal.ledger.invoice.InvoiceFixture.Prepared;
import org.tradeseal.ledger.record.Money;
import org.tradeseal.verify.RecordId;

/** Banks, mandates and financings of invoices, on a ledger in memory. */
public final class FinancingFixture {
    static final LocalDate DAY = LocalDate.parse("2026-11-20");

    public final InvoiceFixture invoices = new InvoiceFixture();
    public final TestLedger ledger = invoices.ledger;
    final RecordId a = ledger.bankA;
    final RecordId b = ledger.bankB;

    static Money eur(String amount) {
        return Money.of(new BigDecimal(amount), "EUR");
    }

    GiveMandate mandateBody(Prepared invoice, RecordId bank, String ceiling) {
        return new GiveMandate(
                invoice.id(),
                bank,
                eur(ceiling),
                ledger.now().plus(Duration.ofDays(400)),
                invoice.payable(),
                identity(invoice));
    }

    static IdentityOpening identity(Prepared invoice) {
        return new IdentityOpening(invoice.open("/number"), invoice.open("/issueDate"));
    }

    public RecordId mandate(Prepared invoice, RecordId bank, String ceiling) {
        return ledger.run(invoices.seller, "financing.mandate", mandateBody(invoice, bank, ceiling));
    }

    public RecordId reserve(Prepared invoice, RecordId bank, RecordId mandate, String amount) {
        return ledger.run(bank, "financing.reserve", new ReserveFinancing(invoice.id(), mandate, eur(amount), 10));
    }

    public void finance(RecordId bank, RecordId financing, String amount) {
        ledger.run(bank, "financing.finance", new FinanceInvoice(financing, eur(amount)));
    }

    /** Mandates the bank, reserves and pays out. */
    public RecordId financed(Prepared invoice, RecordId bank, String amount) {
        RecordId financing = reserve(invoice, bank, mandate(invoice, bank, amount), amount);
        finance(bank, financing, amount);
        return financing;
    }

    public void release(RecordId bank, RecordId financing, @Nullable String amount, ReleaseReason reason) {
        ledger.run(
                bank,
                "financing.release",
                new ReleaseFinancing(financing, amount == null ? null : eur(amount), reason, null));
    }

    void releasePaid(RecordId bank, RecordId financing, @Nullable String amount, String reference) {
        ledger.run(
                bank,
                "financing.release",
                new ReleaseFinancing(
                        financing,
                        amount == null ? null : eur(amount),
                        ReleaseReason.SATISFIED,
                        new ReleaseFinancing.Payment(DAY, reference)));
    }

    public void pay(RecordId payer, Prepared invoice, String amount, String reference) {
        ledger.run(payer, "invoice.record-settlement", settlement(invoice, amount, reference));
    }

    public RecordSettlement settlement(Prepared invoice, String amount, String reference) {
        return new RecordSettlement(invoice.id(), eur(amount), DAY, reference, invoice.payable());
    }

    public CancelInvoice cancelBody(Prepared invoice, Prepared... notes) {
        return new CancelInvoice(
                invoice.id(),
                invoice.open("/number"),
                invoice.payable(),
                List.of(notes).stream()
                        .map(n -> new CancelInvoice.CreditNote(
                                n.id(), n.open("/references/precedingInvoice/0/id"), n.payable()))
                        .toList());
    }

    Inquiry check(RecordId bank, CheckFinancing body) {
        return ledger.content(Inquiry.TYPE, ledger.run(bank, "financing.check", body));
    }

    Inquiry check(RecordId bank, Prepared invoice) {
        return check(
                bank,
                new CheckFinancing(invoice.id(), "pre-financing check", null, invoice.payable(), identity(invoice)));
    }

    public Register register(Prepared invoice) {
        return ledger.content(Register.TYPE, Register.id(ledger.ledger(), invoice.id()));
    }
}
