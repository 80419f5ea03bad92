package org.tradeseal.gateway.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;
import org.tradeseal.gateway.database.Database;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.files.OwnerFiles;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.gateway.ledger.embedded.EmbeddedLedger;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;
import tools.jackson.databind.node.ObjectNode;

/** Backups of a real embedded ledger, taken while it is written, and what is restored from them. */
class BackupTest {
    @TempDir
    private Path temp;

    private Path state;
    private Path backup;
    private TestConsortium consortium;
    private Running gateway;

    @BeforeEach
    void fillALedger() throws Exception {
        state = temp.resolve("state");
        backup = temp.resolve("backup");
        consortium = TestConsortium.in(state);
        gateway = new Running(state);
        for (int i = 0; i < 5; i++) {
            consortium.admit(gateway.ledger, UUID.randomUUID().toString());
        }
        Files.createDirectories(state.resolve("log"));
        Files.writeString(state.resolve(StateFiles.SIGNED_HEADS), "7 " + Sha256.of() + "\n");
        Files.writeString(state.resolve("gateway.log"), "noise");
        Files.createDirectories(state.resolve("try"));
        Files.writeString(state.resolve("try/genesis.json"), "another gateway's");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** What a gateway does to its state folder, without the web around it. */
    private final class Running implements AutoCloseable {
        private final StateFolder folder;
        private final Database database;
        private final EmbeddedLedger ledger;
        private boolean closed;

        Running(Path path) {
            folder = StateFolder.open(path);
            database = Database.embedded(folder);
            database.migrate("gateway");
            ledger = EmbeddedLedger.open(database, folder, consortium);
        }

        JdbcTemplate jdbc() {
            return new JdbcTemplate(database.dataSource());
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                ledger.close();
                database.close();
                folder.close();
            }
        }
    }

    private record Ran(int exitCode, String out) {
        Ran refuses(String text) {
            assertThat(out).contains(text);
            assertThat(exitCode).isEqualTo(1);
            return this;
        }

        Ran isDone() {
            assertThat(exitCode).as(out).isZero();
            return this;
        }
    }

    private static Ran run(Object... arguments) {
        return runIn("en", arguments);
    }

    private static Ran runIn(String language, Object... arguments) {
        StringWriter out = new StringWriter();
        String[] words = Stream.of(arguments).map(String::valueOf).toArray(String[]::new);
        int exitCode = BackupTool.run(new PrintWriter(out, true), Map.of("TRADESEAL_LANG", language), words);
        return new Ran(exitCode, out.toString());
    }

    private Ran save() {
        return run("save", "--state", state, backup);
    }

    private Path restored(Object... more) {
        Path target = temp.resolve("restored-" + UUID.randomUUID());
        List<Object> arguments = new ArrayList<>(List.of("restore", backup, "--state", target));
        arguments.addAll(List.of(more));
        run(arguments.toArray()).isDone();
        return target;
    }

    private static long readable(Ledger ledger, List<RecordId> ids) {
        return ids.stream()
                .filter(id -> ledger.evaluate(TestConsortium.REGULATOR, TestConsortium.read(id)).length > 4)
                .count();
    }

