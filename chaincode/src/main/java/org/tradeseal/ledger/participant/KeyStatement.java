package org.tradeseal.ledger.participant;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;

/** What a new key signs to prove possession, and what founders sign to approve it. */
public final class KeyStatement {
    private KeyStatement() {}

    /** {@code "tradeseal/key/1\n"} and the canonical JSON of ledger, participant and key. */
    public static byte[] bytes(Sha256 ledger, RecordId participant, PublicKey key) {
        byte[] json = CanonicalJson.bytes(Map.of("ledger", ledger, "participant", participant, "key", key));
        byte[] domain = "tradeseal/key/1\n".getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = new byte[domain.length + json.length];
        System.arraycopy(domain, 0, bytes, 0, domain.length);
        System.arraycopy(json, 0, bytes, domain.length, json.length);
        return bytes;
    }
}
