package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MerkleTest {
    private static final int LARGEST = 300;

    // The leaves and roots with which the Certificate Transparency projects test their trees (RFC 6962, RFC 9162).
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private static List<Sha256> leaves(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> Merkle.leafHash(("leaf " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .toList();
    }

    /** The root by carrying pairs upwards, level by level; an odd last node moves up unchanged. */
    private static byte[] naiveRoot(List<Sha256> leaves) throws Exception {
        List<byte[]> level = new ArrayList<>(leaves.stream().map(Sha256::bytes).toList());
        while (level.size() > 1) {
            List<byte[]> above = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                if (i + 1 == level.size()) {
                    above.add(level.get(i));
                } else {
                    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
                    sha256.update((byte) 1);
                    sha256.update(level.get(i));
                    above.add(sha256.digest(level.get(i + 1)));
                }
            }
            level = above;
        }
        return level.get(0);
    }

    @Test
    void givesThePublishedRoots() {
        for (int size = 0; size <= LEAVES.size(); size++) {
            List<Sha256> leaves = LEAVES.subList(0, size).stream()
                    .map(hex -> Merkle.leafHash(HexFormat.of().parseHex(hex)))
                    .toList();
            assertThat(Merkle.root(leaves).hex()).isEqualTo(ROOTS.get(size));
        }
    }

    @Test
    void agreesWithALevelByLevelTree() throws Exception {
        for (int size = 1; size <= LARGEST; size++) {
            assertThat(Merkle.root(leaves(size)).bytes()).isEqualTo(naiveRoot(leaves(size)));
        }
    }

    @Test
    void leavesOfEveryTreeAreIncluded() {
        for (int size = 1; size <= LARGEST; size++) {
            List<Sha256> leaves = leaves(size);
            Sha256 root = Merkle.root(leaves);
            // Every index of the small trees, a spread of the large ones that always has both ends.
            int step = size <= 70 ? 1 : 23;
            for (int index = size - 1; index >= 0; index = index == 0 ? -1 : Math.max(0, index - step)) {
                List<Sha256> path = Merkle.path(leaves, index);
                assertThat(Merkle.includes(root, size, index, leaves.get(index), path))
                        .isTrue();
            }
        }
    }

    @Test
    void anotherIndexLeafRootOrPathIsRefused() {
        for (int size = 1; size <= 40; size++) {
            List<Sha256> leaves = leaves(size);
            Sha256 root = Merkle.root(leaves);
            for (int index = 0; index < size; index++) {
                List<Sha256> path = Merkle.path(leaves, index);
                Sha256 leaf = leaves.get(index);
                for (int other = -1; other <= size; other++) {
                    assertThat(Merkle.includes(root, size, other, leaf, path)).isEqualTo(other == index);
                }
                assertThat(Merkle.includes(root, size, index, root, path)).isEqualTo(size == 1);
                assertThat(Merkle.includes(leaf, size, index, leaf, path)).isEqualTo(size == 1);
                for (List<Sha256> wrong : mutations(path)) {
                    assertThat(Merkle.includes(root, size, index, leaf, wrong)).isFalse();
                }
            }
        }
    }

    private static List<List<Sha256>> mutations(List<Sha256> path) {
        Sha256 foreign = Sha256.of(new byte[] {9});
        List<List<Sha256>> mutations = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            List<Sha256> replaced = new ArrayList<>(path);
            replaced.set(i, foreign);
            List<Sha256> without = new ArrayList<>(path);
            without.remove(i);
            List<Sha256> more = new ArrayList<>(path);
            more.add(i, foreign);
            mutations.addAll(List.of(replaced, without, more));
        }
        List<Sha256> longer = new ArrayList<>(path);
        longer.add(foreign);
        mutations.add(longer);
        return mutations;
    }

    // Sizes whose path has the same shape cannot be told apart by the path: the tree head names size and root together.
    @Test
    void aSizeWithAnotherShapeIsRefused() {
        List<Sha256> leaves = leaves(11);
        Sha256 root = Merkle.root(leaves);
        for (long size : new long[] {Long.MIN_VALUE, -1, 0, 1, 2, 8, 17, 64, Long.MAX_VALUE}) {
            for (int index = 0; index < 8; index++) {
                List<Sha256> path = Merkle.path(leaves, index);
                assertThat(Merkle.includes(root, size, index, leaves.get(index), path))
                        .as("leaf %d of %d", index, size)
                        .isFalse();
            }
        }
    }

    @Test
    void anInnerNodeIsNoLeaf() {
        List<Sha256> leaves = leaves(4);
        Sha256 left = Merkle.nodeHash(leaves.get(0), leaves.get(1));
        Sha256 right = Merkle.nodeHash(leaves.get(2), leaves.get(3));
        byte[] inner = new byte[64];
        System.arraycopy(leaves.get(0).bytes(), 0, inner, 0, 32);
        System.arraycopy(leaves.get(1).bytes(), 0, inner, 32, 32);

        assertThat(Merkle.includes(Merkle.root(leaves), 2, 0, left, List.of(right)))
                .isTrue();
        assertThat(Merkle.leafHash(inner)).isNotEqualTo(left);
    }

    @Test
    void thereIsNoPathOutsideTheTree() {
        assertThatThrownBy(() -> Merkle.path(leaves(3), 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Merkle.path(List.of(), 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static List<Sha256> hashes(String... hex) {
        return java.util.Arrays.stream(hex).map(Sha256::new).toList();
    }

    private static List<Sha256> publishedLeaves(int size) {
        return LEAVES.subList(0, size).stream()
                .map(hex -> Merkle.leafHash(HexFormat.of().parseHex(hex)))
                .toList();
    }

    @Test
    void givesThePublishedProofs() {
        String a = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
        String b = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
        String c = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
        String d = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
        String e = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
        String f = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7";
        String g = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";

        assertThat(Merkle.path(publishedLeaves(8), 0)).isEqualTo(hashes(a, b, c));
        assertThat(Merkle.path(publishedLeaves(8), 5)).isEqualTo(hashes(g, e, f));
        assertThat(Merkle.path(publishedLeaves(3), 2)).isEqualTo(hashes(ROOTS.get(2)));
        assertThat(Merkle.path(publishedLeaves(5), 1)).isEqualTo(hashes(ROOTS.get(1), b, g));
        assertThat(Merkle.consistency(publishedLeaves(1), 1)).isEmpty();
        assertThat(Merkle.consistency(publishedLeaves(8), 1)).isEqualTo(hashes(a, b, c));
        assertThat(Merkle.consistency(publishedLeaves(8), 6)).isEqualTo(hashes(d, e, f));
        assertThat(Merkle.consistency(publishedLeaves(5), 2)).isEqualTo(hashes(b, g));
    }

    @Test
    void everyTreeIsConsistentWithEveryEarlierOne() {
        List<Sha256> leaves = leaves(LARGEST);
        List<Sha256> roots = IntStream.rangeClosed(0, LARGEST)
                .mapToObj(size -> Merkle.root(leaves.subList(0, size)))
                .toList();
        for (int second = 0; second <= LARGEST; second++) {
            // Every earlier size of the small trees, a spread of the large ones that always has both ends.
            int step = second <= 70 ? 1 : 17;
            for (int first = second; first >= 0; first = first == 0 ? -1 : Math.max(0, first - step)) {
                List<Sha256> proof = Merkle.consistency(leaves.subList(0, second), first);
                assertThat(Merkle.isConsistent(first, roots.get(first), second, roots.get(second), proof))
                        .as("%d to %d", first, second)
                        .isTrue();
                assertThat(proof).isEqualTo(naiveConsistency(leaves, first, second));
            }
        }
    }

    /**
     * The nodes of the larger tree that an auditor of the smaller one lacks, found by their place: RFC 9162's proof lists
     * the siblings on the way from the last whole subtree of the small tree to the root of the large one.
     */
    private static List<Sha256> naiveConsistency(List<Sha256> leaves, int first, int second) {
        if (first == 0 || first == second) {
            return List.of();
        }
        int width = Integer.lowestOneBit(first);
        int start = first - width;
        List<Sha256> proof = new ArrayList<>();
        if (width != first) {
            proof.add(Merkle.root(leaves.subList(start, first)));
        }
        while (width < second) {
            boolean left = (start / width) % 2 == 1;
            int sibling = left ? start - width : start + width;
            if (sibling < second) {
                proof.add(Merkle.root(leaves.subList(sibling, Math.min(sibling + width, second))));
            }
            start = left ? sibling : start;
            width *= 2;
        }
        return proof;
    }

    @Test
    void anotherSizeRootOrProofIsNotConsistent() {
        List<Sha256> leaves = leaves(40);
        List<Sha256> roots = IntStream.rangeClosed(0, 40)
                .mapToObj(size -> Merkle.root(leaves.subList(0, size)))
                .toList();
        for (int second = 1; second <= 40; second++) {
            for (int first = 1; first < second; first++) {
                Sha256 from = roots.get(first);
                Sha256 to = roots.get(second);
                List<Sha256> proof = Merkle.consistency(leaves.subList(0, second), first);
                assertThat(Merkle.isConsistent(first, to, second, to, proof)).isFalse();
                assertThat(Merkle.isConsistent(first, from, second, from, proof))
                        .isFalse();
                assertThat(Merkle.isConsistent(second, from, first, to, proof)).isFalse();
                assertThat(Merkle.isConsistent(-first, from, second, to, proof)).isFalse();
                for (List<Sha256> wrong : mutations(proof)) {
                    assertThat(Merkle.isConsistent(first, from, second, to, wrong))
                            .isFalse();
                }
            }
            Sha256 root = roots.get(second);
            assertThat(Merkle.isConsistent(second, root, second, roots.get(second - 1), List.of()))
                    .isFalse();
            assertThat(Merkle.isConsistent(second, root, second, root, List.of(root)))
                    .isFalse();
            assertThat(Merkle.isConsistent(0, root, second, root, List.of())).isFalse();
        }
    }

    @Test
    void aProofIsTextAndBack() {
        assertThat(Merkle.toText(List.of())).isEmpty();
        assertThat(Merkle.fromText("")).isEmpty();
        List<Sha256> proof = Merkle.path(leaves(300), 17);
        assertThat(Merkle.fromText(Merkle.toText(proof))).isEqualTo(proof);
        String one = Merkle.toText(proof.subList(0, 1));
        for (String wrong : List.of(
                "=",
                "AAAA",
                one.replace("=", ""),
                one + one,
                one + "\n",
                " " + one,
                one.replaceAll(".=$", "B="),
                "é")) {
            assertThatThrownBy(() -> Merkle.fromText(wrong)).as(wrong).isInstanceOf(Refusal.class);
        }
        assertThatThrownBy(() -> Merkle.fromText(Merkle.toText(leaves(129)))).isInstanceOf(Refusal.class);
    }
}
