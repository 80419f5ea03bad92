package org.tradeseal.ledger.invoice;

import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;

/** A recipient acknowledges that its collection holds the document. */
public record MarkDelivered(RecordId id) {
    public MarkDelivered {
        Required.field(id, "/id");
    }
}
