package org.tradeseal.ledger.financing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradeseal.ledger.TestLedger.refusalOf;
import static org.tradeseal.ledger.financing.FinancingFixture.eur;
import static org.tradeseal.ledger.financing.FinancingFixture.identity;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tradeseal.ledger.Outcome;
import org.tradeseal.ledger.TestLedger;
import org.tradeseal.ledger.invoice.AcceptInvoice;
import org.tradeseal.ledger.invoice.ContestInvoice;
import org.tradeseal.ledger.invoice.InvoiceFixture.Prepared;
import org.tradeseal.ledger.invoice.ResponseReason;
import org.tradeseal.ledger.record.Money;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.SignedCommand;

class FinancingContractTest {
    private final FinancingFixture f = new FinancingFixture();
    private final TestLedger ledger = f.ledger;

    private static ErrorCode refusal(Runnable action) {
        return refusalOf(action).code();
    }

    @Test
    void after80PercentAnother30AreRefusedAnd20Pass() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        RecordId atA = f.financed(invoice, f.a, "800");
        RecordId mandate = f.mandate(invoice, f.b, "500");

        Refusal refused = refusalOf(() -> f.reserve(invoice, f.b, mandate, "300"));
        assertThat(refused.code()).isEqualTo(ErrorCode.OVER_FINANCING);
        assertThat(refused.detail().en()).contains("200.00 EUR").doesNotContain(f.a.value(), atA.value());
        assertThat(refused.conflictsWith()).isEmpty();
        f.finance(f.b, f.reserve(invoice, f.b, mandate, "200"), "200");

