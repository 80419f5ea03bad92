package org.tradeseal.verify;

import org.jspecify.annotations.Nullable;

/** The presence of fields: JSON leaves out what Java's types promise. */
final class Required {
    private Required() {}

    /** Refuses FIELD_REQUIRED where the field is missing. */
    static void field(@Nullable Object value, String pointer) {
        if (value == null) {
            throw new Refusal(ErrorCode.FIELD_REQUIRED, "The field is required.", "该字段必填。").at(pointer);
        }
    }
}
