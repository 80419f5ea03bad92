package org.tradeseal.ledger.asset;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Decision;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;

/** The IP centre renews a registration; {@code agreementEnds} is the last day of the renewed underlying agreement. */
public record RenewAsset(
        RecordId id, String reason, @Nullable LocalDate agreementEnds) {
    public RenewAsset {
        Required.field(id, "/id");
        Decision.requireReason(reason, "/reason");
    }
}
