package org.tradeseal.verify;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Merkle trees of RFC 9162 section 2.1 with SHA-256. */
public final class Merkle {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    /** No proof of a tree of up to 2^63 leaves has more hashes. */
    private static final int MAX_PROOF = 128;

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

    /** The same paths for many leaves of one tree, whose inner nodes are hashed once. */
    static IntFunction<List<Sha256>> paths(List<Sha256> leafHashes) {
        List<List<Sha256>> levels = new ArrayList<>();
        for (List<Sha256> level = leafHashes; level.size() > 1; level = above(level)) {
            levels.add(level);
        }
        return index -> {
            List<Sha256> path = new ArrayList<>(levels.size());
            int at = index;
            for (List<Sha256> level : levels) {
                int sibling = at ^ 1;
                if (sibling < level.size()) {
                    path.add(level.get(sibling));
                }
                at >>= 1;
            }
            return List.copyOf(path);
        };
    }

    // A node without a sibling stands on the next level as it is.
    private static List<Sha256> above(List<Sha256> level) {
        List<Sha256> above = new ArrayList<>((level.size() + 1) / 2);
        for (int i = 0; i < level.size(); i += 2) {
            above.add(i + 1 < level.size() ? nodeHash(level.get(i), level.get(i + 1)) : level.get(i));
        }
        return above;
    }

    /** Whether the path leads from the leaf to the root (RFC 9162 section 2.1.3.2). */
    public static boolean includes(Sha256 root, long size, long index, Sha256 leafHash, List<Sha256> path) {
        return Hasher.own().includes(root.bytes(), size, index, leafHash.bytes(), concatenated(path));
    }

    private static byte[] concatenated(List<Sha256> hashes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(32 * hashes.size());
        hashes.forEach(hash -> bytes.writeBytes(hash.bytes()));
        return bytes.toByteArray();
    }

    /** The proof that the tree of all leaves only appended to the tree of the first ones (RFC 9162 section 2.1.4.1). */
    public static List<Sha256> consistency(List<Sha256> leafHashes, int first) {
        if (first < 0 || first > leafHashes.size()) {
            throw new IndexOutOfBoundsException(first);
        }
        List<Sha256> proof = new ArrayList<>();
        if (first > 0) {
            addSubproof(leafHashes, first, true, proof);
        }
        return List.copyOf(proof);
    }

    // SUBPROOF(m, D_n, b): b says that the first m leaves are the whole old tree, whose root the verifier knows.
    private static void addSubproof(List<Sha256> leaves, int first, boolean known, List<Sha256> proof) {
        if (first == leaves.size()) {
            if (!known) {
                proof.add(root(leaves));
            }
            return;
        }
        int split = split(leaves.size());
        List<Sha256> left = leaves.subList(0, split);
        List<Sha256> right = leaves.subList(split, leaves.size());
        if (first <= split) {
            addSubproof(left, first, known, proof);
            proof.add(root(right));
        } else {
            addSubproof(right, first - split, false, proof);
            proof.add(root(left));
        }
    }

    /** Whether the proof leads from the tree of the first leaves to the later one (RFC 9162 section 2.1.4.2). */
    public static boolean isConsistent(
            long first, Sha256 firstRoot, long second, Sha256 secondRoot, List<Sha256> proof) {
        if (first < 0 || first > second) {
            return false;
        }
        if (first == 0 || first == second) {
            Sha256 expected = first == 0 ? Sha256.of() : secondRoot;
            return proof.isEmpty() && firstRoot.equals(expected);
        }
        List<Sha256> hashes = new ArrayList<>();
        if (Long.bitCount(first) == 1) {
            hashes.add(firstRoot);
        }
        hashes.addAll(proof);
        return !hashes.isEmpty() && climbs(first, firstRoot, second, secondRoot, hashes);
    }

    private static boolean climbs(long first, Sha256 firstRoot, long second, Sha256 secondRoot, List<Sha256> hashes) {
        int shift = Long.numberOfTrailingZeros(first); // as many as fn = first - 1 has ones at its end
        long fn = (first - 1) >> shift;
        long sn = (second - 1) >> shift;
        Sha256 fr = hashes.get(0);
        Sha256 sr = hashes.get(0);
        for (Sha256 hash : hashes.subList(1, hashes.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = nodeHash(hash, fr);
                sr = nodeHash(hash, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = nodeHash(sr, hash);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && fr.equals(firstRoot) && sr.equals(secondRoot);
    }

    /** A proof as text: its hashes one after the other in base64; empty for a proof of no hash. */
    public static String toText(List<Sha256> proof) {
        return Base64Text.of(concatenated(proof));
    }

    /** Reads a proof. Throws {@link Refusal} MALFORMED. */
    public static List<Sha256> fromText(String text) {
        byte[] bytes = proofBytes(text);
        List<Sha256> proof = new ArrayList<>(bytes.length / 32);
        for (int i = 0; i < bytes.length; i += 32) {
            proof.add(Sha256.fromBytes(Arrays.copyOfRange(bytes, i, i + 32)));
        }
        return List.copyOf(proof);
    }

    /** The hashes of a proof one after the other. Throws {@link Refusal} MALFORMED. */
    static byte[] proofBytes(String text) {
        byte[] bytes = Base64Text.bytes(text);
        if (bytes.length % 32 != 0 || bytes.length > 32 * MAX_PROOF) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "A proof is at most " + MAX_PROOF + " hashes of 32 bytes in base64.",
                    "证明由至多 " + MAX_PROOF + " 个 32 字节的哈希组成，以 base64 表示。");
        }
        return bytes;
    }

    private static int split(int size) {
        return Integer.highestOneBit(size - 1);
    }
}
