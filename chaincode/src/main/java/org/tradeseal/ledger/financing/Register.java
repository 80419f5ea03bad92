package org.tradeseal.ledger.financing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Actor;
import org.tradeseal.ledger.record.Capacity;
import org.tradeseal.ledger.record.Content;
import org.tradeseal.ledger.record.Money;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;

/**
 * The register of one invoice: what is payable, what was paid, and what is financed by whom. Everything about capacity
 * reads and writes this one record, so that two banks cannot both take the last of it. No bank reads it.
 */
public record Register(
        RecordId invoice,
        RecordId seller,
        Money payable,
        List<Settlement> settlements,
        List<LiveFinancing> live,
        @Nullable CheckKeys keys,
        RegisterStatus status)
        implements Content {

    public static final RecordType<Register> TYPE =
            new RecordType<>("REG", "register", Register.class, RecordType.Home.REGISTRARS, Set.of(Role.REGULATOR));

    private static final int MAX_SETTLEMENTS = 500;

    public Register {
        settlements = List.copyOf(settlements);
        live = List.copyOf(live);
    }

    /** The id of an invoice's register. */
    public static RecordId id(Sha256 ledger, RecordId invoice) {
        return RecordId.derive(ledger, TYPE.prefix(), invoice.value(), "register");
    }

    static Register of(RecordId invoice, RecordId seller, Money payable, @Nullable CheckKeys keys) {
        return new Register(invoice, seller, payable, List.of(), List.of(), keys, RegisterStatus.OPEN);
    }

    /** What was paid. */
    public Money settled() {
        return settlements.stream().map(Settlement::amount).reduce(payable.zero(), Money::plus);
    }

    /** What is reserved or financed at this time. */
    public Money financed(Instant now) {
        return live.stream()
                .filter(f -> f.isLive(now))
                .map(LiveFinancing::amount)
                .reduce(payable.zero(), Money::plus);
    }

    /** What can still be financed. */
    public Money remaining(Instant now) {
        return payable.minusDownToZero(settled().plus(financed(now)));
    }

    public RegisterTotals totals(Instant now) {
        return new RegisterTotals(payable, settled(), financed(now), remaining(now), status);
    }

    Optional<LiveFinancing> liveFinancing(RecordId financing, Instant now) {
        return live.stream()
                .filter(f -> f.financing().equals(financing) && f.isLive(now))
                .findFirst();
    }

    boolean isFinancedBy(RecordId bank, Instant now) {
        return live.stream().anyMatch(f -> f.bank().equals(bank) && f.isLive(now));
    }

    /** What is taken under a mandate, apart from one financing. */
    Money under(RecordId mandate, RecordId except, Instant now) {
        return live.stream()
                .filter(f -> f.mandate().equals(mandate) && !f.financing().equals(except) && f.isLive(now))
                .map(LiveFinancing::amount)
                .reduce(payable.zero(), Money::plus);
    }

    /** The register with this financing in place of an earlier state of it. Refuses OVER_FINANCING. */
    Register taking(LiveFinancing financing, Instant now) {
        Register without = releasing(financing.financing(), now);
        Money remaining = without.remaining(now);
        if (financing.amount().exceeds(remaining)) {
            throw new Refusal(
                            ErrorCode.OVER_FINANCING,
                            "At most " + remaining + " of this invoice can still be financed.",
                            "该发票尚可融资的金额最多为 " + remaining + "。")
                    .at("/body/amount");
        }
        List<LiveFinancing> more = new ArrayList<>(without.live);
        more.add(financing);
        return without.withLive(more);
    }

    /** The register without this financing, and without reservations that have ended. */
    Register releasing(RecordId financing, Instant now) {
        return withLive(live.stream()
                .filter(f -> !f.financing().equals(financing) && f.isLive(now))
                .toList());
    }

    private Register withLive(List<LiveFinancing> newLive) {
        return new Register(invoice, seller, payable, settlements, newLive, keys, status);
    }

    /** The register with one more payment. Refuses ALREADY_EXISTS, OVER_SETTLEMENT and INVOICE_FINANCED. */
    Register settling(Settlement settlement, Instant now) {
        if (settlements.stream().anyMatch(s -> s.reference().equals(settlement.reference()))) {
            throw new Refusal(
                    ErrorCode.ALREADY_EXISTS, "A payment with this reference is recorded already.", "该付款参考号已登记。");
        }
        if (settlement.amount().exceeds(payable.minusDownToZero(settled())) || settlements.size() >= MAX_SETTLEMENTS) {
            throw new Refusal(
                    ErrorCode.OVER_SETTLEMENT,
                    "The payments would exceed the payable amount, or " + MAX_SETTLEMENTS + " in number.",
                    "付款合计将超过应付金额，或笔数超过 " + MAX_SETTLEMENTS + "。");
        }
        // Money that belongs to a financing bank is recorded by that bank as it releases: else what the payment frees
        // could be financed again before the payment is known.
        if (settlement.amount().exceeds(remaining(now))) {
            throw new Refusal(
                    ErrorCode.INVOICE_FINANCED,
                    "A live financing stands against this payment; its bank records the payment when it releases.",
                    "该付款涉及有效融资；由融资银行在解除时登记。");
        }
        List<Settlement> more = new ArrayList<>(settlements);
        more.add(settlement);
        Register paid = new Register(invoice, seller, payable, more, live, keys, status);
        return paid.settled().exceeds(payable) || payable.exceeds(paid.settled())
                ? paid
                : paid.with(RegisterStatus.SETTLED);
    }

    Register with(RegisterStatus newStatus) {
        return new Register(invoice, seller, payable, settlements, live, keys, newStatus);
    }

    Register withKeys(CheckKeys newKeys) {
        return new Register(invoice, seller, payable, settlements, live, newKeys, status);
    }

    @Override
    public boolean isHeldBy(Actor actor, Capacity capacity) {
        return capacity == Capacity.REGULATOR && actor.has(Role.REGULATOR);
    }

    @Override
    public SortedSet<RecordId> parties() {
        return new TreeSet<>();
    }
}
