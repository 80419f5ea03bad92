package org.tradeseal.gateway.invoice;

import org.springframework.stereotype.Component;
import org.tradeseal.gateway.einvoice.Fingerprints;
import org.tradeseal.gateway.einvoice.InvoiceFacts;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.verify.Hmac;
import org.tradeseal.verify.Sha256;

/**
 * Fingerprints under the channel's secret, version 1: HMAC-SHA-256 of {@code tradeseal/fingerprint/1} under the genesis
 * nonce, which every member's peer holds and no outsider sees.
 */
@Component
public class ChannelFingerprints {
    private static final int VERSION = 1;

    private final byte[] secret;
    private final Fingerprints fingerprints;

    ChannelFingerprints(Ledger ledger) {
        this.secret = mac(ledger.genesis().nonce().bytes(), "tradeseal/fingerprint/1");
        this.fingerprints = new Fingerprints(secret, VERSION);
    }

    public org.tradeseal.ledger.invoice.Fingerprints of(InvoiceFacts facts) {
        return new org.tradeseal.ledger.invoice.Fingerprints(
                VERSION,
                new Sha256(fingerprints.identity(facts).value()),
                new Sha256(fingerprints.content(facts).value()));
    }

    /** The keyed fingerprint of a number that a credit note refers to (BT-25). */
    Sha256 ofNumber(String number) {
        return Sha256.fromBytes(mac(secret, "number\0" + number));
    }

    private static byte[] mac(byte[] key, String text) {
        return Hmac.sha256(key, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