        assertThat(f.register(invoice).remaining(ledger.now())).isEqualTo(eur("0"));
        assertThat(f.check(f.b, invoice).status()).isEqualTo(InquiryStatus.FULLY_FINANCED);
    }

    @Test
    void ofTwoBanksInOneBatchOnlyOneGetsTheLast() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        SignedCommand first = ledger.prepare(
                f.a,
                "financing.reserve",
                new ReserveFinancing(invoice.id(), f.mandate(invoice, f.a, "600"), eur("600"), 5),
                "race-a");
        SignedCommand second = ledger.prepare(
                f.b,
                "financing.reserve",
                new ReserveFinancing(invoice.id(), f.mandate(invoice, f.b, "600"), eur("600"), 5),
                "race-b");

        List<Outcome> outcomes = ledger.submit(TestLedger.REGULATOR, List.of(first, second));
        assertThat(outcomes).extracting(Outcome::status).containsExactly(Outcome.Status.WRITTEN, Outcome.Status.RETRY);
        Outcome again = ledger.submit(TestLedger.REGULATOR, List.of(second)).get(0);

        assertThat(again.status()).isEqualTo(Outcome.Status.REFUSED);
        assertThat(again.refusal().code()).isEqualTo(ErrorCode.OVER_FINANCING);
        assertThat(again.refusal().detail()).isEqualTo(ErrorCode.OVER_FINANCING.title());
        assertThat(f.register(invoice).financed(ledger.now())).isEqualTo(eur("600"));
    }

    @Test
    void reservingNeedsTheSellersMandateToThisBankOnThisInvoiceInForce() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        Prepared other = f.invoices.accepted("R-2", "700");
        RecordId mine = f.mandate(invoice, f.a, "500");
        RecordId ofOther = f.mandate(other, f.a, "500");
        RecordId ofB = f.mandate(invoice, f.b, "500");
        RecordId unknown = RecordId.derive(ledger.ledger(), "MND", "nobody", "x");

        for (RecordId mandate : List.of(ofOther, ofB, unknown)) {
            assertThat(refusal(() -> f.reserve(invoice, f.a, mandate, "1"))).isEqualTo(ErrorCode.MANDATE_REQUIRED);
        }
        assertThat(refusal(() -> f.reserve(invoice, f.a, mine, "500.01"))).isEqualTo(ErrorCode.MANDATE_REQUIRED);
        RecordId reserved = f.reserve(invoice, f.a, mine, "300");
        assertThat(refusal(() -> f.reserve(invoice, f.a, mine, "201"))).isEqualTo(ErrorCode.MANDATE_REQUIRED);
        assertThat(refusal(() -> f.finance(f.a, reserved, "501"))).isEqualTo(ErrorCode.MANDATE_REQUIRED);

        ledger.run(f.invoices.seller, "financing.revoke-mandate", new RevokeMandate(mine));
        assertThat(refusal(() -> f.reserve(invoice, f.a, mine, "1"))).isEqualTo(ErrorCode.MANDATE_REQUIRED);
        f.finance(f.a, reserved, "300");
    }

    @Test
    void anExpiredMandateAllowsNothingAndEndsItsReservations() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        GiveMandate full = f.mandateBody(invoice, f.a, "1000");
        RecordId mandate = ledger.run(
                f.invoices.seller,
                "financing.mandate",
                new GiveMandate(
                        full.invoice(),
                        full.bank(),
                        full.ceiling(),
                        ledger.now().plus(Duration.ofDays(2)),
                        full.payable(),
                        full.identity()));
        RecordId reserved = f.reserve(invoice, f.a, mandate, "100");

        assertThat(ledger.read(Financing.TYPE, reserved).times().get(Financing.RESERVED_UNTIL))
                .isEqualTo(ledger.now().plus(Duration.ofDays(2)));
        ledger.pass(Duration.ofDays(2));
        assertThat(refusal(() -> f.reserve(invoice, f.a, mandate, "1"))).isEqualTo(ErrorCode.MANDATE_REQUIRED);
        assertThat(refusal(() -> f.finance(f.a, reserved, "100"))).isEqualTo(ErrorCode.DEADLINE_PASSED);
    }

    @Test
    void aMandateIsTheSellersAndGoesToABankWithTheRightFields() {
        Prepared invoice = f.invoices.issue(f.invoices.draft("R-1", "1000"));
        Prepared other = f.invoices.issue(f.invoices.draft("R-2", "1000"));
        GiveMandate good = f.mandateBody(invoice, f.a, "1000");
        String give = "financing.mandate";

        assertThat(refusal(() -> ledger.run(f.invoices.buyer, give, good))).isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        assertThat(refusal(() -> f.mandate(invoice, f.invoices.buyer, "1"))).isEqualTo(ErrorCode.NOT_ELIGIBLE);
        assertThat(refusal(() -> f.mandate(invoice, f.a, "0"))).isEqualTo(ErrorCode.MALFORMED);
        assertThat(refusal(() -> ledger.run(
                        f.invoices.seller,
                        give,
                        new GiveMandate(
                                good.invoice(),
                                good.bank(),
                                good.ceiling(),
                                ledger.now(),
                                good.payable(),
                                good.identity()))))
                .isEqualTo(ErrorCode.DEADLINE_PASSED);
        assertThat(refusal(() -> ledger.run(
                        f.invoices.seller,
                        give,
                        new GiveMandate(
                                good.invoice(),
                                good.bank(),
                                good.ceiling(),
                                good.expires(),
                                other.payable(),
                                good.identity()))))
                .isEqualTo(ErrorCode.FIELD_PROOF_INVALID);
        assertThat(refusal(() -> ledger.run(
                        f.invoices.seller,
                        give,
                        new GiveMandate(
                                good.invoice(),
                                good.bank(),
                                good.ceiling(),
                                good.expires(),
                                good.payable(),
                                identity(other)))))
                .isEqualTo(ErrorCode.FIELD_PROOF_INVALID);
    }

    @Test
    void onlyAnAcceptedInvoiceIsFinancedAndTheReasonIsSaid() {
        Prepared invoice = f.invoices.issue(f.invoices.draft("R-1", "1000"));
        RecordId mandate = f.mandate(invoice, f.a, "1000");
        Refusal early = refusalOf(() -> f.reserve(invoice, f.a, mandate, "100"));
        assertThat(early.code()).isEqualTo(ErrorCode.INVOICE_NOT_FINANCEABLE);
        assertThat(early.detail().en())
                .contains(InquiryReason.NOT_ACCEPTED.text().en());
        assertThat(f.check(f.a, invoice).reasons()).containsExactly(InquiryReason.NOT_ACCEPTED);

        ledger.run(f.invoices.buyer, "invoice.accept", new AcceptInvoice(invoice.id()));
        RecordId reserved = f.reserve(invoice, f.a, mandate, "100");
        ledger.run(f.invoices.buyer, "invoice.dispute", new ContestInvoice(invoice.id(), ResponseReason.QUA));

        // The check repeats when money flows.
        assertThat(refusalOf(() -> f.finance(f.a, reserved, "100")).detail().en())
                .contains(InquiryReason.DISPUTED.text().en());
        assertThat(f.check(f.a, invoice).status()).isEqualTo(InquiryStatus.NOT_FINANCEABLE);
        f.release(f.a, reserved, null, ReleaseReason.NOT_FUNDED);
    }

    @Test
    void noMandateOnWhatCannotBeFinancedAnyMore() {
        Prepared rejected = f.invoices.issue(f.invoices.draft("R-1", "1000"));
        ledger.run(f.invoices.buyer, "invoice.reject", new ContestInvoice(rejected.id(), ResponseReason.UNR));
        Prepared note = f.invoices.issue(f.invoices.draft("C-1", "1000").crediting(rejected.id(), "R-1"));

        assertThat(refusal(() -> f.mandate(rejected, f.a, "1"))).isEqualTo(ErrorCode.INVOICE_NOT_FINANCEABLE);
        assertThat(refusal(() -> f.mandate(note, f.a, "1"))).isEqualTo(ErrorCode.INVOICE_NOT_FINANCEABLE);
    }

    @Test
    void aReservationEndsByItself() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        RecordId atA = f.reserve(invoice, f.a, f.mandate(invoice, f.a, "1000"), "900");
        RecordId mandateB = f.mandate(invoice, f.b, "1000");
        assertThat(refusal(() -> f.reserve(invoice, f.b, mandateB, "500"))).isEqualTo(ErrorCode.OVER_FINANCING);
        assertThat(refusal(() -> ledger.run(f.a, "financing.expire", new ExpireFinancing(atA))))
                .isEqualTo(ErrorCode.TOO_EARLY);

        ledger.pass(Duration.ofDays(10).minusSeconds(1));
        assertThat(refusal(() -> f.reserve(invoice, f.b, mandateB, "500"))).isEqualTo(ErrorCode.OVER_FINANCING);
        assertThat(statusNow(atA)).isEqualTo(FinancingStatus.RESERVED);
        ledger.pass(Duration.ofSeconds(1));
        assertThat(statusNow(atA)).isEqualTo(FinancingStatus.EXPIRED);
        f.reserve(invoice, f.b, mandateB, "500");

        assertThat(refusal(() -> f.finance(f.a, atA, "500"))).isEqualTo(ErrorCode.DEADLINE_PASSED);
    }

    private FinancingStatus statusNow(RecordId financing) {
        var record = ledger.read(Financing.TYPE, financing);
        return record.content().statusAt(ledger.now(), record.times());
    }

    @Test
    void anAmountInAnotherCurrencyIsRefused() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        RecordId mandate = f.mandate(invoice, f.a, "1000");
        ReserveFinancing dollars = new ReserveFinancing(invoice.id(), mandate, new Money("1.00", "USD"), 3);

        assertThat(refusal(() -> ledger.run(f.a, "financing.reserve", dollars))).isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void twoMandatesOfLikeInvoicesInOneBatchDoNotLoseACheckKey() {
        Prepared one = f.invoices.accepted("R-1", "1000");
        Prepared two = f.invoices.accepted("R-01", "1000");
        SignedCommand first =
                ledger.prepare(f.invoices.seller, "financing.mandate", f.mandateBody(one, f.a, "1"), "like-1");
        SignedCommand second =
                ledger.prepare(f.invoices.seller, "financing.mandate", f.mandateBody(two, f.a, "1"), "like-2");

        assertThat(ledger.submit(TestLedger.OPERATOR, List.of(first, second)))
                .extracting(Outcome::status)
                .containsExactly(Outcome.Status.WRITTEN, Outcome.Status.RETRY);
        ledger.run(second);
        assertThat(f.check(f.a, one).status()).isEqualTo(InquiryStatus.REVIEW);
        assertThat(f.check(f.a, two).status()).isEqualTo(InquiryStatus.REVIEW);
    }

    @Test
    void aReservationLastsOneTo30DaysAndIsMoreThanNothing() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        RecordId mandate = f.mandate(invoice, f.a, "1000");
        for (int days : List.of(0, 31)) {
            assertThat(refusal(() -> new ReserveFinancing(invoice.id(), mandate, eur("1"), days)))
                    .isEqualTo(ErrorCode.MALFORMED);
        }
        assertThat(refusal(() -> f.reserve(invoice, f.a, mandate, "0"))).isEqualTo(ErrorCode.MALFORMED);
    }

    @Test
    void whatIsNotPaidOutIsFreeAgain() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        RecordId id = f.reserve(invoice, f.a, f.mandate(invoice, f.a, "1000"), "900");
        f.finance(f.a, id, "400");

        assertThat(f.register(invoice).remaining(ledger.now())).isEqualTo(eur("600"));
        f.release(f.a, id, "150", ReleaseReason.WITHDRAWN);
        assertThat(f.register(invoice).remaining(ledger.now())).isEqualTo(eur("750"));
        assertThat(refusal(() -> f.release(f.a, id, "250.01", ReleaseReason.WITHDRAWN)))
                .isEqualTo(ErrorCode.WRONG_STATE);
        f.release(f.a, id, null, ReleaseReason.SATISFIED);
        assertThat(f.register(invoice).remaining(ledger.now())).isEqualTo(eur("1000"));
    }

    @Test
    void theReasonOfAReleaseFitsTheState() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        RecordId id = f.reserve(invoice, f.a, f.mandate(invoice, f.a, "1000"), "900");
        assertThat(refusal(() -> f.release(f.a, id, null, ReleaseReason.SATISFIED)))
                .isEqualTo(ErrorCode.WRONG_STATE);
        f.finance(f.a, id, "900");
        assertThat(refusal(() -> f.release(f.a, id, null, ReleaseReason.NOT_FUNDED)))
                .isEqualTo(ErrorCode.WRONG_STATE);
        f.release(f.a, id, null, ReleaseReason.WITHDRAWN);
    }

    @Test
    void aDefaultKeepsTheBanksClaim() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        RecordId id = f.financed(invoice, f.a, "900");
        ledger.run(f.a, "financing.default", new DefaultFinancing(id));

        assertThat(f.check(f.b, invoice).remaining()).isEqualTo(eur("100"));
    }

    @Test
    void aBankIsAnsweredWithoutBeingToldOfTheOther() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        assertThat(f.check(f.b, invoice).status()).isEqualTo(InquiryStatus.FREE);
        f.financed(invoice, f.a, "400");

        Inquiry opened = f.check(f.b, invoice);
        Inquiry blind = f.check(f.b, new CheckFinancing(invoice.id(), "curious", null, null, null));
        RecordId mandate = f.mandate(invoice, f.b, "1");
        Inquiry mandated = f.check(f.b, new CheckFinancing(invoice.id(), "mandated", mandate, null, null));

        assertThat(List.of(opened, mandated)).allSatisfy(i -> {
            assertThat(i.status()).isEqualTo(InquiryStatus.PARTLY_FINANCED);
            assertThat(i.remaining()).isEqualTo(eur("600"));
            assertThat(i.toString()).doesNotContain(f.a.value());
        });
        assertThat(blind.status()).isEqualTo(InquiryStatus.PARTLY_FINANCED);
        assertThat(blind.remaining()).isNull();
        assertThat(blind.purpose()).isEqualTo("curious");
    }

    @Test
    void onlyABankAsksAndItSaysWhatFor() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        CheckFinancing body = new CheckFinancing(invoice.id(), "purpose", null, null, null);

        assertThat(refusal(() -> f.check(f.invoices.buyer, body))).isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        assertThat(refusal(() -> ledger.run(
                        f.a,
                        "financing.check",
                        java.util.Map.of("invoice", invoice.id().value()))))
                .isEqualTo(ErrorCode.FIELD_REQUIRED);
    }

    @Test
    void theSameInvoiceUnderASecondRecordIsBlockedAndASimilarOneReviewed() {
        Prepared first = f.invoices.accepted("INV-007", "1000");
        f.mandate(first, f.a, "1000");
        // Spelt otherwise, its identity is another; its check keys are the same.
        Prepared second = f.invoices.accepted("INV 007", "1000");
        Prepared folded = f.invoices.accepted("INV-O7", "1000");
        Prepared sameDay = f.invoices.accepted("OTHER-1", "1000");
        Prepared unlike = f.invoices.accepted("OTHER-2", "999");

        RecordId mandate = f.mandate(second, f.b, "1000");
        assertThat(refusal(() -> f.reserve(second, f.b, mandate, "1"))).isEqualTo(ErrorCode.INVOICE_NOT_FINANCEABLE);
        assertThat(f.check(f.b, second))
                .extracting(Inquiry::status, Inquiry::reasons)
                .containsExactly(InquiryStatus.NOT_FINANCEABLE, List.of(InquiryReason.SAME_INVOICE));
        assertThat(f.check(f.b, folded))
                .extracting(Inquiry::status, Inquiry::reasons)
                .containsExactly(
                        InquiryStatus.REVIEW,
                        List.of(
                                InquiryReason.SIMILAR_NUMBER_AND_DATE,
                                InquiryReason.SIMILAR_NUMBER_AND_AMOUNT,
                                InquiryReason.SIMILAR_DATE_AND_AMOUNT));
        assertThat(f.check(f.b, sameDay).reasons()).containsExactly(InquiryReason.SIMILAR_DATE_AND_AMOUNT);
        assertThat(f.check(f.b, unlike).status()).isEqualTo(InquiryStatus.FREE);
        // The one that was first is reviewed, not blocked.
        assertThat(f.check(f.a, first).status()).isEqualTo(InquiryStatus.REVIEW);
    }

    @Test
    void numbersAreFoldedAsPeopleMistakeThem() {
        assertThat(CheckKeys.folded("inv-OO7"))
                .isEqualTo(CheckKeys.folded("INV-007"))
                .isEqualTo(CheckKeys.folded("1NV–７"));
        assertThat(CheckKeys.folded("INV-70")).isNotEqualTo(CheckKeys.folded("INV-7"));
        assertThat(CheckKeys.folded("0")).isEqualTo("0");
    }

    @Test
    void aLinkedCreditNotePutsTheInquiryToReview() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        f.invoices.issue(f.invoices.draft("C-1", "10").crediting(invoice.id(), "R-1"));

        assertThat(f.check(f.a, invoice).reasons()).containsExactly(InquiryReason.CREDIT_NOTE_LINKED);
    }
}
