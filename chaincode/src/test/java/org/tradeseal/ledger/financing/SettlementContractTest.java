package org.tradeseal.ledger.financing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradeseal.ledger.TestLedger.refusalOf;
import static org.tradeseal.ledger.financing.FinancingFixture.eur;

import org.junit.jupiter.api.Test;
import org.tradeseal.ledger.TestLedger;
import org.tradeseal.ledger.invoice.ContestInvoice;
import org.tradeseal.ledger.invoice.Invoice;
import org.tradeseal.ledger.invoice.InvoiceFixture.Prepared;
import org.tradeseal.ledger.invoice.InvoiceStatus;
import org.tradeseal.ledger.invoice.ResponseReason;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;

class SettlementContractTest {
    private final FinancingFixture f = new FinancingFixture();
    private final TestLedger ledger = f.ledger;
    private final RecordId seller = f.invoices.seller;
    private final RecordId buyer = f.invoices.buyer;

    private static ErrorCode refusal(Runnable action) {
        return refusalOf(action).code();
    }

    private InvoiceStatus status(Prepared invoice) {
        return f.invoices.status(invoice.id());
    }

    @Test
    void paymentsAddUpAndSettleTheInvoice() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        f.pay(buyer, invoice, "400", "p1");
        assertThat(status(invoice)).isEqualTo(InvoiceStatus.ACCEPTED);
        assertThat(ledger.read(Invoice.TYPE, invoice.id()).version()).isEqualTo(2);
        assertThat(refusal(() -> f.pay(seller, invoice, "600.01", "p2"))).isEqualTo(ErrorCode.OVER_SETTLEMENT);
        assertThat(refusal(() -> f.pay(seller, invoice, "400", "p1"))).isEqualTo(ErrorCode.ALREADY_EXISTS);

