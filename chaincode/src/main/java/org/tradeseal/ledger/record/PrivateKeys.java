package org.tradeseal.ledger.record;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((purpose + "\0").getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
