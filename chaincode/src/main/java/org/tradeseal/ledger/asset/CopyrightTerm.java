package org.tradeseal.ledger.asset;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The term of a copyright owned by an organisation: to 31 December of the 50th year after first publication, or after
 * completion while it is not published (Copyright Law art. 23; Software Regulation art. 14).
 */
final class CopyrightTerm {
    private static final int YEARS = 50;

    private CopyrightTerm() {}

    static LocalDate lastDay(LocalDate completedOn, @Nullable Publication firstPublication) {
        LocalDate late = completedOn.plusYears(YEARS);
        if (firstPublication == null) {
            return LocalDate.of(late.getYear(), 12, 31);
        }
        // Not published within 50 years after completion, it is protected no longer.
        int published = firstPublication.date().getYear();
        int year = published <= late.getYear() ? published + YEARS : late.getYear();
        return LocalDate.of(year, 12, 31);
    }
}
