package org.tradeseal.ledger.record;

import java.nio.charset.StandardCharsets;
import org.tradeseal.verify.Sha256;

/** A name of some kind that one record of the channel has at most, for example an identifier or an invoice's number. */
public record UniqueName(String kind, String name) {

    /** The key of the channel's state that says which record has it. */
    String key() {
        return "unique/" + kind + "/" + Sha256.of(name.getBytes(StandardCharsets.UTF_8));
    }
}
