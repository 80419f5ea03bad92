package org.tradeseal.ledger.financing;

import org.tradeseal.ledger.record.Money;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** The shape of amounts that move something. */
final class Amounts {
    private Amounts() {}

    static void requirePositive(Money amount, String pointer) {
        if (amount.isZero()) {
            throw new Refusal(ErrorCode.MALFORMED, "The amount is more than zero.", "金额须大于零。").at(pointer);
        }
    }
}
