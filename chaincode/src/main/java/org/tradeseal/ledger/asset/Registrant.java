package org.tradeseal.ledger.asset;

import java.util.List;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** An owner of an asset and its share. */
public record Registrant(RecordId participant, Share share) {
    private static final int MAX = 50;

    public Registrant {
        Required.field(participant, "/participant");
        Required.field(share, "/share");
    }

    /** One to 50 different owners whose shares add up to one. Refuses FIELD_REQUIRED, MALFORMED and SHARES_NOT_ONE. */
    static List<Registrant> requireWhole(List<Registrant> registrants, String pointer) {
        List<Registrant> owners = Required.list(registrants, pointer);
        long different = owners.stream().map(Registrant::participant).distinct().count();
        if (different != owners.size() || owners.size() > MAX) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "Name each owner once, and at most " + MAX + " of them.",
                            "每位权利人只列一次，且不超过 " + MAX + " 位。")
                    .at(pointer);
        }
        if (!Share.addUpToOne(owners.stream().map(Registrant::share).toList())) {
            throw new Refusal(
                            ErrorCode.SHARES_NOT_ONE,
                            "The shares "
                                    + owners.stream().map(Registrant::share).toList() + " do not add up to one.",
                            "份额 " + owners.stream().map(Registrant::share).toList() + " 之和不等于一。")
                    .at(pointer);
        }
        return owners;
    }
}
