package org.tradeseal.ledger.invoice;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.TestLedger;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.verify.Field;
import org.tradeseal.verify.FieldOpening;
import org.tradeseal.verify.FieldTree;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;

/** A seller, a buyer and invoices between them, on a ledger in memory. */
public final class InvoiceFixture {
    public static final String SELLER_ID = "SG-200812345X";
    public static final String BUYER_ID = "CN-91310000MA1FL0000X";
    private static final String SCHEMA = "tradeseal/invoice/1";

    public final TestLedger ledger = new TestLedger();
    public final RecordId seller = ledger.enterprise("Seller", SELLER_ID);
    public final RecordId buyer = ledger.enterprise("Buyer", BUYER_ID);
    public final RecordId stranger = ledger.enterprise("Stranger", "STRANGER-1");
    private int attempts;

    /** What a test varies of a document. */
    public record Draft(
            String number,
            String date,
            String amount,
            String currency,
            String sellerId,
            String buyerId,
            @Nullable RecordId buyer,
            DocumentKind kind,
            @Nullable RecordId corrects,
            @Nullable String preceding) {
        public Draft withNumber(String other) {
            return new Draft(other, date, amount, currency, sellerId, buyerId, buyer, kind, corrects, preceding);
        }

        public Draft withDate(String other) {
            return new Draft(number, other, amount, currency, sellerId, buyerId, buyer, kind, corrects, preceding);
        }

        public Draft withAmount(String other) {
            return new Draft(number, date, other, currency, sellerId, buyerId, buyer, kind, corrects, preceding);
        }

        public Draft withSellerId(String other) {
            return new Draft(number, date, amount, currency, other, buyerId, buyer, kind, corrects, preceding);
        }

        public Draft withBuyer(String otherId, @Nullable RecordId other) {
            return new Draft(number, date, amount, currency, sellerId, otherId, other, kind, corrects, preceding);
        }

        public Draft crediting(RecordId invoice, String precedingNumber) {
            return new Draft(
                    number,
                    date,
                    amount,
                    currency,
                    sellerId,
                    buyerId,
                    buyer,
                    DocumentKind.CREDIT_NOTE,
                    invoice,
                    precedingNumber);
        }
    }

    /** A command about to be sent: its key fixes the record id, to which the fields are bound. */
    public record Prepared(RecordId id, String key, FieldTree fields, Payload payload, IssueInvoice body) {
        public FieldOpening open(String pointer) {
            return fields.open(pointer);
        }

        public PayableOpening payable() {
            return new PayableOpening(open("/payableAmount"), open("/currency"));
        }
    }

    public Draft draft(String number, String amount) {
        return new Draft(
                number, "2026-11-01", amount, "EUR", SELLER_ID, BUYER_ID, buyer, DocumentKind.INVOICE, null, null);
    }

    public Prepared prepare(RecordId issuer, Draft draft) {
        String key = "invoice-" + ++attempts;
        RecordId id = RecordId.derive(ledger.ledger(), Invoice.TYPE.prefix(), issuer.value(), key);
        List<Field> fields = new ArrayList<>(List.of(
                new Field("/number", Field.Type.IDENTIFIER, draft.number()),
                new Field("/issueDate", Field.Type.DATE, draft.date()),
                new Field("/type", Field.Type.CODE, draft.kind() == DocumentKind.INVOICE ? "380" : "381"),
                new Field("/seller/id", Field.Type.IDENTIFIER, draft.sellerId()),
                new Field("/buyer/id", Field.Type.IDENTIFIER, draft.buyerId()),
                new Field("/currency", Field.Type.CODE, draft.currency()),
                new Field("/payableAmount", Field.Type.DECIMAL, draft.amount())));
        if (draft.preceding() != null) {
            fields.add(new Field("/references/precedingInvoice/0/id", Field.Type.IDENTIFIER, draft.preceding()));
        }
        Payload payload = new Payload(id, SCHEMA, ledger.newSalt(), fields, List.of());
        FieldTree tree = payload.fieldTree(ledger.ledger());
        return new Prepared(id, key, tree, payload, body(draft, tree, payload));
    }

    private IssueInvoice body(Draft draft, FieldTree tree, Payload payload) {
        TreeSet<MspId> recipients = new TreeSet<>(List.of(TestLedger.OPERATOR, TestLedger.BANK_A, TestLedger.CUSTOMS));
        TreeSet<RecordId> readers = new TreeSet<>(List.of(ledger.bankA, ledger.customs));
        String identity = draft.sellerId() + draft.number() + draft.kind();
        return new IssueInvoice(
                draft.kind(),
                draft.kind() == DocumentKind.INVOICE ? InvoiceSyntax.UBL_INVOICE : InvoiceSyntax.UBL_CREDIT_NOTE,
                new Fingerprints(1, digest(identity), digest(identity + draft.amount() + draft.date())),
                new PrivateContent(tree.root(), payload.digest(), recipients, new TreeSet<>()),
                readers,
                draft.buyer(),
                tree.open("/seller/id"),
                draft.buyer() == null ? null : tree.open("/buyer/id"),
                new RulesReport(digest("report"), List.of("PINT-SG 1.4")),
                verdict(SignatureVerdict.Indication.TOTAL_PASSED),
                draft.corrects() == null ? null : new Correction(draft.corrects(), digest("preceding")));
    }

    public static SignatureVerdict verdict(SignatureVerdict.Indication indication) {
        return new SignatureVerdict(indication, "XAdES-BASELINE-B", digest("certificate"), digest("policy"));
    }

    public static Sha256 digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends it as the seller. */
    public Prepared issue(Draft draft) {
        return issue(seller, prepare(seller, draft));
    }

    public Prepared issue(RecordId issuer, Prepared prepared) {
        ledger.run(ledger.prepare(issuer, "invoice.issue", prepared.body(), prepared.key()));
        return prepared;
    }

    /** An invoice that its buyer accepted. */
    public Prepared accepted(String number, String amount) {
        Prepared issued = issue(draft(number, amount));
        ledger.run(buyer, "invoice.accept", new AcceptInvoice(issued.id()));
        return issued;
    }

    public InvoiceStatus status(RecordId id) {
        return ledger.content(Invoice.TYPE, id).status();
    }

    public RespondByDocument response(Prepared invoice, ResponseDocument.Code code, @Nullable ResponseReason reason) {
        return new RespondByDocument(
                invoice.id(),
                new ResponseDocument(digest("response"), code, verdict(SignatureVerdict.Indication.TOTAL_PASSED)),
                BUYER_ID,
                invoice.open("/buyer/id"),
                reason);
    }
}
