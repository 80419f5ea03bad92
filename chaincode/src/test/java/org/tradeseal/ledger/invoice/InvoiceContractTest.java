package org.tradeseal.ledger.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradeseal.ledger.TestLedger.refusalOf;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.tradeseal.ledger.Outcome;
import org.tradeseal.ledger.TestLedger;
import org.tradeseal.ledger.invoice.InvoiceFixture.Prepared;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.SignedCommand;

class InvoiceContractTest {
    private final InvoiceFixture f = new InvoiceFixture();

    private ErrorCode refusal(Runnable action) {
        return refusalOf(action).code();
    }

    @Test
    void anInvoiceIsIssuedBySellerAndReadByItsParties() {
        Prepared issued = f.issue(f.draft("R-1", "1000"));

        Invoice invoice = f.ledger.content(Invoice.TYPE, issued.id());
        assertThat(invoice.status()).isEqualTo(InvoiceStatus.ISSUED);
        assertThat(invoice.seller()).isEqualTo(f.seller);
        assertThat(invoice.parties()).containsExactlyInAnyOrder(f.seller, f.buyer, f.ledger.bankA, f.ledger.customs);
        assertThat(invoice.published()).isFalse();
    }

    @Test
    void onlyAnEnterpriseIssues() {
        Prepared byBank = f.prepare(f.ledger.bankB, f.draft("R-1", "1000"));

        assertThat(refusal(() -> f.issue(f.ledger.bankB, byBank))).isEqualTo(ErrorCode.NOT_YOUR_ROLE);
    }

    @Test
    void theSellerOfTheDocumentIsTheIssuingParticipant() {
        Prepared foreign = f.prepare(f.seller, f.draft("R-1", "1000").withSellerId("SOMEBODY-ELSE"));
        Prepared taken = f.prepare(f.stranger, f.draft("R-1", "1000"));

        assertThat(refusal(() -> f.issue(f.seller, foreign))).isEqualTo(ErrorCode.SELLER_MISMATCH);
        assertThat(refusal(() -> f.issue(f.stranger, taken))).isEqualTo(ErrorCode.SELLER_MISMATCH);
    }

    @Test
    void anOpeningOfAnotherFieldOrAnotherRecordIsNoProof() {
        Prepared one = f.prepare(f.seller, f.draft("R-1", "1000"));
        Prepared two = f.prepare(f.seller, f.draft("R-2", "1000"));

        assertThat(refusal(() -> f.issue(f.seller, withSeller(one, one.open("/buyer/id")))))
                .isEqualTo(ErrorCode.FIELD_PROOF_INVALID);
        assertThat(refusal(() -> f.issue(f.seller, withSeller(one, two.open("/seller/id")))))
                .isEqualTo(ErrorCode.FIELD_PROOF_INVALID);
    }

    private static Prepared withSeller(Prepared p, org.tradeseal.verify.FieldOpening opening) {
        IssueInvoice b = p.body();
        return new Prepared(
                p.id(),
                p.key(),
                p.fields(),
                p.payload(),
                new IssueInvoice(
                        b.documentKind(),
                        b.syntax(),
                        b.fingerprints(),
                        b.privateContent(),
                        b.recipientParticipants(),
                        b.buyer(),
                        opening,
                        b.buyerOpening(),
                        b.rules(),
                        b.signature(),
                        b.corrects()));
    }

    private static Prepared with(Prepared p, PrivateContent content, SignatureVerdict signature) {
        IssueInvoice b = p.body();
        return new Prepared(
                p.id(),
                p.key(),
                p.fields(),
                p.payload(),
                new IssueInvoice(
                        b.documentKind(),
                        b.syntax(),
                        b.fingerprints(),
                        content,
                        b.recipientParticipants(),
                        b.buyer(),
                        b.sellerOpening(),
                        b.buyerOpening(),
                        b.rules(),
                        signature,
                        b.corrects()));
    }

    @Test
    void aFriendCannotBeNamedAsBuyerOfAnothersInvoice() {
        Prepared prepared = f.prepare(f.seller, f.draft("R-1", "1000").withBuyer(InvoiceFixture.BUYER_ID, f.stranger));

        assertThat(refusal(() -> f.issue(f.seller, prepared))).isEqualTo(ErrorCode.BUYER_MISMATCH);
    }

    @Test
    void theSameInvoiceAndAConflictingOneAreToldApart() {
        Prepared first = f.issue(f.draft("R-1", "1000"));

        Refusal same = refusalOf(() -> f.issue(f.draft("R-1", "1000")));
        Refusal conflict = refusalOf(() -> f.issue(f.draft("R-1", "1001")));
        assertThat(same.code()).isEqualTo(ErrorCode.SAME_INVOICE);
        assertThat(conflict.code()).isEqualTo(ErrorCode.INVOICE_NUMBER_TAKEN);
        assertThat(List.of(same, conflict))
                .allSatisfy(r -> assertThat(r.conflictsWith()).containsExactly(first.id()));
    }

