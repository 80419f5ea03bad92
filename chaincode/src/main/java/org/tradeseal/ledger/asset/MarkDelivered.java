package org.tradeseal.ledger.asset;

import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;

/** Marks that a recipient's collection holds a record's private content; the contract compares the hashes. */
public record MarkDelivered(RecordId id, MspId recipient) {
    public MarkDelivered {
        Required.field(id, "/id");
        Required.field(recipient, "/recipient");
    }
}
