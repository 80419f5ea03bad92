package org.tradeseal.ledger.invoice;

import static org.tradeseal.ledger.invoice.InvoiceStatus.ACCEPTED;
import static org.tradeseal.ledger.invoice.InvoiceStatus.CANCELLED;
import static org.tradeseal.ledger.invoice.InvoiceStatus.DISPUTED;
import static org.tradeseal.ledger.invoice.InvoiceStatus.ISSUED;
import static org.tradeseal.ledger.invoice.InvoiceStatus.REJECTED;
import static org.tradeseal.ledger.invoice.InvoiceStatus.SETTLED;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Actor;
import org.tradeseal.ledger.record.Capacity;
import org.tradeseal.ledger.record.Content;
import org.tradeseal.ledger.record.Lifecycle;
import org.tradeseal.ledger.record.Move;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/**
 * An e-invoice or credit note as the channel sees it: its parties, status, fingerprints and commitments. Amounts, dates
 * and names are private content. {@code creditNotes} lists the credit notes that refer to it.
 */
public record Invoice(
        DocumentKind documentKind,
        InvoiceSyntax syntax,
        RecordId seller,
        @Nullable RecordId buyer,
        SortedSet<RecordId> recipientParticipants,
        Fingerprints fingerprints,
        PrivateContent privateContent,
        RulesReport rules,
        @Nullable SignatureVerdict signature,
        @Nullable Correction corrects,
        SortedSet<RecordId> creditNotes,
        InvoiceStatus status,
        @Nullable ResponseReason reason,
        @Nullable ResponseDocument response)
        implements Content {

    public static final RecordType<Invoice> TYPE =
            new RecordType<>("INV", "invoice", Invoice.class, RecordType.Home.CHANNEL, Set.of(Role.REGULATOR));

    public static final Lifecycle<InvoiceStatus> LIFECYCLE = lifecycle();

    private static final int MAX_RECIPIENTS = 32;
    private static final int MAX_CREDIT_NOTES = 100;

    private static Lifecycle<InvoiceStatus> lifecycle() {
        Lifecycle.Builder<InvoiceStatus> table =
                Lifecycle.<InvoiceStatus>of("invoice").creation(InvoiceMove.ISSUE, Capacity.ENTERPRISE, ISSUED);
        answered(table, List.of(ISSUED, DISPUTED), InvoiceMove.ACCEPT, InvoiceMove.ACCEPT_BY_DOCUMENT, ACCEPTED);
        // What was accepted stays accepted: it can be disputed, which stops new financing, but not rejected any more.
        answered(table, List.of(ISSUED, ACCEPTED), InvoiceMove.DISPUTE, InvoiceMove.DISPUTE_BY_DOCUMENT, DISPUTED);
        answered(table, List.of(ISSUED), InvoiceMove.REJECT, InvoiceMove.REJECT_BY_DOCUMENT, REJECTED);
        for (InvoiceStatus from : List.of(ISSUED, ACCEPTED, DISPUTED)) {
            for (Capacity by : List.of(Capacity.SELLER, Capacity.BUYER)) {
                table.transition(from, InvoiceMove.RECORD_SETTLEMENT, by, from)
                        .transition(from, InvoiceMove.SETTLE, by, SETTLED);
            }
        }
        for (InvoiceStatus from : List.of(ISSUED, ACCEPTED, DISPUTED, REJECTED)) {
            table.transition(from, InvoiceMove.CANCEL, Capacity.SELLER, CANCELLED);
        }
        for (InvoiceStatus any : InvoiceStatus.values()) {
            table.transition(any, InvoiceMove.DELIVERED, Capacity.HOST, any);
        }
        return table.build();
    }

    private static void answered(
            Lifecycle.Builder<InvoiceStatus> table,
            List<InvoiceStatus> from,
            Move ownMove,
            Move byDocument,
            InvoiceStatus to) {
        for (InvoiceStatus state : from) {
            // An issued invoice waits for its buyer; later answers come when the buyer has a reason.
            if (state == ISSUED) {
                table.awaited(state, ownMove, Capacity.BUYER, to);
            } else {
                table.transition(state, ownMove, Capacity.BUYER, to);
            }
            table.transition(state, byDocument, Capacity.SELLER, to).transition(state, byDocument, Capacity.BANK, to);
        }
    }

    public Invoice {
        recipientParticipants = Collections.unmodifiableSortedSet(new TreeSet<>(recipientParticipants));
        creditNotes = Collections.unmodifiableSortedSet(new TreeSet<>(creditNotes));
        requireAtMost(recipientParticipants, MAX_RECIPIENTS, "/recipientParticipants");
        requireAtMost(creditNotes, MAX_CREDIT_NOTES, "/creditNotes");
        if (!syntax.writes(documentKind)) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            syntax + " does not write a document of kind " + documentKind + ".",
                            syntax + " 语法不表示 " + documentKind + " 类单据。")
                    .at("/syntax");
        }
        if (corrects != null && documentKind != DocumentKind.CREDIT_NOTE) {
            throw new Refusal(ErrorCode.MALFORMED, "Only a credit note corrects an invoice.", "只有贷记单可以更正发票。")
                    .at("/corrects");
        }
        if (seller.equals(buyer)) {
            throw new Refusal(ErrorCode.MALFORMED, "Seller and buyer are the same.", "买卖双方相同。").at("/buyer");
        }
    }

    private static void requireAtMost(Set<RecordId> ids, int max, String pointer) {
        if (ids.size() > max) {
            throw new Refusal(ErrorCode.MALFORMED, "At most " + max + " are possible.", "最多 " + max + " 项。")
                    .at(pointer);
        }
    }

    @Override
    public boolean isHeldBy(Actor actor, Capacity capacity) {
        return switch (capacity) {
            case ENTERPRISE -> actor.has(Role.ENTERPRISE);
            case SELLER -> actor.id().equals(seller);
            case BUYER -> actor.id().equals(buyer);
            case BANK -> actor.has(Role.BANK) && recipientParticipants.contains(actor.id());
            case HOST -> privateContent.recipients().contains(actor.host());
            default -> false;
        };
    }

    @Override
    public SortedSet<RecordId> parties() {
        TreeSet<RecordId> parties = new TreeSet<>(recipientParticipants);
        parties.add(seller);
        if (buyer != null) {
            parties.add(buyer);
        }
        return parties;
    }

    /** The same invoice in another state. */
    public Invoice with(InvoiceStatus newStatus) {
        return answered(newStatus, null, null);
    }

    Invoice answered(InvoiceStatus newStatus, @Nullable ResponseReason why, @Nullable ResponseDocument document) {
        return new Invoice(
                documentKind,
                syntax,
                seller,
                buyer,
                recipientParticipants,
                fingerprints,
                privateContent,
                rules,
                signature,
                corrects,
                creditNotes,
                newStatus,
                why,
                document == null ? response : document);
    }

    Invoice deliveredAs(PrivateContent delivered) {
        return new Invoice(
                documentKind,
                syntax,
                seller,
                buyer,
                recipientParticipants,
                fingerprints,
                delivered,
                rules,
                signature,
                corrects,
                creditNotes,
                status,
                reason,
                response);
    }

    Invoice correctedBy(RecordId creditNote) {
        TreeSet<RecordId> notes = new TreeSet<>(creditNotes);
        notes.add(creditNote);
        return new Invoice(
                documentKind,
                syntax,
                seller,
                buyer,
                recipientParticipants,
                fingerprints,
                privateContent,
                rules,
                signature,
                corrects,
                notes,
                status,
                reason,
                response);
    }
}
