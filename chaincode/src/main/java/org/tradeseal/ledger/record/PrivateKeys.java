package org.tradeseal.ledger.record;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.tradeseal.verify.Hmac;

/**
 * Keys of the registrars' collection. Fabric shows every peer the plain hash of a private key, and record ids are no
 * secret, so that keys are HMAC-SHA-256 under a secret which lives in the collection itself.
 */
public final class PrivateKeys {
    /** Where the secret lies in the collection. */
    public static final String SECRET_KEY = "secret";

    private final byte[] secret;

    private PrivateKeys(byte[] secret) {
        this.secret = secret;
    }

    public static PrivateKeys of(Transaction transaction) {
        byte[] secret = transaction.getPrivate(RecordType.FINANCING, SECRET_KEY);
        if (secret == null || secret.length < 32) {
            throw new IllegalStateException("the registrars' collection has no secret");
        }
        return new PrivateKeys(secret);
    }

    /** The key under which a value lies. */
    public String hidden(String key) {
        return HexFormat.of().formatHex(mac("key", key));
    }

    /** A keyed digest that only the registrars can compute, for example of an invoice's identifying fields. */
    public String checkKey(String text) {
        return HexFormat.of().formatHex(mac("check", text));
    }

    private byte[] mac(String purpose, String text) {
        return Hmac.sha256(
                secret, (purpose + "\0").getBytes(StandardCharsets.US_ASCII), text.getBytes(StandardCharsets.UTF_8));
    }
}
