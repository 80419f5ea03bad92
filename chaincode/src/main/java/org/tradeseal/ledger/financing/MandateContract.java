package org.tradeseal.ledger.financing;

import org.tradeseal.ledger.invoice.Invoice;
import org.tradeseal.ledger.invoice.InvoiceFields;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.Money;
import org.tradeseal.ledger.record.Recorded;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.ledger.record.Times;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** The rules about mandates. */
final class MandateContract {
    private MandateContract() {}

    static void mandate(Execution x, GiveMandate body) {
        Recorded<Invoice> invoice = x.read(Invoice.TYPE, body.invoice());
        Mandate draft = new Mandate(
                body.invoice(),
                invoice.content().seller(),
                body.bank(),
                body.ceiling(),
                body.expires(),
                MandateStatus.GIVEN);
        Mandate.LIFECYCLE.create(FinancingMove.MANDATE, x.actor(), draft);
        requireAlive(invoice);
        requireBank(x, body.bank());
        if (!x.now().isBefore(body.expires())) {
            throw new Refusal(ErrorCode.DEADLINE_PASSED, "The mandate would have expired.", "授权期限已过。")
                    .at("/body/expires");
        }
        Money payable = InvoiceFields.payable(
                body.payable(),
                x,
                invoice.id(),
                invoice.content().privateContent().fields(),
                "/body/payable");
        requireCeiling(body.ceiling(), payable);
        CheckKeys keys = CheckKeys.of(invoice, body.identity(), payable, x, "/body/identity");
        x.create(Mandate.TYPE, draft, Times.none().at("givenAt", x.now()));
        RecordId register = Registers.save(x, Registers.open(x, invoice, payable, keys));
        CheckIndex.register(x, register, keys);
    }

    // A mandate may be given before the buyer answers; it is used only after the buyer accepted.
    private static void requireAlive(Recorded<Invoice> invoice) {
        InquiryReason reason = InquiryReason.against(invoice.content());
        if (reason != null && reason != InquiryReason.NOT_ACCEPTED) {
            throw Registers.notFinanceable(invoice.id(), reason);
        }
    }

    private static void requireBank(Execution x, RecordId bank) {
        boolean isBank = x.read(Participant.TYPE, bank).content().roles().contains(Role.BANK);
        if (!isBank || bank.equals(x.actor().id())) {
            throw new Refusal(
                            ErrorCode.NOT_ELIGIBLE,
                            "A mandate is given to another participant, which is a bank.",
                            "授权对象须为另一参与方，且为银行。")
                    .at("/body/bank");
        }
    }

    private static void requireCeiling(Money ceiling, Money payable) {
        if (ceiling.isZero() || !ceiling.currency().equals(payable.currency())) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "The ceiling is more than zero and in the invoice's currency.",
                            "授权上限须大于零，且使用发票币种。")
                    .at("/body/ceiling");
        }
    }

    static void revoke(Execution x, RevokeMandate body) {
        Recorded<Mandate> before = Registers.own(x, Mandate.TYPE, body.id());
        Mandate mandate = before.content();
        MandateStatus next = Mandate.LIFECYCLE.next(mandate.status(), FinancingMove.REVOKE_MANDATE, x.actor(), mandate);
        x.update(before, mandate.with(next), before.times().at("revokedAt", x.now()));
    }
}
