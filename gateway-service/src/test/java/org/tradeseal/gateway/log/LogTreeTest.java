package org.tradeseal.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.tradeseal.gateway.database.Database;
import org.tradeseal.gateway.ledger.embedded.TestServer;
import org.tradeseal.verify.Leaf;
import org.tradeseal.verify.Merkle;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;

/** The tree in tiles against the plain recursion of RFC 9162, in a real PostgreSQL. */
class LogTreeTest {
    private static final Sha256 LEDGER = Sha256.of(new byte[] {1});
    private static final long SEED = 20261122;

    private Database database;
    private LogTree tree;
    private final List<Sha256> hashes = new ArrayList<>();

    @BeforeEach
    void anEmptyLog() throws Exception {
        database = TestServer.newDatabase().connect();
        database.migrate("readmodel");
        tree = new LogTree(new JdbcTemplate(database.dataSource()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void append(int count) {
        List<LogTree.Hashed> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = hashes.size() + i;
            RecordId id = RecordId.derive(LEDGER, "AST", "actor", "key" + number);
            byte[] content = ("content " + number).getBytes(StandardCharsets.US_ASCII);
            leaves.add(LogTree.Hashed.of(new Leaf(LEDGER, id, 1, Sha256.of(content))));
        }
        tree.append(hashes.size(), leaves);
        leaves.forEach(l -> hashes.add(l.hash()));
    }

    @Test
    void rootsAndProofsOfEverySizeAreThoseOfTheRecursion() {
        while (hashes.size() < 530) {
            append(1 + hashes.size() % 7);
        }
        Random random = new Random(SEED);
        for (int size = 1; size <= hashes.size(); size++) {
            List<Sha256> first = hashes.subList(0, size);
            assertThat(tree.root(size)).isEqualTo(Merkle.root(first));
            int index = random.nextInt(size);
            assertThat(tree.inclusion(index, size)).isEqualTo(Merkle.path(first, index));
            int before = random.nextInt(size + 1);
            assertThat(tree.consistency(before, size)).isEqualTo(Merkle.consistency(first, before));
        }
    }

    @Test
    void manyLeavesAtOnceMakeTheSameTreeAsFewAtATime() {
        append(3);
        append(70_000);
        append(1);
        int size = hashes.size();
        assertThat(tree.root(size)).isEqualTo(Merkle.root(hashes));
        for (long index :
                LongStream.of(0, 2, 255, 256, 65_535, 65_536, size - 1).toArray()) {
            assertThat(Merkle.includes(
                            tree.root(size), size, index, hashes.get((int) index), tree.inclusion(index, size)))
                    .isTrue();
        }
        assertThat(tree.tile(2, 0, 1))
                .as("the root of 65,536 leaves")
                .isEqualTo(Merkle.root(hashes.subList(0, 65_536)).bytes());
    }

    @Test
    void theTreeOfAnEarlierSizeStaysWhatItWas() {
        append(300);
        Sha256 before = tree.root(300);
        append(300);
        assertThat(tree.root(300)).isEqualTo(before);
        assertThat(Merkle.isConsistent(300, before, 600, tree.root(600), tree.consistency(300, 600)))
                .isTrue();
    }

    @Test
    void anEmptyLogHasTheDigestOfNothingAsRoot() {
        assertThat(tree.root(0)).isEqualTo(Sha256.of());
    }

    @Test
    void whatTheLogDoesNotHaveIsNotProved() {
        append(5);
        assertThatThrownBy(() -> tree.inclusion(5, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tree.consistency(6, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tree.tile(0, 0, 6)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theNewestVersionIsThatOfTheFirstLeavesOnly() {
        RecordId id = RecordId.derive(LEDGER, "AST", "actor", "moved");
        for (int version = 1; version <= 3; version++) {
            tree.append(hashes.size(), List.of(LogTree.Hashed.of(new Leaf(LEDGER, id, version, LEDGER))));
            hashes.add(LEDGER);
        }
        assertThat(tree.newestVersion(id, 2)).isEqualTo(2);
        assertThat(tree.newestVersion(id, 3)).isEqualTo(3);
        assertThat(tree.newestVersion(RecordId.derive(LEDGER, "AST", "actor", "none"), 3))
                .isZero();
    }
}
