package org.tradeseal.ledger.financing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tradeseal.ledger.TestLedger;
import org.tradeseal.ledger.invoice.InvoiceFixture.Prepared;
import org.tradeseal.ledger.record.Capacity;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** Every state by every move by every actor, against the lifecycle tables. */
class FinancingLifecycleTest {
    private static final List<FinancingMove> MOVES = List.of(
            FinancingMove.FINANCE,
            FinancingMove.RELEASE,
            FinancingMove.RELEASE_PARTLY,
            FinancingMove.DEFAULT,
            FinancingMove.EXPIRE);

    private final FinancingFixture f = new FinancingFixture();
    private final TestLedger ledger = f.ledger;
    private int numbers;

    @ParameterizedTest
    @EnumSource
    void everyMoveFromThisStateFollowsTheTable(FinancingStatus from) {
        Map<RecordId, Set<Capacity>> actors = new LinkedHashMap<>();
        actors.put(f.a, EnumSet.of(Capacity.BANK));
        actors.put(ledger.regulator, EnumSet.of(Capacity.REGULATOR));
        actors.put(f.b, Set.of());
        actors.put(f.invoices.seller, Set.of());
        for (FinancingMove move : MOVES) {
            actors.forEach((actor, capacities) -> assertThat(attempt(inState(from), move, from, actor))
                    .as("%s %s by %s", from, move, capacities)
                    .isEqualTo(expected(from, move, capacities)));
        }
    }

    private static Object expected(FinancingStatus from, FinancingMove move, Set<Capacity> capacities) {
        if (capacities.isEmpty()) {
            return ErrorCode.NOT_FOUND;
        }
        FinancingMove effective = move;
        boolean nothingLeft = from == FinancingStatus.RELEASED || from == FinancingStatus.EXPIRED;
        if (move == FinancingMove.RELEASE_PARTLY && nothingLeft) {
            effective = FinancingMove.RELEASE;
        }
        FinancingMove wanted = effective;
        var lines = Financing.LIFECYCLE.transitions().stream()
                .filter(t -> t.from() == from && t.move() == wanted)
                .toList();
        return lines.isEmpty()
                ? ErrorCode.WRONG_STATE
                : lines.stream()
                        .filter(t -> capacities.contains(t.by()))
                        .findFirst()
                        .map(t -> (Object) t.to())
                        .orElse(ErrorCode.NOT_YOUR_ROLE);
    }

    private Object attempt(RecordId id, FinancingMove move, FinancingStatus from, RecordId actor) {
        ReleaseReason reason = from == FinancingStatus.RESERVED ? ReleaseReason.NOT_FUNDED : ReleaseReason.SATISFIED;
        try {
            switch (move) {
                case FINANCE -> f.finance(actor, id, "500");
                case RELEASE -> f.release(actor, id, null, reason);
                case RELEASE_PARTLY -> f.release(actor, id, "10", reason);
                case DEFAULT -> ledger.run(actor, "financing.default", new DefaultFinancing(id));
                case EXPIRE -> {
                    ledger.pass(Duration.ofDays(11));
                    ledger.run(actor, "financing.expire", new ExpireFinancing(id));
                }
                default -> throw new AssertionError(move);
            }
            return ledger.content(Financing.TYPE, id).status();
        } catch (Refusal refusal) {
            return refusal.code();
        }
    }

    private RecordId inState(FinancingStatus status) {
        Prepared invoice = f.invoices.accepted("R-" + ++numbers, "1000");
        RecordId id = f.reserve(invoice, f.a, f.mandate(invoice, f.a, "1000"), "500");
        if (status == FinancingStatus.EXPIRED) {
            ledger.pass(Duration.ofDays(11));
            ledger.run(f.a, "financing.expire", new ExpireFinancing(id));
        } else if (status != FinancingStatus.RESERVED) {
            f.finance(f.a, id, "500");
        }
        switch (status) {
            case PARTIALLY_RELEASED -> f.release(f.a, id, "100", ReleaseReason.WITHDRAWN);
            case RELEASED -> f.release(f.a, id, null, ReleaseReason.SATISFIED);
            case DEFAULTED -> ledger.run(f.a, "financing.default", new DefaultFinancing(id));
            case RESERVED, FINANCED, EXPIRED -> {}
        }
        assertThat(ledger.content(Financing.TYPE, id).status()).isEqualTo(status);
        return id;
    }

    @Test
    void onlyTheSellerRevokesAMandateAndOnce() {
        Prepared invoice = f.invoices.accepted("R-1", "1000");
        RecordId mandate = f.mandate(invoice, f.a, "1000");
        RevokeMandate revoke = new RevokeMandate(mandate);

        assertThat(refusal(f.b, revoke)).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(refusal(f.a, revoke)).isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        assertThat(refusal(ledger.regulator, revoke)).isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        ledger.run(f.invoices.seller, "financing.revoke-mandate", revoke);
        assertThat(ledger.content(Mandate.TYPE, mandate).status()).isEqualTo(MandateStatus.REVOKED);
        assertThat(refusal(f.invoices.seller, revoke)).isEqualTo(ErrorCode.WRONG_STATE);
    }

    private ErrorCode refusal(RecordId actor, RevokeMandate body) {
        return TestLedger.refusalOf(() -> ledger.run(actor, "financing.revoke-mandate", body))
                .code();
    }
}
