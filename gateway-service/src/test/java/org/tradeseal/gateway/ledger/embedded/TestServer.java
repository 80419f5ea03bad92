package org.tradeseal.gateway.ledger.embedded;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.UUID;
import org.tradeseal.gateway.database.Database;
import org.tradeseal.gateway.database.StateFolder;

/** One real PostgreSQL for the tests of this JVM, each on a database of its own. */
public final class TestServer {
    private static final Database SERVER = start();

    private TestServer() {}

    private static Database start() {
        try {
            Path folder = Files.createTempDirectory("tradeseal-test-server");
            StateFolder state = StateFolder.open(folder);
            Database database = Database.embedded(state);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                database.close();
                state.close();
                org.springframework.util.FileSystemUtils.deleteRecursively(folder.toFile());
            }));
            return database;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The settings of a new, empty database. */
    public record Empty(String url, String user, String password) {
        public Database connect() {
            return Database.external(url, user, password);
        }
    }

    public static Empty newDatabase() throws Exception {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = SERVER.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        HikariDataSource pool = (HikariDataSource) SERVER.dataSource();
        String url = pool.getJdbcUrl().replaceFirst("/postgres$", "/" + name);
        return new Empty(url, pool.getUsername(), pool.getPassword());
    }
}