    @Test
    void aBackupTakenWhileTheLedgerIsWrittenIsOneMomentOfIt() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            while (!enough.get()) {
                consortium.admit(gateway.ledger, UUID.randomUUID().toString());
            }
        });
        writer.start();
        Ran ran = save().isDone();
        enough.set(true);
        writer.join();
        assertThat(ran.out()).contains("goes on writing", "✓ Backup up to block");
        Manifest manifest = BackupFolder.open(backup).manifest();
        assertThat(gateway.ledger.height()).isGreaterThan(manifest.newestBlock());

        try (Running again = new Running(restored())) {
            assertThat(again.ledger.height()).isEqualTo(manifest.newestBlock() + 1);
            assertThat(again.ledger.verification().run(p -> {}).isWhole()).isTrue();
            assertThat(again.ledger.blocks(manifest.newestBlock(), 1).get(0).hash())
                    .isEqualTo(gateway.ledger
                            .blocks(manifest.newestBlock(), 1)
                            .get(0)
                            .hash())
                    .isEqualTo(manifest.newestBlockHash());
            consortium.admit(again.ledger, "after the restore");
        }
    }

    @Test
    void aStoppedGatewayIsBackedUpToo() throws Exception {
        long height = gateway.ledger.height();
        gateway.close();
        assertThat(save().isDone().out()).contains("is stopped");
        try (Running again = new Running(restored())) {
            assertThat(again.ledger.height()).isEqualTo(height);
        }
    }

    @Test
    void aLedgerIsRestoredUpToABlock() throws Exception {
        RecordId before = consortium.admit(gateway.ledger, "kept");
        long block = gateway.ledger.height() - 1;
        RecordId after = consortium.admit(gateway.ledger, "not kept");
        gateway.jdbc().update("insert into gateway.head (size, note) values (2, 'early'), (5000, 'late')");
        save().isDone();

        Path target = restored("--to-block", block);
        try (Running again = new Running(target)) {
            assertThat(again.ledger.height()).isEqualTo(block + 1);
            assertThat(readable(again.ledger, List.of(before))).isEqualTo(1);
            assertThat(readable(gateway.ledger, List.of(before, after))).isEqualTo(2);
            assertThat(again.jdbc()
                            .queryForObject(
                                    "select count(*) from ledger.state where position(? in key) > 0",
                                    Long.class,
                                    after.value()))
                    .isZero();
            assertThat(again.ledger.verification().run(p -> {}).findings()).isEmpty();
            assertThat(again.jdbc().queryForList("select size from gateway.head", Long.class))
                    .containsExactly(2L);
            // What was given to the lost block can be given again.
            consortium.admit(again.ledger, "not kept");
        }
        run("restore", backup, "--state", temp.resolve("x"), "--to-block", block + 100)
                .refuses("holds blocks 0 to " + (block + 1));
        assertThat(temp.resolve("x")).doesNotExist();
    }

    @Test
    void whatIsRestoredBeginsWithAnOpenAlarm() throws Exception {
        save().isDone();
        try (Running again = new Running(restored())) {
            assertThat(again.jdbc()
                            .queryForList(
                                    "select reason_en from gateway.log_alarm where decided_at is null", String.class))
                    .singleElement()
                    .satisfies(reason -> assertThat(reason).contains("restored from the backup", "has 7 leaves"));
        }
        assertThat(gateway.jdbc().queryForObject("select count(*) from gateway.log_alarm", Long.class))
                .isZero();
    }

    @Test
    void theSignedHeadsThatOutlivedTheLossComeAlong() throws Exception {
        save().isDone();
        Path journal = state.resolve(StateFiles.SIGNED_HEADS);
        Files.writeString(journal, Files.readString(journal) + "9 " + Sha256.of() + "\n");
        Path target = restored("--signed-heads", journal);
        assertThat(Files.readAllLines(target.resolve(StateFiles.SIGNED_HEADS))).hasSize(2);
        Files.writeString(journal, "3 " + Sha256.of() + "\n");
        run("restore", backup, "--state", temp.resolve("x"), "--signed-heads", journal)
                .refuses("does not continue");
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        save().isDone();
        save().refuses("never overwrites");
        run("restore", backup, "--state", state).refuses("is not empty");
        Path file = Files.writeString(temp.resolve("file"), "mine");
        run("restore", backup, "--state", file).refuses("is not empty");
        assertThat(file).hasContent("mine");
    }

    @Test
    void everythingInItIsItsOwnersAlone() throws Exception {
        save().isDone();
        Path target = restored();
        for (Path folder : List.of(backup, target)) {
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> kept = files.filter(f -> !f.toString().contains("postgresql-data") && !f.endsWith("lock"))
                        .filter(f -> !f.toString().contains("postgresql-binaries/"))
                        .toList();
                assertThat(kept)
                        .hasSizeGreaterThan(10)
                        .allSatisfy(f -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                                .as(f.toString())
                                .isEqualTo(Files.isDirectory(f) ? "rwx------" : "rw-------"));
            }
        }
        assertThat(Files.exists(backup.resolve("state/block-key.pem"))).isTrue();
        assertThat(Files.exists(backup.resolve("state/try"))).isFalse();
        assertThat(Files.exists(backup.resolve("state/gateway.log"))).isFalse();
        assertThat(Files.exists(backup.resolve("state/postgresql-password"))).isFalse();
    }

    @Test
    void aWholeBackupPassesItsCheckAndLeavesNothingBehind() throws Exception {
        save().isDone();
        String digest = BackupFolder.open(backup).digest().hex();
        Ran checked = run("check", backup, "--expect", digest).isDone();
        assertThat(checked.out()).contains("whole and can be restored", "The chain is whole", digest);
        run("check", backup, "--expect", Sha256.of(new byte[] {1}).hex()).refuses("has the digest");
        assertThat(runIn("zh", "check", backup).isDone().out()).contains("备份完整");
    }

    @Test
    void aChangedByteInAnyFileIsFound() throws Exception {
        save().isDone();
        List<Path> files;
        try (Stream<Path> walked = Files.walk(backup)) {
            files = walked.filter(Files::isRegularFile).toList();
        }
        assertThat(files).hasSizeGreaterThan(10);
        for (Path file : files) {
            byte[] right = Files.readAllBytes(file);
            byte[] wrong = right.clone();
            wrong[wrong.length / 2] ^= 1;
            Files.write(file, wrong);
            String digest = file.endsWith(Manifest.FILE)
                    ? "0".repeat(64)
                    : BackupFolder.open(backup).digest().hex();
            assertThat(run("check", backup, "--expect", digest).exitCode())
                    .as(file.toString())
                    .isNotZero();
            Files.write(file, right);
        }
        Files.delete(backup.resolve("tables/ledger.block.copy.gz"));
        run("check", backup).refuses("ledger.block");
    }

    // Whoever can write the backup can make its digests fit; the chain of signed blocks does not.
    @Test
    void aForgedTransactionIsFoundThoughItsDigestsFit() throws Exception {
        save().isDone();
        Path table = backup.resolve("tables/ledger.transaction.copy.gz");
        String rows = unzipped(table);
        String forged = rows.replaceFirst("\\\\x7b", "\\\\x7B").replaceFirst("VALID", "MVCC_READ_CONFLICT");
        assertThat(forged).isNotEqualTo(rows);
        Files.write(table, zipped(forged));
        Path file = backup.resolve(Manifest.FILE);
        ObjectNode manifest = (ObjectNode) CanonicalJson.tree(Files.readAllBytes(file));
        manifest.path("tables").forEach(t -> {
            if (t.path("name").asString("").equals("transaction")) {
                ((ObjectNode) t).put("sha256", sha256(table).hex());
                ((ObjectNode) t).put("sizeBytes", size(table));
            }
        });
        Files.write(file, CanonicalJson.bytes(manifest));

        run("check", backup).refuses("not whole");
        run("restore", backup, "--state", temp.resolve("x")).refuses("not whole");
        assertThat(temp.resolve("x")).doesNotExist();
        assertThat(temp.resolve("x.restoring")).as("keys lie in it").doesNotExist();
    }

    @Test
    void aManifestThatPointsOutsideIsRefused() throws Exception {
        save().isDone();
        Path file = backup.resolve(Manifest.FILE);
        byte[] right = Files.readAllBytes(file);
        for (String path : List.of("../outside", "/etc/passwd", "log/../../x", "a//b", "..")) {
            ObjectNode manifest = (ObjectNode) CanonicalJson.tree(right);
            ((ObjectNode) manifest.path("files").get(0)).put("path", path);
            Files.write(file, CanonicalJson.bytes(manifest));
            assertThat(run("restore", backup, "--state", temp.resolve("x")).exitCode())
                    .as(path)
                    .isEqualTo(1);
        }
        run("check", temp.resolve("nowhere")).refuses("no backup");
    }

    @Test
    void aRestoreThatWasKilledIsBegunAgain() throws Exception {
        save().isDone();
        Path target = temp.resolve("again");
        Path leftOver = temp.resolve("again.restoring");
        // What a kill at the end of the work leaves: everything but the last renaming.
        run("restore", backup, "--state", target).isDone();
        Files.move(target, leftOver);
        run("restore", backup, "--state", target).isDone();
        assertThat(leftOver).doesNotExist();
        try (Running again = new Running(target)) {
            assertThat(again.ledger.height()).isEqualTo(gateway.ledger.height());
            assertThat(again.jdbc().queryForObject("select count(*) from gateway.log_alarm", Long.class))
                    .isEqualTo(1);
        }
    }

    @Test
    void aBackupThatWasInterruptedIsNone() throws Exception {
        Path partial = Files.createDirectories(temp.resolve("backup.partial"));
        Files.writeString(partial.resolve("half"), "x");
        run("check", partial).refuses("no backup");
        save().isDone();
        assertThat(partial).doesNotExist();
        FileSystemUtils.deleteRecursively(backup);
        run("save", "--state", temp.resolve("empty"), backup).refuses("no embedded ledger");
    }

    private static String unzipped(Path file) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static Sha256 sha256(Path file) {
        try {
            return OwnerFiles.digest(file).sha256();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
