package org.tradeseal.gateway.ledger.embedded;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Sha256;

/** What a block's hash covers: SHA-256 over this record's canonical JSON. The first block follows 32 zero bytes. */
record BlockHeader(String format, long number, Sha256 previousHash, Sha256 dataHash) {
    static final String FORMAT = "tradeseal/block/1";
    static final Sha256 BEFORE_FIRST = Sha256.fromBytes(new byte[32]);

    private static final byte[] DOMAIN = "tradeseal/block/1\n".getBytes(StandardCharsets.US_ASCII);

    /** A transaction of the block: its id, the digest of its envelope's canonical JSON, and its validation code. */
    record Entry(String id, Sha256 envelope, Ledger.Validation validation) {}

    BlockHeader(long number, Sha256 previousHash, List<Entry> entries) {
        this(FORMAT, number, previousHash, Sha256.of(CanonicalJson.bytes(entries)));
    }

    Sha256 hash() {
        return Sha256.of(CanonicalJson.bytes(this));
    }

    /** What the block key signs: a domain line and the canonical JSON. */
    byte[] signedBytes() {
        byte[] json = CanonicalJson.bytes(this);
        byte[] signed = new byte[DOMAIN.length + json.length];
        System.arraycopy(DOMAIN, 0, signed, 0, DOMAIN.length);
        System.arraycopy(json, 0, signed, DOMAIN.length, json.length);
        return signed;
    }
}
