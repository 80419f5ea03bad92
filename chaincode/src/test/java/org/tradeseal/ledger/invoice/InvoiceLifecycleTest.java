package org.tradeseal.ledger.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tradeseal.ledger.TestLedger;
import org.tradeseal.ledger.financing.FinancingFixture;
import org.tradeseal.ledger.financing.SettleInvoice;
import org.tradeseal.ledger.invoice.InvoiceFixture.Prepared;
import org.tradeseal.ledger.record.Capacity;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** Every state by every move by every actor, against the lifecycle table. */
class InvoiceLifecycleTest {
    private static final Set<InvoiceMove> MOVES = EnumSet.complementOf(EnumSet.of(InvoiceMove.ISSUE));
    private static final Set<InvoiceMove> BY_DOCUMENT =
            EnumSet.of(InvoiceMove.ACCEPT_BY_DOCUMENT, InvoiceMove.DISPUTE_BY_DOCUMENT, InvoiceMove.REJECT_BY_DOCUMENT);

    private final FinancingFixture financing = new FinancingFixture();
    private final InvoiceFixture f = financing.invoices;
    private final TestLedger ledger = f.ledger;
    private int numbers;

    private record Case(Prepared invoice, Prepared creditNote, boolean buyerInside) {}

    private Map<RecordId, Set<Capacity>> actors(boolean buyerInside) {
        Map<RecordId, Set<Capacity>> actors = new LinkedHashMap<>();
        actors.put(f.seller, EnumSet.of(Capacity.SELLER, Capacity.HOST));
        actors.put(f.buyer, buyerInside ? EnumSet.of(Capacity.BUYER, Capacity.HOST) : EnumSet.of(Capacity.HOST));
        actors.put(f.stranger, EnumSet.of(Capacity.HOST));
        actors.put(ledger.bankA, EnumSet.of(Capacity.BANK, Capacity.HOST));
        actors.put(ledger.bankB, EnumSet.noneOf(Capacity.class));
        return actors;
    }

    @ParameterizedTest
    @EnumSource
    void everyMoveFromThisStateFollowsTheTable(InvoiceStatus from) {
        for (boolean inside : List.of(true, false)) {
            for (InvoiceMove move : MOVES) {
                actors(inside).forEach((actor, capacities) -> {
                    Case one = inState(from, inside);
                    Object actual = attempt(one, move, actor);
                    assertThat(actual)
                            .as("%s %s by %s, buyer inside: %s", from, move, capacities, inside)
                            .isEqualTo(expected(one, from, move, capacities));
                });
            }
        }
    }

    private Object expected(Case one, InvoiceStatus from, InvoiceMove move, Set<Capacity> capacities) {
        if (one.buyerInside() && BY_DOCUMENT.contains(move)) {
            return ErrorCode.NOT_YOUR_ROLE;
        }
        var lines = Invoice.LIFECYCLE.transitions().stream()
                .filter(t -> t.from() == from && t.move() == move)
                .toList();
        if (lines.isEmpty()) {
            return ErrorCode.WRONG_STATE;
        }
        return lines.stream()
                .filter(t -> capacities.contains(t.by()))
                .findFirst()
                // Nothing is paid in these cases: the table lets the move pass, the register does not.
                .map(t -> move == InvoiceMove.SETTLE ? (Object) ErrorCode.NOT_SETTLED : t.to())
                .orElse(ErrorCode.NOT_YOUR_ROLE);
    }

    private Object attempt(Case one, InvoiceMove move, RecordId actor) {
        try {
            ledger.run(actor, TestLedger.name(Invoice.TYPE, move), body(one, move));
            return f.status(one.invoice().id());
        } catch (Refusal refusal) {
            return refusal.code();
        }
    }

    private Object body(Case one, InvoiceMove move) {
        RecordId id = one.invoice().id();
        return switch (move) {
            case ACCEPT -> new AcceptInvoice(id);
            case DISPUTE, REJECT -> new ContestInvoice(id, ResponseReason.QTY);
            case ACCEPT_BY_DOCUMENT -> f.response(one.invoice(), ResponseDocument.Code.AP, null);
            case DISPUTE_BY_DOCUMENT -> f.response(one.invoice(), ResponseDocument.Code.UQ, ResponseReason.QTY);
            case REJECT_BY_DOCUMENT -> f.response(one.invoice(), ResponseDocument.Code.RE, ResponseReason.QTY);
            case DELIVERED -> new MarkDelivered(id);
            case RECORD_SETTLEMENT -> financing.settlement(one.invoice(), "1", "part " + id);
            case SETTLE -> new SettleInvoice(id);
            case CANCEL -> financing.cancelBody(one.invoice(), one.creditNote());
            case ISSUE -> throw new AssertionError("creates");
        };
    }

    private Case inState(InvoiceStatus status, boolean inside) {
        String number = "R-" + ++numbers;
        InvoiceFixture.Draft draft =
                f.draft(number, "1000").withBuyer(InvoiceFixture.BUYER_ID, inside ? f.buyer : null);
        Prepared invoice = f.issue(draft);
        Prepared note = f.issue(draft.withNumber("C-" + numbers).crediting(invoice.id(), number));
        Case one = new Case(invoice, note, inside);
        ledger.deliver(TestLedger.OPERATOR, invoice.id(), invoice.payload().bytes());
        ledger.deliver(TestLedger.BANK_A, invoice.id(), invoice.payload().bytes());
        switch (status) {
            case ISSUED -> {}
            case ACCEPTED -> answer(one, InvoiceMove.ACCEPT, InvoiceMove.ACCEPT_BY_DOCUMENT);
            case DISPUTED -> answer(one, InvoiceMove.DISPUTE, InvoiceMove.DISPUTE_BY_DOCUMENT);
            case REJECTED -> answer(one, InvoiceMove.REJECT, InvoiceMove.REJECT_BY_DOCUMENT);
            case SETTLED -> financing.pay(f.seller, invoice, "1000", "all");
            case CANCELLED -> ledger.run(f.seller, "invoice.cancel", financing.cancelBody(invoice, note));
        }
        assertThat(f.status(invoice.id())).isEqualTo(status);
        return one;
    }

    private void answer(Case one, InvoiceMove own, InvoiceMove byDocument) {
        InvoiceMove move = one.buyerInside() ? own : byDocument;
        ledger.run(one.buyerInside() ? f.buyer : f.seller, TestLedger.name(Invoice.TYPE, move), body(one, move));
    }

    @Test
    void everyStateIsReachedAndEveryMoveIsInTheTable() {
        assertThat(Invoice.LIFECYCLE.transitions())
                .extracting(t -> t.to())
                .containsOnly(InvoiceStatus.values())
                .contains(InvoiceStatus.values());
        assertThat(Invoice.LIFECYCLE.transitions())
                .extracting(t -> (Object) t.move())
                .contains((Object[]) InvoiceMove.values());
    }
}
