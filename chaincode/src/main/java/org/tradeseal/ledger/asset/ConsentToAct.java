package org.tradeseal.ledger.asset;

import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;

/** A co-owner consents in advance to an act of another; see {@link Consent#digest}. */
public record ConsentToAct(RecordId id, Consent.Act act, Sha256 matter) {
    public ConsentToAct {
        Required.field(id, "/id");
        Required.field(act, "/act");
        Required.field(matter, "/matter");
    }
}
