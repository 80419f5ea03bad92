package org.tradeseal.ledger.participant;

import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;

/** A participant takes a new key; {@code possession} is the new key's signature over the key statement. */
public record RotateKey(RecordId id, PublicKey key, String possession) {
    public RotateKey {
        Required.field(id, "/id");
        Required.field(key, "/key");
        Required.field(possession, "/possession");
    }
}