        f.pay(seller, invoice, "600", "p2");
        assertThat(status(invoice)).isEqualTo(InvoiceStatus.SETTLED);
        assertThat(f.check(f.a, invoice).reasons()).containsExactly(InquiryReason.SETTLED);
        assertThat(refusal(() -> f.pay(seller, invoice, "1", "p3"))).isEqualTo(ErrorCode.WRONG_STATE);
    }

    @Test
    void aPaymentReducesWhatCanBeFinanced() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        f.pay(buyer, invoice, "700", "p1");
        RecordId mandate = f.mandate(invoice, f.a, "1000");

        assertThat(refusal(() -> f.reserve(invoice, f.a, mandate, "301"))).isEqualTo(ErrorCode.OVER_FINANCING);
        f.reserve(invoice, f.a, mandate, "300");
    }

    @Test
    void whatABankFinancedIsPaidThroughTheBank() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        RecordId id = f.financed(invoice, f.a, "800");
        assertThat(refusal(() -> f.pay(buyer, invoice, "201", "p1"))).isEqualTo(ErrorCode.INVOICE_FINANCED);
        f.pay(buyer, invoice, "200", "p1");
        assertThat(refusal(() -> ledger.run(seller, "invoice.settle", new SettleInvoice(invoice.id()))))
                .isEqualTo(ErrorCode.NOT_SETTLED);

        f.releasePaid(f.a, id, "300", "p2");
        assertThat(f.register(invoice).totals(ledger.now()))
                .isEqualTo(new RegisterTotals(eur("1000"), eur("500"), eur("500"), eur("0"), RegisterStatus.OPEN));
        f.releasePaid(f.a, id, null, "p3");

        // The bank moves no public record: it would be named in it.
        assertThat(status(invoice)).isEqualTo(InvoiceStatus.ACCEPTED);
        assertThat(f.check(f.b, invoice).reasons()).containsExactly(InquiryReason.SETTLED);
        ledger.run(buyer, "invoice.settle", new SettleInvoice(invoice.id()));
        assertThat(status(invoice)).isEqualTo(InvoiceStatus.SETTLED);
    }

    @Test
    void onlyAFinancingBankRecordsPaymentsBesidesTheParties() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        assertThat(refusal(() -> f.pay(f.a, invoice, "1", "p"))).isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        assertThat(refusal(() -> f.pay(f.invoices.stranger, invoice, "1", "p"))).isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        RecordId id = f.financed(invoice, f.a, "500");
        f.pay(f.a, invoice, "1", "p");
        f.release(f.a, id, null, ReleaseReason.SATISFIED);
        assertThat(refusal(() -> f.pay(f.a, invoice, "1", "q"))).isEqualTo(ErrorCode.NOT_YOUR_ROLE);
    }

    @Test
    void aPaymentHasADateThatHasComeAndTheInvoicesOwnFields() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        Prepared other = f.invoices.accepted("R-2", "2000");
        RecordSettlement good = f.settlement(invoice, "1", "p");

        assertThat(refusal(() -> ledger.run(
                        seller,
                        "invoice.record-settlement",
                        new RecordSettlement(
                                good.id(), good.amount(), good.date().plusDays(9), "p", good.payable()))))
                .isEqualTo(ErrorCode.MALFORMED);
        assertThat(refusal(() -> ledger.run(
                        seller,
                        "invoice.record-settlement",
                        new RecordSettlement(good.id(), good.amount(), good.date(), "p", other.payable()))))
                .isEqualTo(ErrorCode.FIELD_PROOF_INVALID);
    }

    @Test
    void cancellingIsRefusedWhileFinancedAndAllowedAfterRelease() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        RecordId id = f.financed(invoice, f.a, "800");
        Prepared note = f.invoices.issue(f.invoices.draft("C-1", "1000").crediting(invoice.id(), "R-1"));
        CancelInvoice body = f.cancelBody(invoice, note);

        assertThat(refusal(() -> ledger.run(seller, "invoice.cancel", body))).isEqualTo(ErrorCode.INVOICE_FINANCED);
        f.release(f.a, id, null, ReleaseReason.WITHDRAWN);
        ledger.run(seller, "invoice.cancel", body);

        assertThat(status(invoice)).isEqualTo(InvoiceStatus.CANCELLED);
        assertThat(f.register(invoice).status()).isEqualTo(RegisterStatus.CANCELLED);
        assertThat(f.check(f.b, invoice).reasons()).containsExactly(InquiryReason.CANCELLED);
    }

    @Test
    void aRunningReservationStandsAgainstCancellingToo() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        f.reserve(invoice, f.a, f.mandate(invoice, f.a, "1000"), "1");
        Prepared note = f.invoices.issue(f.invoices.draft("C-1", "1000").crediting(invoice.id(), "R-1"));
        CancelInvoice body = f.cancelBody(invoice, note);

        assertThat(refusal(() -> ledger.run(seller, "invoice.cancel", body))).isEqualTo(ErrorCode.INVOICE_FINANCED);
        ledger.pass(java.time.Duration.ofDays(10));
        ledger.run(seller, "invoice.cancel", body);
    }

    @Test
    void creditNotesHaveToReferToTheInvoiceAndCoverIt() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        Prepared other = f.invoices.accepted("R-2", "1000");
        Prepared half = f.invoices.issue(f.invoices.draft("C-1", "500").crediting(invoice.id(), "r 1"));
        Prepared less = f.invoices.issue(f.invoices.draft("C-2", "499.99").crediting(invoice.id(), "R-1"));
        Prepared cent = f.invoices.issue(f.invoices.draft("C-3", "0.01").crediting(invoice.id(), "R-1"));
        Prepared elsewhere = f.invoices.issue(f.invoices.draft("C-4", "1000").crediting(other.id(), "R-2"));
        Prepared misnamed = f.invoices.issue(f.invoices.draft("C-5", "1000").crediting(invoice.id(), "R-9"));

        for (CancelInvoice body : java.util.List.of(
                f.cancelBody(invoice),
                f.cancelBody(invoice, half, less),
                f.cancelBody(invoice, elsewhere),
                f.cancelBody(invoice, misnamed))) {
            assertThat(refusal(() -> ledger.run(seller, "invoice.cancel", body)))
                    .isEqualTo(ErrorCode.CREDIT_NOTE_REQUIRED);
        }
        assertThat(refusal(() -> f.cancelBody(invoice, half, half))).isEqualTo(ErrorCode.MALFORMED);
        ledger.run(seller, "invoice.cancel", f.cancelBody(invoice, half, less, cent));
        assertThat(status(invoice)).isEqualTo(InvoiceStatus.CANCELLED);
    }

    @Test
    void aDisputedInvoiceCanStillBePaid() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        ledger.run(buyer, "invoice.dispute", new ContestInvoice(invoice.id(), ResponseReason.QUA));
        f.pay(buyer, invoice, "1000", "p");

        assertThat(status(invoice)).isEqualTo(InvoiceStatus.SETTLED);
    }
}
