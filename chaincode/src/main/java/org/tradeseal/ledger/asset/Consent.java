package org.tradeseal.ledger.asset;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;

/**
 * A co-owner's consent to what another co-owner does with the asset, given before the act. It names the act's subject
 * matter by digest, so that it covers exactly that, and is used up by it.
 */
public record Consent(RecordId by, Act act, Sha256 matter) implements Comparable<Consent> {

    /** What needs the consent of every owner. */
    public enum Act {
        WITHDRAW,
        SURRENDER,
        ASSIGN,
        LICENCE
    }

    public Consent {
        Required.field(by, "/by");
        Required.field(act, "/act");
        Required.field(matter, "/matter");
    }

    /**
     * The digest of an act: SHA-256 over {@code "tradeseal/consent/1\0"} and the canonical JSON of asset, act and subject
     * matter. The matter of ASSIGN is {@code {"to", "exportStatement"}}, that of LICENCE {@code {"licensor", "licensee",
     * "terms"}}; WITHDRAW and SURRENDER have the empty object.
     */
    public static Sha256 digest(RecordId asset, Act act, Map<String, ?> matter) {
        return Sha256.of(
                "tradeseal/consent/1\0".getBytes(StandardCharsets.US_ASCII),
                CanonicalJson.bytes(Map.of("asset", asset, "act", act, "matter", matter)));
    }

    @Override
    public int compareTo(Consent other) {
        int byParticipant = by.compareTo(other.by);
        int byAct = byParticipant != 0 ? byParticipant : act.compareTo(other.act);
        return byAct != 0 ? byAct : matter.compareTo(other.matter);
    }
}
