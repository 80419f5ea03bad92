package org.tradeseal.gateway.ledger.embedded;

import java.nio.charset.StandardCharsets;
import org.tradeseal.verify.Sha256;

/** A key of the channel's state, or of a collection. */
record StateKey(String collection, String key) {
    private static final String CHANNEL = "";

    static StateKey ofChannel(String key) {
        return new StateKey(CHANNEL, key);
    }

    boolean isPrivate() {
        return !collection.equals(CHANNEL);
    }

    /** How blocks name a private key. */
    Sha256 keyHash() {
        return Sha256.of(key.getBytes(StandardCharsets.UTF_8));
    }
}
