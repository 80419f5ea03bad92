package org.tradeseal.ledger.record;

import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** The presence of fields: JSON leaves out what Java's types promise. */
public final class Required {
    private Required() {}

    /** Refuses FIELD_REQUIRED where the field is missing. */
    public static <T> T field(@Nullable T value, String pointer) {
        if (value == null) {
            throw new Refusal(ErrorCode.FIELD_REQUIRED, "The field is required.", "该字段必填。").at(pointer);
        }
        return value;
    }
}
