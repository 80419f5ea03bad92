package org.tradeseal.ledger.financing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Money;
import org.tradeseal.verify.RecordId;

/** What a financing takes of an invoice; {@code until} is the end of a reservation, null once it is funded. */
public record LiveFinancing(
        RecordId financing,
        RecordId bank,
        RecordId mandate,
        Money amount,
        @Nullable Instant until) {

    boolean isLive(Instant now) {
        return until == null || now.isBefore(until);
    }
}
