package org.tradeseal.ledger.participant;

import java.util.List;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Texts;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;

/**
 * The regulator replaces a lost key. The regulator's own is replaced only with the approval of more than half of the
 * founders, each a signature over the key statement.
 */
public record ReplaceKey(RecordId id, PublicKey key, String possession, String reason, List<Approval> approvals) {
    public ReplaceKey {
        Required.field(id, "/id");
        Required.field(key, "/key");
        Required.field(possession, "/possession");
        Required.field(reason, "/reason");
        Required.field(approvals, "/approvals");
        approvals = List.copyOf(approvals);
        Texts.requireParagraph(reason, 2000, "/reason");
    }

    /** A founder's signature over the key statement. */
    public record Approval(RecordId founder, String keyId, String signature) {}
}
