package org.tradeseal.ledger.record;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** Whether a form's fields are filled in: what JSON leaves out arrives as null. */
public final class Required {
    private Required() {}

    /** Refuses FIELD_REQUIRED where the value is missing. */
    public static <T> T field(@Nullable T value, String pointer) {
        if (value == null) {
            throw missing(pointer, "The field " + pointer + " is required.", "必须填写 " + pointer + "。");
        }
        return value;
    }

    /** Refuses FIELD_REQUIRED where the value is missing although the condition asks for it; the texts say why. */
    public static void when(boolean condition, @Nullable Object value, String pointer, String en, String zh) {
        if (condition && value == null) {
            throw missing(pointer, en, zh);
        }
    }

    /** Refuses FIELD_REQUIRED where the list is missing or empty. */
    public static <T> List<T> list(@Nullable List<T> values, String pointer) {
        if (values == null || values.isEmpty()) {
            throw missing(pointer, "At least one of " + pointer + " is required.", pointer + " 至少填写一项。");
        }
        return List.copyOf(values);
    }

    /** A missing list is an empty one. */
    public static <T> List<T> orNone(@Nullable List<T> values) {
        return values == null ? List.of() : List.copyOf(values);
    }

    private static Refusal missing(String pointer, String en, String zh) {
        return new Refusal(ErrorCode.FIELD_REQUIRED, en, zh).at(pointer);
    }
}
