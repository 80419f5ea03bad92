package org.tradeseal.gateway.database;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

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
    void aFailedStatementDoesNotQuoteItsValues() throws Exception {
        try (StateFolder folder = StateFolder.open(temp.resolve("state"));
                Database database = Database.embedded(folder)) {
            JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
            jdbc.execute("create table t (id text primary key, content text)");
            List<Object[]> twice = List.of(new Object[] {"one", "canary"}, new Object[] {"one", "canary"});

            assertThatThrownBy(() -> jdbc.batchUpdate("insert into t (id, content) values (?, ?)", twice))
                    .isInstanceOf(DuplicateKeyException.class)
                    .extracting(DatabaseTest::trace, as(InstanceOfAssertFactories.STRING))
                    .contains("t_pkey")
                    .doesNotContain("canary");
        }
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
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
