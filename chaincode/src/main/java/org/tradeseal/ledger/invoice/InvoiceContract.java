package org.tradeseal.ledger.invoice;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.participant.Identifier;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Recorded;
import org.tradeseal.ledger.record.Times;
import org.tradeseal.ledger.record.UniqueName;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.FieldRoot;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** The rules about invoices that need nothing but the channel's state. Payments and cancelling look at financings too. */
public final class InvoiceContract {
    /** The lines of the dispatch table. */
    public static final List<CommandRule<?>> RULES = List.of(
            CommandRule.creating(Invoice.TYPE, InvoiceMove.ISSUE, IssueInvoice.class, InvoiceContract::issue)
                    .claiming((seller, b) -> List.of(number(seller, b.fingerprints()))),
            CommandRule.moving(Invoice.TYPE, InvoiceMove.ACCEPT, AcceptInvoice.class, InvoiceContract::accept),
            contest(InvoiceMove.DISPUTE),
            contest(InvoiceMove.REJECT),
            byDocument(InvoiceMove.ACCEPT_BY_DOCUMENT, ResponseDocument.Code.AP),
            byDocument(InvoiceMove.DISPUTE_BY_DOCUMENT, ResponseDocument.Code.UQ),
            byDocument(InvoiceMove.REJECT_BY_DOCUMENT, ResponseDocument.Code.RE),
            CommandRule.moving(
                    Invoice.TYPE, InvoiceMove.DELIVERED, MarkDelivered.class, InvoiceContract::markDelivered));

    private InvoiceContract() {}

    private static CommandRule<?> contest(InvoiceMove move) {
        return CommandRule.moving(
                Invoice.TYPE, move, ContestInvoice.class, (x, b) -> answer(x, b.id(), move, b.reason(), null));
    }

    // It opens the identifier of a buyer that is on no record of the channel: that is for the registrars only.
    private static CommandRule<?> byDocument(InvoiceMove move, ResponseDocument.Code code) {
        return CommandRule.moving(
                        Invoice.TYPE, move, RespondByDocument.class, (x, b) -> respondByDocument(x, b, move, code))
                .privately();
    }

    private static void issue(Execution x, IssueInvoice body) {
        RecordId id = x.newId(Invoice.TYPE);
        Invoice draft = draft(x, body);
        Invoice.LIFECYCLE.create(InvoiceMove.ISSUE, x.actor(), draft);
        requireSeller(x, id, body);
        requireBuyer(x, id, body);
        requireRecipients(x, draft);
        requireSignature(body.signature());
        requireUnique(x, draft, id);
        if (body.corrects() != null) {
            linkCorrected(x, draft, body.corrects().invoice(), id);
        }
        x.create(Invoice.TYPE, draft, Times.none().at("issuedAt", x.now()));
        x.isAbout(id);
    }

    private static Invoice draft(Execution x, IssueInvoice body) {
        if (!body.privateContent().delivered().isEmpty()) {
            throw new Refusal(ErrorCode.MALFORMED, "Nothing is delivered yet.", "签发时尚无投递。")
                    .at("/body/privateContent/delivered");
        }
        return new Invoice(
                body.documentKind(),
                body.syntax(),
                x.actor().id(),
                body.buyer(),
                body.recipientParticipants(),
                body.fingerprints(),
                body.privateContent(),
                body.rules(),
                body.signature(),
                body.corrects(),
                new TreeSet<>(),
                InvoiceStatus.ISSUED,
                null,
                null);
    }

    private static void requireSeller(Execution x, RecordId id, IssueInvoice body) {
        FieldRoot root = body.privateContent().fields();
        String seller = InvoiceFields.SELLER_ID.open(body.sellerOpening(), x, id, root, "/body/sellerOpening");
        if (!x.read(Participant.TYPE, x.actor().id()).content().isIdentifiedBy(seller)) {
            throw new Refusal(
                            ErrorCode.SELLER_MISMATCH,
                            "The document's seller identifier is not admitted for "
                                    + x.actor().id() + ".",
                            "单据的卖方标识未登记给 " + x.actor().id() + "。")
                    .at("/body/sellerOpening");
        }
    }

