package org.tradeseal.gateway.ledger.fabric;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.LedgerClient;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.asset.AssetClass;
import org.tradeseal.ledger.asset.Details;
import org.tradeseal.ledger.asset.FileAsset;
import org.tradeseal.ledger.asset.Registrant;
import org.tradeseal.ledger.asset.RightNature;
import org.tradeseal.ledger.asset.Share;
import org.tradeseal.ledger.asset.WorkDetails;
import org.tradeseal.ledger.financing.CancelInvoice;
import org.tradeseal.ledger.financing.GiveMandate;
import org.tradeseal.ledger.financing.IdentityOpening;
import org.tradeseal.ledger.financing.ReserveFinancing;
import org.tradeseal.ledger.invoice.AcceptInvoice;
import org.tradeseal.ledger.invoice.Correction;
import org.tradeseal.ledger.invoice.DocumentKind;
import org.tradeseal.ledger.invoice.Fingerprints;
import org.tradeseal.ledger.invoice.InvoiceSyntax;
import org.tradeseal.ledger.invoice.IssueInvoice;
import org.tradeseal.ledger.invoice.PayableOpening;
import org.tradeseal.ledger.invoice.RulesReport;
import org.tradeseal.ledger.participant.AdmitParticipant;
import org.tradeseal.ledger.participant.Custody;
import org.tradeseal.ledger.participant.Identifier;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.Money;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.Field;
import org.tradeseal.verify.FieldOpening;
import org.tradeseal.verify.FieldRoot;
import org.tradeseal.verify.FieldTree;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.SigningKey;

/** Assets, and invoices of sellers with keys of their own, on the ledgers of a network. */
final class Trade {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TestConsortium consortium;
    private final Ledger ledger;
    private final LedgerClient client;

    Trade(TestConsortium consortium, Ledger ledger, LedgerClient client) {
        this.consortium = consortium;
        this.ledger = ledger;
        this.client = client;
    }

    static String fresh() {
        return UUID.randomUUID().toString();
    }

    /** An enterprise that signs itself. */
    record Firm(RecordId id, SigningKey key, String identifier) {}

    /** A document on the ledger, with what its recipients hold of it. */
    record Document(RecordId id, FieldTree fields, Payload payload) {
        FieldOpening open(String pointer) {
            return fields.open(pointer);
        }

        PayableOpening payable() {
            return new PayableOpening(open("/payableAmount"), open("/currency"));
        }
    }

    static Money eur(String amount) {
        return Money.of(new BigDecimal(amount), "EUR");
    }

    Firm firm() {
        String identifier = fresh();
        SigningKey key = SigningKey.generate("firm-1", PublicKey.Algorithm.ED25519, RANDOM);
        AdmitParticipant admission = new AdmitParticipant(
                new Name(null, "Firm " + identifier),
                TestConsortium.OPERATOR,
                new CountryCode("CN"),
                new TreeSet<>(List.of(Role.ENTERPRISE)),
                List.of(new Identifier("TAX", identifier)),
                List.of(key.publicKey()),
                Custody.SELF);
        SignedCommand command = consortium.prepare(ledger, "regulator", "participant.admit", admission, fresh());
        return new Firm(client.submit(TestConsortium.REGULATOR, command).id(), key, identifier);
    }

    /** Signs what a firm commands about the channel's records, by its host. */
    private LedgerClient.Done open(Firm firm, String command, Object body, String key) {
        SignedCommand signed =
                consortium.signed(ledger, TestConsortium.OPERATOR, firm.id(), firm.key(), command, body, key);
        return client.submit(TestConsortium.OPERATOR, signed);
    }

    /** Prepares what goes to the registrars only, at one of them. */
    SignedCommand secret(MspId registrar, Firm firm, String command, Object body) {
        return consortium.signed(ledger, registrar, firm.id(), firm.key(), command, body, fresh());
    }

    SignedCommand secret(MspId registrar, String founder, String command, Object body) {
        return consortium.signed(
                ledger, registrar, consortium.id(founder), consortium.key(founder), command, body, fresh());
    }

    /** A work that its owner filed. */
    RecordId asset(String title) {
        RecordId owner = consortium.admit(ledger, fresh());
        FileAsset filing = new FileAsset(
                AssetClass.WORK,
                new Name(null, title),
                new CountryCode("CN"),
                List.of(new Registrant(owner, new Share("1"))),
                List.of(new Name(null, "Lin Hai")),
                RightNature.ORIGINAL,
                null,
                null,
                null,
                new Details(
                        null,
                        null,
                        new WorkDetails(
                                WorkDetails.Category.WRITTEN,
                                WorkDetails.Ownership.CORPORATE,
                                LocalDate.parse("2025-05-05"),
                                null,
                                null)),
                new PrivateContent(
                        new FieldRoot(Sha256.of(new byte[] {1}), 3, "asset/1"),
                        Sha256.of(new byte[] {2}),
                        new TreeSet<>(List.of(TestConsortium.IP_CENTRE)),
                        new TreeSet<>()));
        return client.submit(TestConsortium.OPERATOR, consortium.custodial(ledger, owner, "asset.file", filing))
                .id();
    }

