package org.tradeseal.verify;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** SHA-256 over byte arrays for the checks that hash the most: one digest and its buffers for each thread. */
final class Hasher {
    static final int LENGTH = 32;

    private static final ThreadLocal<Hasher> OWN = ThreadLocal.withInitial(Hasher::new);
    private static final byte[] HEX = Json.utf8("0123456789abcdef");

    private final MessageDigest sha256;
    private final byte[] node = new byte[1 + 2 * LENGTH];
    private final byte[] hex = new byte[2 * LENGTH];
    private final byte[] hash = new byte[LENGTH];

    private Hasher() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        node[0] = 1;
    }

    static Hasher own() {
        return OWN.get();
    }

    private void finish(byte[] target, int offset) {
        try {
            sha256.digest(target, offset, LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException("the buffer is long enough", e);
        }
    }

    boolean isDigest(byte[] message, byte[] expected) {
        sha256.update(message);
        finish(hash, 0);
        return Arrays.equals(hash, expected);
    }

    /**
     * The hash of a leaf that commits to a record, in a buffer that the next call overwrites: {@code before} and
     * {@code after} are the leaf's bytes around the hexadecimal commitment.
     */
    byte[] leafHash(byte[] committed, byte[] before, byte[] after) {
        sha256.update(committed);
        finish(hash, 0);
        for (int i = 0; i < LENGTH; i++) {
            hex[2 * i] = HEX[(hash[i] >> 4) & 15];
            hex[2 * i + 1] = HEX[hash[i] & 15];
        }
        sha256.update(before);
        sha256.update(hex);
        sha256.update(after);
        finish(hash, 0);
        return hash;
    }

    /** Whether the path, hash after hash, leads from the leaf to the root (RFC 9162 section 2.1.3.2). */
    boolean includes(byte[] root, long size, long index, byte[] leafHash, byte[] path) {
        if (index < 0 || index >= size || path.length % LENGTH != 0) {
            return false;
        }
        System.arraycopy(leafHash, 0, hash, 0, LENGTH);
        long fn = index;
        long sn = size - 1;
        for (int at = 0; at < path.length; at += LENGTH) {
            if (sn == 0) {
                return false;
            }
            boolean right = (fn & 1) == 1 || fn == sn;
            System.arraycopy(path, at, node, right ? 1 : 1 + LENGTH, LENGTH);
            System.arraycopy(hash, 0, node, right ? 1 + LENGTH : 1, LENGTH);
            sha256.update(node);
            finish(hash, 0);
            while (right && (fn & 1) == 0 && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && Arrays.equals(hash, root);
    }
}