    // Otherwise a seller could name a friend as buyer, who accepts what the document's buyer never saw.
    private static void requireBuyer(Execution x, RecordId id, IssueInvoice body) {
        if (body.buyer() == null || body.buyerOpening() == null) {
            return;
        }
        FieldRoot root = body.privateContent().fields();
        String buyer = InvoiceFields.BUYER_ID.open(body.buyerOpening(), x, id, root, "/body/buyerOpening");
        if (!x.read(Participant.TYPE, body.buyer()).content().isIdentifiedBy(buyer)) {
            throw new Refusal(
                            ErrorCode.BUYER_MISMATCH,
                            "The document's buyer identifier is not admitted for " + body.buyer() + ".",
                            "单据的买方标识未登记给 " + body.buyer() + "。")
                    .at("/body/buyer");
        }
    }

    private static void requireRecipients(Execution x, Invoice draft) {
        for (RecordId party : draft.parties()) {
            MspId host = x.read(Participant.TYPE, party).content().organisation();
            if (!draft.privateContent().recipients().contains(host)) {
                throw new Refusal(
                                ErrorCode.MALFORMED,
                                host + ", which hosts " + party + ", is no recipient of the document.",
                                party + " 的托管组织 " + host + " 不在单据接收方之列。")
                        .at("/body/privateContent/recipients");
            }
        }
    }

    private static void requireSignature(@Nullable SignatureVerdict signature) {
        if (signature != null && signature.indication() == SignatureVerdict.Indication.TOTAL_FAILED) {
            throw new Refusal(ErrorCode.SIGNATURE_NOT_RECOGNISED, "The document's signature is broken.", "文件的电子签名无效。")
                    .at("/body/signature");
        }
    }

    private static UniqueName number(RecordId seller, Fingerprints prints) {
        return new UniqueName("invoice-identity", seller + "/" + prints.version() + "/" + prints.identity());
    }

    private static void requireUnique(Execution x, Invoice draft, RecordId id) {
        Fingerprints prints = draft.fingerprints();
        Optional<RecordId> taken = x.claim(number(draft.seller(), prints), id);
        if (taken.isEmpty()) {
            return;
        }
        RecordId other = taken.get();
        boolean same =
                x.read(Invoice.TYPE, other).content().fingerprints().content().equals(prints.content());
        throw (same
                        ? new Refusal(
                                ErrorCode.SAME_INVOICE,
                                "This is the invoice recorded as " + other + ".",
                                "此即已登记的发票 " + other + "。")
                        : new Refusal(
                                ErrorCode.INVOICE_NUMBER_TAKEN,
                                "An invoice with the same number and other content is recorded as " + other + ".",
                                "号码相同而内容不同的发票已登记为 " + other + "。"))
                .at("/body/fingerprints")
                .conflictsWith(List.of(other));
    }

    private static void linkCorrected(Execution x, Invoice creditNote, RecordId corrected, RecordId id) {
        Recorded<Invoice> before = x.subject(Invoice.TYPE, corrected);
        Invoice invoice = before.content();
        boolean fits = invoice.documentKind() == DocumentKind.INVOICE
                && invoice.seller().equals(creditNote.seller())
                && java.util.Objects.equals(invoice.buyer(), creditNote.buyer());
        if (!fits) {
            throw new Refusal(
                            ErrorCode.NOT_ELIGIBLE,
                            "A credit note refers to an invoice of the same seller to the same buyer.",
                            "贷记单只能引用同一卖方开给同一买方的发票。")
                    .at("/body/corrects/invoice")
                    .conflictsWith(List.of(corrected));
        }
        x.update(before, invoice.correctedBy(id), before.times().at("correctedAt", x.now()));
    }

    private static void accept(Execution x, AcceptInvoice body) {
        answer(x, body.id(), InvoiceMove.ACCEPT, null, null);
    }

