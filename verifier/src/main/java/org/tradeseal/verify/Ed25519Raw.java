package org.tradeseal.verify;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Ed25519 (RFC 8032) over raw 32-byte keys. Points outside the group of prime order are verified differently by different
 * implementations, since RFC 8032 leaves the cofactor open; a ledger cannot afford that, so neither the key nor R may be
 * one.
 */
final class Ed25519Raw {
    static final int KEY_LENGTH = Ed25519.PUBLIC_KEY_SIZE;
    static final int SIGNATURE_LENGTH = Ed25519.SIGNATURE_SIZE;

    private Ed25519Raw() {}

    static boolean isKey(byte[] key) {
        return key.length == KEY_LENGTH && Ed25519.validatePublicKeyFull(key, 0);
    }

    /** Whether the signature covers the message under a key that {@link #isKey} accepts. */
    static boolean verifies(byte[] key, byte[] message, byte[] signature) {
        return signature.length == SIGNATURE_LENGTH
                && Ed25519.validatePublicKeyFull(signature, 0)
                && Ed25519.verify(signature, 0, key, 0, message, 0, message.length);
    }

    static byte[] publicKey(byte[] privateKey) {
        byte[] key = new byte[KEY_LENGTH];
        Ed25519.generatePublicKey(privateKey, 0, key, 0);
        return key;
    }

    static byte[] sign(byte[] privateKey, byte[] message) {
        byte[] signature = new byte[SIGNATURE_LENGTH];
        Ed25519.sign(privateKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }
}
