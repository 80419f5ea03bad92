package org.tradeseal.gateway.einvoice;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.erdtman.jcs.JsonCanonicalizer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fingerprints of invoices under the channel's secret: members can find duplicates, outsiders can test no guess.
 * HMAC-SHA-256 over the RFC 8785 bytes of the canonical tuple. Safe for use by several threads.
 */
public final class Fingerprints {
    /** Names the format inside the bytes, so that an identity can never be taken for a content. */
    static final String IDENTITY_FORMAT = "tradeseal/invoice-identity/1";

    static final String CONTENT_FORMAT = "tradeseal/invoice-content/1";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LEAST_SECRET_BYTES = 32;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SecretKeySpec secret;
    private final int version;

    /**
     * A fingerprint.
     *
     * @param algorithm always HMAC-SHA-256
     * @param secretVersion which of the channel's secrets it was made under
     * @param value lower-case hexadecimal
     */
    public record Fingerprint(String algorithm, int secretVersion, String value) {}

    /** Fingerprints under a secret of at least 32 bytes and its version in the channel. */
    public Fingerprints(byte[] secret, int version) {
        if (secret.length < LEAST_SECRET_BYTES) {
            throw new IllegalArgumentException("the fingerprint secret needs at least 32 bytes");
        }
        this.secret = new SecretKeySpec(secret, ALGORITHM);
        this.version = version;
    }

    public Fingerprint identity(InvoiceFacts facts) {
        return fingerprint(canonical(InvoiceIdentity.of(facts)));
    }

    public Fingerprint content(InvoiceFacts facts) {
        return fingerprint(canonical(InvoiceContent.of(facts)));
    }

    static byte[] canonical(InvoiceIdentity identity) {
        return canonical(tuple(identity, IDENTITY_FORMAT));
    }

    static byte[] canonical(InvoiceContent content) {
        Map<String, String> tuple = tuple(content.identity(), CONTENT_FORMAT);
        tuple.put("issueDate", content.issueDate());
        tuple.put("buyer", content.buyer());
        tuple.put("currency", content.currency());
        tuple.put("taxExclusive", content.taxExclusive());
        tuple.put("taxInclusive", content.taxInclusive());
        tuple.put("payable", content.payable());
        return canonical(tuple);
    }

    private static Map<String, String> tuple(InvoiceIdentity identity, String format) {
        Map<String, String> tuple = new TreeMap<>();
        tuple.put("format", format);
        tuple.put("seller", identity.seller());
        tuple.put("number", identity.number());
        tuple.put("type", identity.type());
        tuple.put("year", identity.year());
        return tuple;
    }

    private static byte[] canonical(Map<String, String> tuple) {
        try {
            return new JsonCanonicalizer(JSON.writeValueAsString(tuple)).getEncodedUTF8();
        } catch (IOException e) {
            throw new IllegalStateException("Jackson wrote JSON that is not canonicalisable", e);
        }
    }

    private Fingerprint fingerprint(byte[] canonical) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return new Fingerprint("HMAC-SHA-256", version, HexFormat.of().formatHex(mac.doFinal(canonical)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }
}
