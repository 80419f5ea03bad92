package org.tradeseal.gateway.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.gateway.database.Database;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.LedgerVerification;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** Kills processes with signal 9 in the middle of writing. */
class CrashTest {
    @TempDir
    private Path folder;

    @Test
    void noAcknowledgedRecordIsLostWhenEverythingIsKilled() throws Exception {
        for (boolean postgresToo : List.of(true, false)) {
            Process writer = startWriter();
            try {
                awaitAcknowledged(acknowledged().size() + 40, writer);
            } finally {
                if (postgresToo) {
                    postmaster().destroyForcibly();
                }
                writer.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
            verifyNothingIsLost();
        }
    }

    private Process startWriter() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashWriter.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "log")))
                .start();
    }

    private List<String> acknowledged() throws Exception {
        Path file = folder.resolve("acknowledged");
        return Files.exists(file)
                ? Files.readString(file).lines().filter(l -> l.length() == 21).toList()
                : List.of();
    }

    private void awaitAcknowledged(int count, Process writer) throws Exception {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
        while (acknowledged().size() < count) {
            assertThat(writer.isAlive() && Instant.now().isBefore(deadline))
                    .as(() -> "the writer writes:\n" + log())
                    .isTrue();
            Thread.sleep(20);
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }

    private ProcessHandle postmaster() throws Exception {
        Path file = folder.resolve("state/postgresql-data/postmaster.pid");
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip()))
                .orElseThrow();
    }

    private void verifyNothingIsLost() throws Exception {
        TestConsortium consortium = TestConsortium.in(folder.resolve("consortium"));
        try (StateFolder state = StateFolder.open(folder.resolve("state"));
                Database database = Database.embedded(state);
                EmbeddedLedger ledger = EmbeddedLedger.open(database, state, consortium)) {
            requireSafeSettings(database);
            for (String id : acknowledged()) {
                assertThat(ledger.evaluate(TestConsortium.OPERATOR, TestConsortium.read(new RecordId(id))))
                        .as(id)
                        .isNotEmpty();
            }
            LedgerVerification.Report report = ledger.verification().run(p -> {});
            assertThat(report.findings()).isEmpty();
            assertThat(report.commands()).isGreaterThanOrEqualTo(acknowledged().size());
        }
    }

    // Nothing is lost either when only processes die and PostgreSQL never syncs; the settings say that it does.
    private static void requireSafeSettings(Database database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                try (ResultSet row = statement.executeQuery("show " + setting)) {
                    row.next();
                    assertThat(row.getString(1)).as(setting).isEqualTo("on");
                }
            }
        }
    }

    @Test
    void aKilledPostgresComesBackAndTheLedgerGoesOn() throws Exception {
        TestConsortium consortium = TestConsortium.create();
        try (StateFolder state = StateFolder.open(folder.resolve("state"));
                Database database = Database.embedded(state);
                EmbeddedLedger ledger = EmbeddedLedger.open(database, state, consortium)) {
            RecordId before = consortium.admit(ledger, "before");
            postmaster().destroyForcibly();

            Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
            RecordId after = null;
            while (after == null) {
                assertThat(Instant.now()).isBefore(deadline);
                try {
                    after = consortium.admit(ledger, UUID.randomUUID().toString());
                } catch (Refusal refusal) {
                    assertThat(refusal.code()).isIn(ErrorCode.UNAVAILABLE, ErrorCode.OUTCOME_UNKNOWN);
                }
            }

            assertThat(TestConsortium.stored(ledger, before).record().version()).isEqualTo(1);
            assertThat(ledger.verification().run(p -> {}).findings()).isEmpty();
        }
    }
}
