package org.tradeseal.ledger.invoice;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.Money;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Field;
import org.tradeseal.verify.FieldOpening;
import org.tradeseal.verify.FieldRoot;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** The private fields of an invoice that rules look at, and their opening against the invoice's field root. */
public enum InvoiceFields {
    /** BT-1. */
    NUMBER("/number", Field.Type.IDENTIFIER),
    /** BT-2. */
    ISSUE_DATE("/issueDate", Field.Type.DATE),
    /** BT-3. */
    TYPE_CODE("/type", Field.Type.CODE),
    /** BT-31, else BT-30, BT-29, BT-34. */
    SELLER_ID("/seller/id", Field.Type.IDENTIFIER),
    /** BT-48, else BT-47, BT-46, BT-49. */
    BUYER_ID("/buyer/id", Field.Type.IDENTIFIER),
    /** BT-5. */
    CURRENCY("/currency", Field.Type.CODE),
    /** BT-115. */
    PAYABLE_AMOUNT("/payableAmount", Field.Type.DECIMAL),
    /** The document's own digest. */
    DOCUMENT("/document/sha256", Field.Type.DIGEST),
    /** BT-25. */
    PRECEDING_NUMBER("/references/precedingInvoice/0/id", Field.Type.IDENTIFIER);

    // Bounded before it becomes a number: an exponent could blow it up.
    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]{0,14})(\\.[0-9]{1,10})?");

    private final String pointer;
    private final Field.Type type;

    InvoiceFields(String pointer, Field.Type type) {
        this.pointer = pointer;
        this.type = type;
    }

    public String pointer() {
        return pointer;
    }

    public Field.Type type() {
        return type;
    }

    /** The opened value. Refuses FIELD_PROOF_INVALID, at this field of the command's body. */
    public String open(FieldOpening opening, Execution x, RecordId record, FieldRoot root, String at) {
        boolean same =
                opening.field().pointer().equals(pointer) && opening.field().type() == type;
        if (!same || !opening.opens(x.ledger(), record, root)) {
            throw new Refusal(
                            ErrorCode.FIELD_PROOF_INVALID,
                            "The opening does not show " + pointer + " of " + record + ".",
                            "该证明不能公开 " + record + " 的字段 " + pointer + "。")
                    .at(at);
        }
        return opening.field().value();
    }

    /** The opened payable amount in the opened currency. Refuses FIELD_PROOF_INVALID and NOT_ELIGIBLE. */
    public static Money payable(PayableOpening opening, Execution x, RecordId record, FieldRoot root, String at) {
        String amount = PAYABLE_AMOUNT.open(opening.payableAmount(), x, record, root, at + "/payableAmount");
        String currency = CURRENCY.open(opening.currency(), x, record, root, at + "/currency");
        if (!DECIMAL.matcher(amount).matches()) {
            throw new Refusal(
                            ErrorCode.NOT_ELIGIBLE,
                            "The payable amount of " + record + " is negative or out of range.",
                            record + " 的应付金额为负或超出范围。")
                    .at(at + "/payableAmount");
        }
        return Money.of(new BigDecimal(amount), currency);
    }
}
