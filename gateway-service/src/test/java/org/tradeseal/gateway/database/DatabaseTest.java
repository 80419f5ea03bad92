package org.tradeseal.gateway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    private Path temp;

    @Test
    void aServerThatDoesNotSyncIsRefused() throws Exception {
        try (EmbeddedPostgres forTests = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(temp.resolve("binaries").toFile())
                .start()) {
            assertThatThrownBy(() -> Database.external(forTests.getJdbcUrl("postgres", "postgres"), "postgres", ""))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("fsync=off");
        }
    }

    @Test
    void nobodyConnectsWithoutThePasswordAndItsFileIsTheOwnersAlone() throws Exception {
        try (StateFolder folder = StateFolder.open(temp.resolve("state"));
                Database database = Database.embedded(folder)) {
            String url = ((HikariDataSource) database.dataSource()).getJdbcUrl();

            assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(Files.getPosixFilePermissions(folder.path().resolve("postgresql-password")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Files.getPosixFilePermissions(folder.path()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aStateFolderServesOneProcessAtATime() {
        try (StateFolder folder = StateFolder.open(temp.resolve("state"))) {
            assertThatThrownBy(() -> StateFolder.open(folder.path())).hasMessageContaining("another gateway");
        }
        StateFolder.open(temp.resolve("state")).close();
    }

    @Test
    void aSecretThatOthersCanReadIsRefused() throws Exception {
        try (StateFolder folder = StateFolder.open(temp.resolve("state"))) {
            assertThat(folder.secret("s", () -> "one")).isEqualTo("one");
            assertThat(folder.secret("s", () -> "two")).isEqualTo("one");
            Files.setPosixFilePermissions(folder.path().resolve("s"), PosixFilePermissions.fromString("rw-r--r--"));

            assertThatThrownBy(() -> folder.secret("s")).hasMessageContaining("open to others");
        }
    }
}
