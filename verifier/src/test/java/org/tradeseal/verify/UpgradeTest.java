package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An old receipt under a newer head, from the log's files alone. */
class UpgradeTest {
    @TempDir
    private Path folder;

    private final Story story = new Story("upgrades");
    private final TestLedger ledger = story.ledger;

    /** Appends records until the log has this many leaves. */
    private void grow(int size) {
        while (ledger.size() < size) {
            ledger.create(
                    "asset.file",
                    "AST",
                    "asset",
                    story.enterprise,
                    "more-" + ledger.size(),
                    TestLedger.json("{}"),
                    TestLedger.json("{}"));
        }
    }

    /** Writes checkpoint and tiles as a gateway serves them. */
    private void publish(Note head) throws IOException {
        Files.writeString(folder.resolve("checkpoint"), head.toString());
        List<Sha256> hashes = ledger.leafHashes();
        for (int level = 0; !hashes.isEmpty(); level++) {
            List<Sha256> above = new ArrayList<>();
            for (int from = 0; from < hashes.size(); from += 256) {
                List<Sha256> tile = hashes.subList(from, Math.min(from + 256, hashes.size()));
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                tile.forEach(hash -> bytes.writeBytes(hash.bytes()));
                String name = String.format("tile/%d/%03d", level, from / 256);
                Path file = folder.resolve(tile.size() == 256 ? name : name + ".p/" + tile.size());
                Files.createDirectories(file.getParent());
                Files.write(file, bytes.toByteArray());
                if (tile.size() == 256) {
                    above.add(Merkle.root(tile));
                }
            }
            hashes = above;
        }
    }

    private Receipt upgraded(Receipt receipt) throws Exception {
        return new Upgrade(LogTiles.open(folder)).of(receipt);
    }

    private Verdict verdict(Receipt receipt, int k) {
        return new Verifier(ledger.trust(k))
                .verify(receipt.bytes(), null, TestLedger.TIME)
                .verdict();
    }

    @Test
    void aReceiptWithTooFewSignaturesBecomesValidUnderANewerHead() throws Exception {
        for (int index : List.of(story.filed, story.founded, story.reindexed)) {
            Receipt full = ledger.receipt(index);
            Receipt old =
                    full.under(ledger.head(ledger.checkpoint(), "BankMSP").toString(), full.proof(), full.cause());
            assertThat(verdict(old, 3)).isEqualTo(Verdict.UNKNOWN);
            grow(ledger.size() + 300);
            publish(ledger.head());
            Receipt newer = upgraded(old);
            assertThat(verdict(newer, 3)).isEqualTo(Verdict.VALID);
            assertThat(Checkpoint.parse(Note.parse(newer.head()).text()).size()).isEqualTo(ledger.size());
            assertThat(newer.record()).isEqualTo(old.record());
        }
    }

    @Test
    void proofsFromTilesAreThoseOfTheTree() throws Exception {
        for (int size : List.of(255, 256, 257, 511, 512, 700)) {
            grow(size);
            publish(ledger.head());
            LogTiles tiles = LogTiles.open(folder);
            List<Sha256> hashes = ledger.leafHashes();
            assertThat(tiles.root(size)).isEqualTo(Merkle.root(hashes));
            for (int index = 0; index < size; index += 17) {
                assertThat(tiles.inclusion(index)).isEqualTo(Merkle.path(hashes, index));
            }
        }
    }

    @Test
    void twoCopiesOfOneHeadGiveTheSignaturesOfBoth() throws Exception {
        Receipt full = ledger.receipt(story.filed);
        Receipt old = full.under(ledger.head(ledger.checkpoint(), "BankMSP").toString(), full.proof(), null);
        publish(ledger.head(ledger.checkpoint(), "RegulatorMSP", "IpCentreMSP"));
        assertThat(verdict(upgraded(old), 3)).isEqualTo(Verdict.VALID);
    }

    @Test
    void anotherHistoryIsRefused() throws Exception {
        Receipt old = ledger.receipt(story.filed);
        Checkpoint head = ledger.checkpoint();
        Checkpoint fork = new Checkpoint(head.origin(), head.size(), TestLedger.seed("fork"));
        Receipt forked = old.under(ledger.head(fork, "BankMSP").toString(), old.proof(), null);
        grow(ledger.size() + 10);
        publish(ledger.head());
        assertRefused(ErrorCode.READ_CONFLICT, forked);
        publish(new Story("elsewhere").ledger.head());
        assertRefused(ErrorCode.NOT_FOUND, old);
        publish(ledger.head(fork, "RegulatorMSP", "BankMSP"));
        assertRefused(ErrorCode.MALFORMED, old);
    }

    @Test
    void aHeadOlderThanTheReceiptsIsRefused() throws Exception {
        publish(ledger.head());
        grow(ledger.size() + 1);
        assertRefused(ErrorCode.STALE_VERSION, ledger.receipt(story.filed));
    }

    private void assertRefused(ErrorCode code, Receipt receipt) {
        assertThatThrownBy(() -> upgraded(receipt))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(code));
    }

    @Test
    void missingTilesAreNamedAllAtOnce() throws Exception {
        Receipt old = ledger.receipt(story.filed);
        grow(600);
        publish(ledger.head());
        Files.delete(folder.resolve("tile/0/000"));
        Files.delete(folder.resolve("tile/1/000.p/2"));
        assertThatThrownBy(() -> upgraded(old))
                .isInstanceOfSatisfying(
                        LogTiles.Missing.class,
                        m -> assertThat(m.tiles()).containsExactly("tile/0/000", "tile/1/000.p/2"));
    }

    @Test
    void theCommandLineWritesAndChecksTheNewReceipt() throws Exception {
        Receipt full = ledger.receipt(story.filed);
        Receipt old = full.under(ledger.head(ledger.checkpoint(), "BankMSP").toString(), full.proof(), null);
        Path file = folder.resolve("a.receipt.json");
        Files.write(file, old.bytes());
        Files.write(folder.resolve("trust.json"), CanonicalJson.bytes(ledger.trust(3)));
        grow(300);
        publish(ledger.head());
        assertThat(run("--language", "en", "upgrade", file.toString(), "--log", folder.toString()))
                .isZero();
        byte[] written = Files.readAllBytes(folder.resolve("a-upgraded.receipt.json"));
        assertThat(verdict(Receipt.read(written), 3)).isEqualTo(Verdict.VALID);
        assertThat(run("upgrade", file.toString())).isEqualTo(3);
        Files.delete(folder.resolve("tile/0/000"));
        assertThat(run("upgrade", file.toString(), "--log", folder.toString())).isEqualTo(2);
    }

    private static int run(String... arguments) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return Main.run(arguments, nowhere, nowhere);
    }
}
