package org.tradeseal.ledger.terms;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** Sets of names in which one name stands for the whole: how they meet and contain each other. */
final class WholeOrParts {
    private static final int MAX = 300;

    private WholeOrParts() {}

    static SortedSet<String> require(SortedSet<String> values, String whole) {
        if (values.isEmpty() || values.size() > MAX) {
            throw new Refusal(
                    values.isEmpty() ? ErrorCode.FIELD_REQUIRED : ErrorCode.MALFORMED,
                    "Name 1 to " + MAX + " values, or " + whole + " alone.",
                    "须列出 1 至 " + MAX + " 项，或仅写 " + whole + "。");
        }
        if (values.size() > 1 && values.contains(whole)) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    whole + " stands alone: it covers every other value.",
                    whole + " 须单独使用：它已涵盖其他各项。");
        }
        return Collections.unmodifiableSortedSet(values);
    }

    static Optional<SortedSet<String>> overlap(SortedSet<String> one, SortedSet<String> other, String whole) {
        if (one.contains(whole)) {
            return Optional.of(other);
        }
        if (other.contains(whole)) {
            return Optional.of(one);
        }
        TreeSet<String> both = new TreeSet<>(one);
        both.retainAll(other);
        return both.isEmpty() ? Optional.empty() : Optional.of(both);
    }

    static boolean contains(SortedSet<String> outer, SortedSet<String> inner, String whole) {
        return outer.contains(whole) || outer.containsAll(inner);
    }
}
