package org.tradeseal.ledger.financing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.tradeseal.ledger.invoice.Invoice;
import org.tradeseal.ledger.invoice.InvoiceMove;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.Money;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.ledger.record.Recorded;
import org.tradeseal.ledger.record.Times;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** The rules about financings: what is live and what was paid never exceed what is payable. */
public final class FinancingContract {
    private static final String FEATURE = "financing";

    /** The lines of the dispatch table, with those about invoices that look at the register. */
    public static final List<CommandRule<?>> RULES = List.of(
            creating(Mandate.TYPE, FinancingMove.MANDATE, GiveMandate.class, MandateContract::mandate),
            moving(Mandate.TYPE, FinancingMove.REVOKE_MANDATE, RevokeMandate.class, MandateContract::revoke),
            creating(Inquiry.TYPE, FinancingMove.CHECK, CheckFinancing.class, InquiryContract::check),
            creating(Financing.TYPE, FinancingMove.RESERVE, ReserveFinancing.class, FinancingContract::reserve),
            moving(Financing.TYPE, FinancingMove.FINANCE, FinanceInvoice.class, FinancingContract::finance),
            moving(Financing.TYPE, FinancingMove.RELEASE, ReleaseFinancing.class, FinancingContract::release),
            moving(Financing.TYPE, FinancingMove.DEFAULT, DefaultFinancing.class, FinancingContract::markDefault),
            moving(Financing.TYPE, FinancingMove.EXPIRE, ExpireFinancing.class, FinancingContract::expire),
            CommandRule.moving(
                            Invoice.TYPE,
                            InvoiceMove.RECORD_SETTLEMENT,
                            RecordSettlement.class,
                            SettlementContract::recordSettlement)
                    .privately(),
            CommandRule.moving(Invoice.TYPE, InvoiceMove.SETTLE, SettleInvoice.class, SettlementContract::settle)
                    .privately(),
            CommandRule.moving(Invoice.TYPE, InvoiceMove.CANCEL, CancelInvoice.class, CancellationContract::cancel)
                    .privately());

    private FinancingContract() {}

    private static <B> CommandRule<B> creating(
            RecordType<?> type, FinancingMove move, Class<B> body, BiConsumer<Execution, B> contract) {
        return CommandRule.creating(type, move, body, contract).under(FEATURE);
    }

    private static <B> CommandRule<B> moving(
            RecordType<?> type, FinancingMove move, Class<B> body, BiConsumer<Execution, B> contract) {
        return CommandRule.moving(type, move, body, contract).under(FEATURE);
    }

    private static void reserve(Execution x, ReserveFinancing body) {
        RecordId id = x.newId(Financing.TYPE);
        Financing draft = new Financing(
                body.invoice(),
                x.actor().id(),
                body.mandate(),
                body.amount(),
                null,
                body.amount(),
                FinancingStatus.RESERVED,
                null);
        Financing.LIFECYCLE.create(FinancingMove.RESERVE, x.actor(), draft);
        Mandate mandate = mandateInForce(x, body);
        Recorded<Register> register = Registers.read(x, body.invoice());
        Registers.requireFinanceable(x, x.read(Invoice.TYPE, body.invoice()).content(), register);
        requireCeiling(mandate, register.content(), body.mandate(), id, body.amount(), x.now());
        Instant until = x.now().plus(Duration.ofDays(body.days()));
        Instant end = until.isBefore(mandate.expires()) ? until : mandate.expires();
        LiveFinancing live = new LiveFinancing(id, draft.bank(), body.mandate(), body.amount(), end);
        x.create(Financing.TYPE, draft, Times.none().at("reservedAt", x.now()).at(Financing.RESERVED_UNTIL, end));
        Registers.update(x, register, register.content().taking(live, x.now()));
    }

    private static Mandate mandateInForce(Execution x, ReserveFinancing body) {
        Optional<Mandate> mandate = x.find(Mandate.TYPE, body.mandate())
                .map(Recorded::content)
                .filter(m -> m.allows(x.actor().id(), body.invoice(), x.now()));
        return mandate.orElseThrow(() -> new Refusal(
                        ErrorCode.MANDATE_REQUIRED,
                        "The seller has given no mandate " + body.mandate()
                                + " to this bank on this invoice, or it has ended.",
                        "卖方未就该发票向此银行出具授权 " + body.mandate() + "，或授权已终止。")
                .at("/body/mandate"));
    }

    private static void requireCeiling(
            Mandate mandate, Register register, RecordId mandateId, RecordId financing, Money amount, Instant now) {
        Money taken = register.under(mandateId, financing, now);
        if (taken.plus(amount).exceeds(mandate.ceiling())) {
            Money left = mandate.ceiling().minusDownToZero(taken);
            throw new Refusal(
                            ErrorCode.MANDATE_REQUIRED,
                            "The mandate covers " + left + " more, not " + amount + ".",
                            "授权尚余 " + left + "，不足 " + amount + "。")
                    .at("/body/amount");
        }
    }