    @Test
    void anotherSellersNumberIsItsOwn() {
        f.issue(f.draft("R-1", "1000"));

        f.issue(f.stranger, f.prepare(f.stranger, f.draft("R-1", "1000").withSellerId("STRANGER-1")));
    }

    @Test
    void oneInvoiceTwiceInOneBatchIsRecordedOnce() {
        Prepared one = f.prepare(f.seller, f.draft("R-1", "1000"));
        Prepared two = f.prepare(f.seller, f.draft("R-1", "1000"));
        SignedCommand first = f.ledger.prepare(f.seller, "invoice.issue", one.body(), one.key());
        SignedCommand second = f.ledger.prepare(f.seller, "invoice.issue", two.body(), two.key());

        List<Outcome> outcomes = f.ledger.submit(TestLedger.OPERATOR, List.of(first, second));

        assertThat(outcomes).extracting(Outcome::status).containsExactly(Outcome.Status.WRITTEN, Outcome.Status.RETRY);
        assertThat(refusal(() -> f.ledger.run(second))).isEqualTo(ErrorCode.SAME_INVOICE);
    }

    @Test
    void everyPartysHostIsARecipientAndNothingIsDeliveredAtFirst() {
        Prepared p = f.prepare(f.seller, f.draft("R-1", "1000"));
        PrivateContent content = p.body().privateContent();
        PrivateContent without = new PrivateContent(
                content.fields(),
                content.payload(),
                new TreeSet<>(List.of(TestLedger.OPERATOR, TestLedger.CUSTOMS)),
                new TreeSet<>());
        PrivateContent early = new PrivateContent(
                content.fields(), content.payload(), content.recipients(), new TreeSet<>(List.of(TestLedger.CUSTOMS)));

        assertThat(refusalOf(() -> f.issue(f.seller, with(p, without, p.body().signature())))
                        .field())
                .isEqualTo("/body/privateContent/recipients");
        assertThat(refusalOf(() -> f.issue(f.seller, with(p, early, p.body().signature())))
                        .field())
                .isEqualTo("/body/privateContent/delivered");
    }

    @Test
    void aBrokenSignatureIsRefusedAndNoneIsNot() {
        Prepared p = f.prepare(f.seller, f.draft("R-1", "1000"));
        SignatureVerdict failed = InvoiceFixture.verdict(SignatureVerdict.Indication.TOTAL_FAILED);

        assertThat(refusal(() -> f.issue(f.seller, with(p, p.body().privateContent(), failed))))
                .isEqualTo(ErrorCode.SIGNATURE_NOT_RECOGNISED);
        f.issue(f.seller, with(p, p.body().privateContent(), null));
    }