    private static void respondByDocument(
            Execution x, RespondByDocument body, InvoiceMove move, ResponseDocument.Code code) {
        Invoice invoice = x.subject(Invoice.TYPE, body.id()).content();
        if (invoice.buyer() != null) {
            throw new Refusal(
                    ErrorCode.NOT_YOUR_ROLE, "The buyer is a participant and answers itself.", "买方是参与方，须由其本人答复。");
        }
        requireContested(body.reason(), move == InvoiceMove.ACCEPT_BY_DOCUMENT);
        if (body.document().code() != code) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "The document answers " + body.document().code() + ", this step needs " + code + ".",
                            "文件答复代码为 " + body.document().code() + "，此步骤须为 " + code + "。")
                    .at("/body/document/code");
        }
        if (body.document().signature().indication() != SignatureVerdict.Indication.TOTAL_PASSED) {
            throw new Refusal(
                            ErrorCode.SIGNATURE_NOT_RECOGNISED,
                            "An answer by document rests on its signature, which did not pass.",
                            "以文件答复须凭其签名，而该签名未通过验证。")
                    .at("/body/document/signature");
        }
        FieldRoot root = invoice.privateContent().fields();
        String buyer = InvoiceFields.BUYER_ID.open(body.buyerOpening(), x, body.id(), root, "/body/buyerOpening");
        if (!Identifier.normalise(buyer).equals(Identifier.normalise(body.responder()))) {
            throw new Refusal(
                            ErrorCode.BUYER_MISMATCH,
                            "The answer does not come from the invoice's buyer.",
                            "该答复并非来自发票的买方。")
                    .at("/body/responder");
        }
        answer(x, body.id(), move, body.reason(), body.document());
    }

    private static void requireContested(@Nullable ResponseReason reason, boolean accepts) {
        if (accepts == (reason != null)) {
            throw new Refusal(
                            accepts ? ErrorCode.MALFORMED : ErrorCode.FIELD_REQUIRED,
                            accepts ? "An acceptance has no reason code." : "A dispute or rejection has a reason code.",
                            accepts ? "承兑不带原因代码。" : "争议或拒收须有原因代码。")
                    .at("/body/reason");
        }
    }

    private static void answer(
            Execution x,
            RecordId id,
            InvoiceMove move,
            @Nullable ResponseReason reason,
            @Nullable ResponseDocument document) {
        Recorded<Invoice> before = x.subject(Invoice.TYPE, id);
        requireInvoice(before, move);
        Invoice invoice = before.content();
        InvoiceStatus next = Invoice.LIFECYCLE.next(invoice.status(), move, x.actor(), invoice);
        String time = next.name().toLowerCase(java.util.Locale.ROOT) + "At";
        x.update(
                before, invoice.answered(next, reason, document), before.times().at(time, x.now()));
    }

    /** Refuses WRONG_STATE where the record is a credit note, which nobody accepts, pays or cancels. */
    public static void requireInvoice(Recorded<Invoice> record, InvoiceMove move) {
        if (record.content().documentKind() == DocumentKind.CREDIT_NOTE) {
            throw new Refusal(
                    ErrorCode.WRONG_STATE,
                    record.id() + " is a credit note; " + move.wire() + " is for invoices.",
                    record.id() + " 是贷记单；" + move.wire() + " 只适用于发票。");
        }
    }

    private static void markDelivered(Execution x, MarkDelivered body) {
        Recorded<Invoice> before = x.subject(Invoice.TYPE, body.id());
        Invoice invoice = before.content();
        Invoice.LIFECYCLE.next(invoice.status(), InvoiceMove.DELIVERED, x.actor(), invoice);
        MspId recipient = x.actor().host();
        if (invoice.privateContent().delivered().contains(recipient)) {
            throw new Refusal(
                    ErrorCode.WRONG_STATE,
                    "Delivery to " + recipient + " is marked already.",
                    "已标记投递至 " + recipient + "。");
        }
        x.update(
                before,
                invoice.deliveredAs(invoice.privateContent().deliveredTo(recipient, x, body.id())),
                before.times());
    }
}