    private static void finance(Execution x, FinanceInvoice body) {
        Recorded<Financing> before = Registers.own(x, Financing.TYPE, body.id());
        Financing financing = before.content();
        FinancingStatus next =
                Financing.LIFECYCLE.next(financing.status(), FinancingMove.FINANCE, x.actor(), financing);
        Recorded<Register> register = Registers.read(x, financing.invoice());
        LiveFinancing reserved = register.content()
                .liveFinancing(body.id(), x.now())
                .orElseThrow(() -> new Refusal(
                        ErrorCode.DEADLINE_PASSED,
                        "The reservation ended at " + before.times().get(Financing.RESERVED_UNTIL) + ".",
                        "预留已于 " + before.times().get(Financing.RESERVED_UNTIL) + " 到期。"));
        Registers.requireFinanceable(
                x, x.read(Invoice.TYPE, financing.invoice()).content(), register);
        Mandate mandate = x.read(Mandate.TYPE, financing.mandate()).content();
        requireCeiling(mandate, register.content(), financing.mandate(), body.id(), body.amount(), x.now());
        LiveFinancing funded = new LiveFinancing(body.id(), reserved.bank(), reserved.mandate(), body.amount(), null);
        x.update(
                before,
                financing.financed(body.amount(), next),
                before.times().without(Financing.RESERVED_UNTIL).at("financedAt", x.now()));
        Registers.update(x, register, register.content().taking(funded, x.now()));
    }

    private static void release(Execution x, ReleaseFinancing body) {
        Recorded<Financing> before = Registers.own(x, Financing.TYPE, body.id());
        Financing financing = before.content();
        Money outstanding = financing.outstanding();
        Money amount = body.amount() == null ? outstanding : body.amount();
        boolean partly = outstanding.exceeds(amount);
        FinancingStatus next = Financing.LIFECYCLE.next(
                financing.status(),
                partly ? FinancingMove.RELEASE_PARTLY : FinancingMove.RELEASE,
                x.actor(),
                financing);
        if (amount.exceeds(outstanding)) {
            throw new Refusal(
                            ErrorCode.WRONG_STATE,
                            "Only " + outstanding + " is outstanding.",
                            "未清金额仅为 " + outstanding + "。")
                    .at("/body/amount");
        }
        requireFitting(body.reason(), financing.status());
        Money left = outstanding.minusDownToZero(amount);
        x.update(
                before,
                financing.leaving(left, next, body.reason()),
                before.times().without(Financing.RESERVED_UNTIL).at("releasedAt", x.now()));
        Recorded<Register> register = Registers.read(x, financing.invoice());
        Register after = register.content().releasing(body.id(), x.now());
        if (!left.isZero()) {
            after = after.taking(
                    new LiveFinancing(body.id(), financing.bank(), financing.mandate(), left, null), x.now());
        }
        if (body.payment() != null) {
            ReleaseFinancing.Payment payment = body.payment();
            SettlementContract.requireDate(payment.date(), x, "/body/payment/date");
            Settlement paid = new Settlement(
                    amount, payment.date(), payment.reference(), x.actor().id());
            after = after.settling(paid, x.now());
        }
        Registers.update(x, register, after);
    }

    private static void requireFitting(ReleaseReason reason, FinancingStatus status) {
        if (!reason.fits(status)) {
            throw new Refusal(
                            ErrorCode.WRONG_STATE,
                            "The reason " + reason + " does not fit a financing that is " + status + ".",
                            "原因 " + reason + " 与融资状态 " + status + " 不符。")
                    .at("/body/reason");
        }
    }

    private static void markDefault(Execution x, DefaultFinancing body) {
        Recorded<Financing> before = Registers.own(x, Financing.TYPE, body.id());
        Financing financing = before.content();
        FinancingStatus next =
                Financing.LIFECYCLE.next(financing.status(), FinancingMove.DEFAULT, x.actor(), financing);
        x.update(
                before,
                financing.leaving(financing.outstanding(), next, null),
                before.times().at("defaultedAt", x.now()));
    }

    private static void expire(Execution x, ExpireFinancing body) {
        Recorded<Financing> before = Registers.own(x, Financing.TYPE, body.id());
        Financing financing = before.content();
        FinancingStatus next = Financing.LIFECYCLE.next(financing.status(), FinancingMove.EXPIRE, x.actor(), financing);
        Instant until = before.times().get(Financing.RESERVED_UNTIL);
        if (until != null && x.now().isBefore(until)) {
            throw new Refusal(
                    ErrorCode.TOO_EARLY, "The reservation lasts until " + until + ".", "预留有效期至 " + until + "。");
        }
        Money none = financing.outstanding().zero();
        x.update(before, financing.leaving(none, next, null), before.times().at("expiredAt", x.now()));
        Recorded<Register> register = Registers.read(x, financing.invoice());
        Registers.update(x, register, register.content().releasing(body.id(), x.now()));
    }
}
