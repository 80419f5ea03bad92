package org.tradeseal.ledger.financing;

import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;

/** The bank or the regulator marks a reservation whose time is over; it stopped counting by itself. */
public record ExpireFinancing(RecordId id) {
    public ExpireFinancing {
        Required.field(id, "/id");
    }
}
