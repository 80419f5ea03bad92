package org.tradeseal.ledger.asset;

import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** Marks that a recipient's collection holds a record's private content; the contract compares the hashes. */
public record MarkDelivered(RecordId id, MspId recipient) {
    public MarkDelivered {
        Required.field(id, "/id");
        Required.field(recipient, "/recipient");
    }

    /** The content with its delivery marked. Refuses NOT_DELIVERED, and ALREADY_EXISTS where it is marked already. */
    public PrivateContent mark(Execution x, PrivateContent content) {
        if (content.delivered().contains(recipient)) {
            throw new Refusal(
                    ErrorCode.ALREADY_EXISTS,
                    "The delivery to " + recipient + " is marked already.",
                    "已标记向 " + recipient + " 的投递。");
        }
        return content.deliveredTo(recipient, x, id);
    }
}
