package org.tradeseal.ledger.record;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.StoredRecord;

/**
 * What the commands of one transaction share: how private keys are hidden, and values of the state that were read and
 * parsed already. The commands of a batch read the same few: their participant's record and the genesis.
 */
public final class Shared {
    private final UnaryOperator<String> privateKey;
    private final Map<String, Parsed> parsed = new HashMap<>();
    private final IdentityHashMap<StoredRecord, Sha256> leafHashes = new IdentityHashMap<>();

    /** A value in both forms. */
    private static final class Parsed {
        private final byte[] json;
        private final Object value;

        private Parsed(byte[] json, Object value) {
            this.json = json;
            this.value = value;
        }
    }

    /** Takes what hides the name of a private key. */
    public Shared(UnaryOperator<String> privateKey) {
        this.privateKey = privateKey;
    }

    String privateKey(String key) {
        return privateKey.apply(key);
    }

    /** The leaf hash of a record version; that of the participant who sent a whole batch is computed once. */
    Sha256 leafHash(StoredRecord stored, Sha256 ledger) {
        return leafHashes.computeIfAbsent(stored, s -> s.leaf(ledger).hash());
    }

    /** The parsed form of the value under a key. A value that differs from the one parsed before is parsed anew. */
    public <T> T parsed(Class<T> type, String key, byte[] json, Function<byte[], T> parse) {
        Parsed known = parsed.get(key);
        if (known == null || !type.isInstance(known.value) || !Arrays.equals(known.json, json)) {
            known = new Parsed(json, parse.apply(json));
            parsed.put(key, known);
        }
        return type.cast(known.value);
    }
}
