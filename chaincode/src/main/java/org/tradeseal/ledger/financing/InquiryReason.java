package org.tradeseal.ledger.financing;

import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.invoice.DocumentKind;
import org.tradeseal.ledger.invoice.Invoice;
import org.tradeseal.verify.Text;

/** Why an invoice cannot be financed, or has to be looked at first. */
public enum InquiryReason {
    CREDIT_NOTE("it is a credit note", "它是贷记单"),
    NOT_ACCEPTED("the buyer has not accepted it", "买方尚未承兑"),
    DISPUTED("the buyer disputes it", "买方有争议"),
    REJECTED("the buyer rejected it", "买方已拒收"),
    SETTLED("it is paid", "已付清"),
    CANCELLED("it is cancelled", "已取消"),
    SAME_INVOICE(
            "an invoice of this seller with the same number, date and amount is registered", "同一卖方号码、日期、金额均相同的发票已登记"),
    SIMILAR_NUMBER_AND_DATE(
            "an invoice of this seller has nearly the same number and the same date", "同一卖方有号码相近且日期相同的发票"),
    SIMILAR_NUMBER_AND_AMOUNT(
            "an invoice of this seller has nearly the same number and the same amount", "同一卖方有号码相近且金额相同的发票"),
    SIMILAR_DATE_AND_AMOUNT("an invoice of this seller has the same date and amount", "同一卖方有日期和金额相同的发票"),
    CREDIT_NOTE_LINKED("a credit note refers to it", "有贷记单引用它");

    private final Text text;

    InquiryReason(String en, String zh) {
        this.text = Text.of(en, zh);
    }

    public Text text() {
        return text;
    }

    /** Why the invoice's own state forbids financing; null if it does not. */
    static @Nullable InquiryReason against(Invoice invoice) {
        if (invoice.documentKind() == DocumentKind.CREDIT_NOTE) {
            return CREDIT_NOTE;
        }
        return switch (invoice.status()) {
            case ISSUED -> NOT_ACCEPTED;
            case DISPUTED -> DISPUTED;
            case REJECTED -> REJECTED;
            case SETTLED -> SETTLED;
            case CANCELLED -> CANCELLED;
            case ACCEPTED -> null;
        };
    }

    /** As above; payments that a bank recorded are known to the register before the channel hears of them. */
    static @Nullable InquiryReason against(Invoice invoice, @Nullable Register register) {
        InquiryReason reason = against(invoice);
        return reason == null && register != null && register.status() == RegisterStatus.SETTLED ? SETTLED : reason;
    }

    static InquiryReason of(CheckKind similar) {
        return switch (similar) {
            case EXACT -> SAME_INVOICE;
            case WITHOUT_AMOUNT -> SIMILAR_NUMBER_AND_DATE;
            case WITHOUT_DATE -> SIMILAR_NUMBER_AND_AMOUNT;
            case WITHOUT_NUMBER -> SIMILAR_DATE_AND_AMOUNT;
        };
    }
}
