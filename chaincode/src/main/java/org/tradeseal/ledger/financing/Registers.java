package org.tradeseal.ledger.financing;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.invoice.Invoice;
import org.tradeseal.ledger.record.Content;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.Money;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.ledger.record.Recorded;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.ledger.record.Times;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** Reading and writing what the registrars keep about an invoice. */
final class Registers {
    private Registers() {}

    static Optional<Recorded<Register>> find(Execution x, RecordId invoice) {
        return x.find(Register.TYPE, Register.id(x.ledger(), invoice));
    }

    /** The register of an invoice that has one, as every invoice with a mandate or a payment does. */
    static Recorded<Register> read(Execution x, RecordId invoice) {
        return x.read(Register.TYPE, Register.id(x.ledger(), invoice));
    }

    static void update(Execution x, Recorded<Register> before, Register after) {
        x.update(before, after, before.times());
    }

    /** Opens the register at the first mandate or payment, and completes its keys at the first mandate. */
    static Register open(Execution x, Recorded<Invoice> invoice, Money payable, @Nullable CheckKeys keys) {
        return find(x, invoice.id())
                .map(Recorded::content)
                .map(r -> r.keys() == null && keys != null ? r.withKeys(keys) : r)
                .orElseGet(() -> Register.of(invoice.id(), invoice.content().seller(), payable, keys));
    }

    /** Writes a register that was opened. */
    static RecordId save(Execution x, Register register) {
        RecordId id = Register.id(x.ledger(), register.invoice());
        Optional<Recorded<Register>> before = x.find(Register.TYPE, id);
        if (before.isEmpty()) {
            x.create(Register.TYPE, id, register, Times.none().at("openedAt", x.now()));
        } else if (!before.get().content().equals(register)) {
            update(x, before.get(), register);
        }
        return id;
    }

    /** Reads the record a command moves. A record of the collection that is not the actor's is not found. */
    static <T extends Content> Recorded<T> own(Execution x, RecordType<T> type, RecordId id) {
        boolean readable = x.find(type, id)
                .map(Recorded::content)
                .filter(c -> c.parties().contains(x.actor().id()) || x.actor().has(Role.REGULATOR))
                .isPresent();
        if (!readable) {
            throw new Refusal(
                    ErrorCode.NOT_FOUND,
                    "There is no " + type.name() + " " + id + ".",
                    "没有编号为 " + id + " 的 " + type.name() + " 记录。");
        }
        return x.subject(type, id);
    }

    /** Refuses INVOICE_NOT_FINANCEABLE with the reason. */
    static void requireFinanceable(Execution x, Invoice invoice, Recorded<Register> register) {
        InquiryReason reason = InquiryReason.against(invoice, register.content());
        if (reason == null
                && CheckIndex.registeredBefore(
                        x, register.id(), register.content().keys())) {
            reason = InquiryReason.SAME_INVOICE;
        }
        if (reason != null) {
            throw notFinanceable(register.content().invoice(), reason);
        }
    }

    static Refusal notFinanceable(RecordId invoice, InquiryReason reason) {
        return new Refusal(
                        ErrorCode.INVOICE_NOT_FINANCEABLE,
                        "Invoice " + invoice + " cannot be financed: "
                                + reason.text().en() + ".",
                        "发票 " + invoice + " 不可融资：" + reason.text().zh() + "。")
                .conflictsWith(List.of(invoice));
    }
}
