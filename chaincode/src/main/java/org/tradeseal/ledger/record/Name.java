package org.tradeseal.ledger.record;

import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** A name or title: in Chinese, in another language, or both; each 1 to 300 characters on one line. */
public record Name(@Nullable String zh, @Nullable String en) {
    private static final int MAX = 300;

    public Name {
        if (zh == null && en == null) {
            throw new Refusal(ErrorCode.FIELD_REQUIRED, "A name is needed, as zh, en or both.", "须提供名称（zh、en 或两者）。");
        }
        Texts.requireName(zh, MAX, "/zh");
        Texts.requireName(en, MAX, "/en");
    }

    @Override
    public String toString() {
        return zh == null ? String.valueOf(en) : en == null ? zh : zh + " / " + en;
    }
}