    @Test
    void deliveryIsMarkedWhenTheCollectionHoldsExactlyThePayload() {
        Prepared p = f.issue(f.draft("R-1", "1000"));
        MarkDelivered mark = new MarkDelivered(p.id());

        assertThat(refusal(() -> f.ledger.run(f.ledger.bankA, "invoice.delivered", mark)))
                .isEqualTo(ErrorCode.NOT_DELIVERED);
        f.ledger.deliver(TestLedger.BANK_A, p.id(), "other bytes".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(refusal(() -> f.ledger.run(f.ledger.bankA, "invoice.delivered", mark)))
                .isEqualTo(ErrorCode.NOT_DELIVERED);
        f.ledger.deliver(TestLedger.BANK_A, p.id(), p.payload().bytes());
        f.ledger.run(f.ledger.bankA, "invoice.delivered", mark);

        assertThat(f.ledger.content(Invoice.TYPE, p.id()).privateContent().delivered())
                .containsExactly(TestLedger.BANK_A);
        assertThat(refusal(() -> f.ledger.run(f.ledger.bankA, "invoice.delivered", mark)))
                .isEqualTo(ErrorCode.WRONG_STATE);
    }

    @Test
    void aBuyerOutsideAnswersByASignedDocumentThatSellerOrBankSubmits() {
        Prepared bySeller = f.issue(f.draft("R-1", "1000").withBuyer(InvoiceFixture.BUYER_ID, null));
        Prepared byBank = f.issue(f.draft("R-2", "1000").withBuyer(InvoiceFixture.BUYER_ID, null));

        f.ledger.run(f.seller, "invoice.accept-by-document", f.response(bySeller, ResponseDocument.Code.AP, null));
        f.ledger.run(
                f.ledger.bankA,
                "invoice.dispute-by-document",
                f.response(byBank, ResponseDocument.Code.UQ, ResponseReason.QTY));

        assertThat(f.status(bySeller.id())).isEqualTo(InvoiceStatus.ACCEPTED);
        assertThat(f.status(byBank.id())).isEqualTo(InvoiceStatus.DISPUTED);
        assertThat(f.ledger.content(Invoice.TYPE, byBank.id()).reason()).isEqualTo(ResponseReason.QTY);
    }

    @Test
    void anAnswerByDocumentHasToComeFromTheBuyerAndBeSigned() {
        Prepared inside = f.issue(f.draft("R-1", "1000"));
        Prepared p = f.issue(f.draft("R-2", "1000").withBuyer(InvoiceFixture.BUYER_ID, null));
        RespondByDocument good = f.response(p, ResponseDocument.Code.AP, null);
        String accept = "invoice.accept-by-document";
        ResponseDocument unsigned = new ResponseDocument(
                good.document().sha256(),
                ResponseDocument.Code.AP,
                InvoiceFixture.verdict(SignatureVerdict.Indication.INDETERMINATE));

        assertThat(refusal(() -> f.ledger.run(f.seller, accept, f.response(inside, ResponseDocument.Code.AP, null))))
                .isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        assertThat(refusal(() -> f.ledger.run(f.stranger, accept, good))).isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        assertThat(refusal(() -> f.ledger.run(f.ledger.bankB, accept, good))).isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        assertThat(refusal(() -> f.ledger.run(f.seller, accept, f.response(p, ResponseDocument.Code.RE, null))))
                .isEqualTo(ErrorCode.MALFORMED);
        assertThat(refusal(() ->
                        f.ledger.run(f.seller, accept, f.response(p, ResponseDocument.Code.AP, ResponseReason.QTY))))
                .isEqualTo(ErrorCode.MALFORMED);
        assertThat(refusal(() -> f.ledger.run(
                        f.seller, "invoice.reject-by-document", f.response(p, ResponseDocument.Code.RE, null))))
                .isEqualTo(ErrorCode.FIELD_REQUIRED);
        assertThat(refusal(() -> f.ledger.run(
                        f.seller,
                        accept,
                        new RespondByDocument(p.id(), unsigned, good.responder(), good.buyerOpening(), null))))
                .isEqualTo(ErrorCode.SIGNATURE_NOT_RECOGNISED);
        assertThat(refusal(() -> f.ledger.run(
                        f.seller,
                        accept,
                        new RespondByDocument(p.id(), good.document(), "SOMEBODY", good.buyerOpening(), null))))
                .isEqualTo(ErrorCode.BUYER_MISMATCH);
        assertThat(refusal(() -> f.ledger.run(
                        f.seller,
                        accept,
                        new RespondByDocument(
                                p.id(), good.document(), good.responder(), inside.open("/buyer/id"), null))))
                .isEqualTo(ErrorCode.FIELD_PROOF_INVALID);
    }

    @Test
    void aCreditNoteIsListedOnItsInvoiceAndMovesNoFurther() {
        Prepared invoice = f.issue(f.draft("R-1", "1000"));
        Prepared note = f.issue(f.draft("C-1", "1000").crediting(invoice.id(), "R-1"));

        assertThat(f.ledger.content(Invoice.TYPE, invoice.id()).creditNotes()).containsExactly(note.id());
        assertThat(refusal(() -> f.ledger.run(f.buyer, "invoice.accept", new AcceptInvoice(note.id()))))
                .isEqualTo(ErrorCode.WRONG_STATE);
    }

    @Test
    void aCreditNoteRefersToAnInvoiceOfTheSameParties() {
        Prepared outside = f.issue(f.draft("R-1", "1000").withBuyer(InvoiceFixture.BUYER_ID, null));
        Prepared note = f.issue(f.draft("C-1", "1000"));
        RecordId free = f.issue(f.draft("C-2", "5").crediting(note.id(), "C-1")).id();

        assertThat(refusal(() -> f.issue(f.draft("C-3", "1000").crediting(outside.id(), "R-1"))))
                .isEqualTo(ErrorCode.NOT_ELIGIBLE);
        assertThat(refusal(() -> f.issue(f.draft("C-4", "1000").crediting(free, "C-2"))))
                .isEqualTo(ErrorCode.NOT_ELIGIBLE);
    }

    @Test
    void theChannelSeesNeitherAmountNorNumberNorBuyerOutside() {
        Prepared p = f.issue(f.draft("CANARY-NUMBER", "987654.32").withBuyer("CANARY-BUYER", null));
        f.ledger.run(
                f.seller,
                "invoice.accept-by-document",
                new RespondByDocument(
                        p.id(),
                        f.response(p, ResponseDocument.Code.AP, null).document(),
                        "CANARY-BUYER",
                        p.open("/buyer/id"),
                        null));

        f.ledger
                .state
                .values()
                .forEach(v -> assertThat(new String(v, java.nio.charset.StandardCharsets.UTF_8))
                        .doesNotContain("CANARY", "987654"));
        f.ledger.events.forEach(v -> assertThat(new String(v, java.nio.charset.StandardCharsets.UTF_8))
                .doesNotContain("CANARY", "987654"));
    }
}