    /** An invoice over an amount that its buyer accepted; its payload says this note too. */
    Document accepted(Firm seller, Firm buyer, String amount, String note) {
        Document invoice = issue(seller, buyer, amount, note, null);
        open(buyer, "invoice.accept", new AcceptInvoice(invoice.id()), fresh());
        return invoice;
    }

    /** A credit note over the whole of an invoice. */
    Document credit(Firm seller, Firm buyer, String amount, Document invoice) {
        return issue(seller, buyer, amount, "none", invoice);
    }

    private Document issue(Firm seller, Firm buyer, String amount, String note, @Nullable Document corrected) {
        String key = fresh();
        RecordId id = RecordId.derive(ledger.digest(), "INV", seller.id().value(), key);
        List<Field> fields = new ArrayList<>(List.of(
                new Field("/number", Field.Type.IDENTIFIER, "N-" + key),
                new Field("/note", Field.Type.TEXT, note),
                new Field("/issueDate", Field.Type.DATE, "2026-11-01"),
                new Field("/type", Field.Type.CODE, corrected == null ? "380" : "381"),
                new Field("/seller/id", Field.Type.IDENTIFIER, seller.identifier()),
                new Field("/buyer/id", Field.Type.IDENTIFIER, buyer.identifier()),
                new Field("/currency", Field.Type.CODE, "EUR"),
                new Field("/payableAmount", Field.Type.DECIMAL, amount)));
        if (corrected != null) {
            String number = corrected.payload().fields().get(0).value();
            fields.add(new Field("/references/precedingInvoice/0/id", Field.Type.IDENTIFIER, number));
        }
        Payload payload = new Payload(id, "tradeseal/invoice/1", TestConsortium.random(), fields, List.of());
        FieldTree tree = payload.fieldTree(ledger.digest());
        IssueInvoice body = new IssueInvoice(
                corrected == null ? DocumentKind.INVOICE : DocumentKind.CREDIT_NOTE,
                corrected == null ? InvoiceSyntax.UBL_INVOICE : InvoiceSyntax.UBL_CREDIT_NOTE,
                new Fingerprints(1, digest(key), digest(key + amount)),
                new PrivateContent(
                        tree.root(),
                        payload.digest(),
                        new TreeSet<>(List.of(TestConsortium.OPERATOR, TestConsortium.BANK_A)),
                        new TreeSet<>()),
                new TreeSet<>(List.of(consortium.id("bank-a"))),
                buyer.id(),
                tree.open("/seller/id"),
                tree.open("/buyer/id"),
                new RulesReport(digest("report"), List.of("PINT-SG 1.4")),
                null,
                corrected == null ? null : new Correction(corrected.id(), digest("preceding")));
        open(seller, "invoice.issue", body, key);
        return new Document(id, tree, payload);
    }

    private static Sha256 digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The seller's mandate to bank A over an amount, given at a registrar. */
    RecordId mandate(MspId registrar, Firm seller, Document invoice, String amount) {
        GiveMandate body = new GiveMandate(
                invoice.id(),
                consortium.id("bank-a"),
                eur(amount),
                Instant.now().plus(Duration.ofDays(100)).truncatedTo(ChronoUnit.SECONDS),
                invoice.payable(),
                new IdentityOpening(invoice.open("/number"), invoice.open("/issueDate")));
        return client.submit(registrar, secret(registrar, seller, "financing.mandate", body))
                .id();
    }

    SignedCommand reservation(MspId registrar, Document invoice, RecordId mandate, String amount) {
        return secret(
                registrar, "bank-a", "financing.reserve", new ReserveFinancing(invoice.id(), mandate, eur(amount), 10));
    }

    SignedCommand cancellation(MspId registrar, Firm seller, Document invoice, Document creditNote) {
        CancelInvoice.CreditNote note = new CancelInvoice.CreditNote(
                creditNote.id(), creditNote.open("/references/precedingInvoice/0/id"), creditNote.payable());
        return secret(
                registrar,
                seller,
                "invoice.cancel",
                new CancelInvoice(invoice.id(), invoice.open("/number"), invoice.payable(), List.of(note)));
    }

    Ledger.Committed deliver(MspId recipient, Document document) {
        return ledger.submit(
                recipient,
                Invocation.ofTransient(
                        Invocation.Function.DELIVER, document.payload().bytes()));
    }
}
