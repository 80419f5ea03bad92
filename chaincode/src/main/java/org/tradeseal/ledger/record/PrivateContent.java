package org.tradeseal.ledger.record;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.FieldRoot;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;

/**
 * What a record says about its private content: the field root, the digest of the payload that the recipients hold, the
 * organisations named as recipients, and those whose collection was found to hold it.
 */
public record PrivateContent(
        FieldRoot fields, Sha256 payload, SortedSet<MspId> recipients, SortedSet<MspId> delivered) {
    private static final int MAX_RECIPIENTS = 32;

    public PrivateContent {
        recipients = Collections.unmodifiableSortedSet(new TreeSet<>(recipients));
        delivered = Collections.unmodifiableSortedSet(new TreeSet<>(delivered));
        if (recipients.isEmpty() || recipients.size() > MAX_RECIPIENTS) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "Private content has 1 to " + MAX_RECIPIENTS + " recipients.",
                            "私密内容须有 1 至 " + MAX_RECIPIENTS + " 个接收方。")
                    .at("/recipients");
        }
        if (!recipients.containsAll(delivered)) {
            throw new Refusal(ErrorCode.MALFORMED, "Delivered to somebody who is no recipient.", "已投递方不在接收方之列。")
                    .at("/delivered");
        }
    }

    /** Where a recipient's collection keeps a payload: a corrected record names another one, and none is overwritten. */
    public static String key(RecordId record, Sha256 payload) {
        return record + "/" + payload;
    }

    /** Marks delivery to a recipient. Refuses NOT_DELIVERED unless its collection holds exactly the payload. */
    public PrivateContent deliveredTo(MspId recipient, Execution x, RecordId record) {
        boolean holds = recipients.contains(recipient) && x.holdsPayload(recipient, record, payload);
        if (!holds) {
            throw new Refusal(
                    ErrorCode.NOT_DELIVERED,
                    "The collection of " + recipient + " does not hold the payload of " + record + ".",
                    recipient + " 的集合中没有 " + record + " 的载荷。");
        }
        TreeSet<MspId> now = new TreeSet<>(delivered);
        now.add(recipient);
        return new PrivateContent(fields, payload, recipients, now);
    }
}
