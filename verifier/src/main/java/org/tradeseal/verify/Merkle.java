package org.tradeseal.verify;

import java.util.ArrayList;
import java.util.List;

/** Merkle trees of RFC 9162 section 2.1 with SHA-256. */
public final class Merkle {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private Merkle() {}

    public static Sha256 leafHash(byte[] leaf) {
        return Sha256.of(LEAF, leaf);
    }

    public static Sha256 nodeHash(Sha256 left, Sha256 right) {
        return Sha256.of(NODE, left.bytes(), right.bytes());
    }

    /** The root over these leaf hashes; the digest of nothing for an empty list. */
    public static Sha256 root(List<Sha256> leafHashes) {
        if (leafHashes.isEmpty()) {
            return Sha256.of();
        }
        if (leafHashes.size() == 1) {
            return leafHashes.get(0);
        }
        int split = split(leafHashes.size());
        return nodeHash(root(leafHashes.subList(0, split)), root(leafHashes.subList(split, leafHashes.size())));
    }

    /** The inclusion path of the leaf at this index, lowest sibling first. */
    public static List<Sha256> path(List<Sha256> leafHashes, int index) {
        if (index < 0 || index >= leafHashes.size()) {
            throw new IndexOutOfBoundsException(index);
        }
        if (leafHashes.size() == 1) {
            return List.of();
        }
        int split = split(leafHashes.size());
        List<Sha256> left = leafHashes.subList(0, split);
        List<Sha256> right = leafHashes.subList(split, leafHashes.size());
        List<Sha256> path = new ArrayList<>(index < split ? path(left, index) : path(right, index - split));
        path.add(root(index < split ? right : left));
        return List.copyOf(path);
    }

    /** Whether the path leads from the leaf to the root (RFC 9162 section 2.1.3.2). */
    public static boolean includes(Sha256 root, long size, long index, Sha256 leafHash, List<Sha256> path) {
        if (index < 0 || index >= size) {
            return false;
        }
        long fn = index;
        long sn = size - 1;
        Sha256 hash = leafHash;
        for (Sha256 sibling : path) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                hash = nodeHash(sibling, hash);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                hash = nodeHash(hash, sibling);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && hash.equals(root);
    }

    private static int split(int size) {
        return Integer.highestOneBit(size - 1);
    }
}
