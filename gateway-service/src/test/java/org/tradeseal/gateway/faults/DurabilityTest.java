package org.tradeseal.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control of P1: what a killed database forgets, and what it may not, is seen by the check. */
class DurabilityTest {
    private static final int ROWS = 500;

    @TempDir
    private Path folder;

    @Test
    void aDatabaseThatDoesNotWaitForItsDiskLosesAcknowledgedRowsAndTheCheckFindsThem() throws Exception {
        assertThat(lostWith("off")).singleElement().asString().contains("P1");
    }

    @Test
    void aDatabaseThatWaitsLosesNone() throws Exception {
        assertThat(lostWith("on")).isEmpty();
    }

    private List<String> lostWith(String synchronousCommit) throws Exception {
        List<Acknowledged> acknowledged;
        EmbeddedPostgres killed = start(synchronousCommit);
        try (Connection connection = killed.getPostgresDatabase().getConnection()) {
            acknowledged = insert(connection);
            FaultGateway.killAll(ReadModels.postmaster(folder));
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException("the rows were not inserted", e);
        }
        killed.close(); // lets go of its lock
        try (EmbeddedPostgres again = start(synchronousCommit);
                Connection connection = again.getPostgresDatabase().getConnection()) {
            return Checks.lost(acknowledged, seen(connection));
        }
    }

    // The WAL is written when a commit waits for it, or by the writer, which comes late.
    private EmbeddedPostgres start(String synchronousCommit) throws Exception {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(folder.resolve("binaries").toFile())
                .setDataDirectory(folder.resolve("postgresql-data"))
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("wal_writer_delay", "10s")
                .setServerConfig("synchronous_commit", synchronousCommit)
                .start();
    }

    private static List<Acknowledged> insert(Connection connection) throws Exception {
        List<Acknowledged> acknowledged = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("set synchronous_commit = on");
            statement.execute("create table acknowledged (id text primary key)");
            statement.execute("reset synchronous_commit");
        }
        try (PreparedStatement insert = connection.prepareStatement("insert into acknowledged values (?)")) {
            for (int i = 0; i < ROWS; i++) {
                insert.setString(1, "AST-" + i);
                insert.executeUpdate();
                acknowledged.add(new Acknowledged("k" + i, "AST-" + i, 0, System.nanoTime()));
            }
        }
        return acknowledged;
    }

    private static List<Checks.Seen> seen(Connection connection) throws Exception {
        List<Checks.Seen> seen = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select id from acknowledged")) {
            while (row.next()) {
                seen.add(new Checks.Seen(row.getString(1), ""));
            }
        }
        return seen;
    }
}
