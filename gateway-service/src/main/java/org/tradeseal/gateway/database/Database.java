package org.tradeseal.gateway.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's PostgreSQL (15 or newer): a server of its own by default, or an external one. Refuses a server that
 * could forget an acknowledged commit.
 */
public final class Database implements AutoCloseable {
    private static final int OLDEST_VERSION = 150000;
    private static final int CONNECTIONS = 20;
    private static final List<String> DURABILITY = List.of("fsync", "full_page_writes", "synchronous_commit");

    private final @Nullable EmbeddedServer server;
    private final HikariDataSource pool;

    private Database(@Nullable EmbeddedServer server, HikariDataSource pool) {
        this.server = server;
        this.pool = pool;
    }

    /** Starts PostgreSQL on the data in the state folder, which it creates at the first start. */
    public static Database embedded(StateFolder state) {
        EmbeddedServer server = EmbeddedServer.start(state);
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres";
        try {
            return connect(server, url, EmbeddedServer.USER, server.password());
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Uses a server that somebody else runs. */
    public static Database external(String jdbcUrl, String user, String password) {
        return connect(null, jdbcUrl, user, password);
    }

    /**
     * Connects to the server that a running gateway keeps in its state folder, beside that gateway. Throws
     * IllegalStateException if none answers.
     */
    public static Database besideGateway(Path stateFolder) {
        EmbeddedServer.Address address = EmbeddedServer.runningIn(stateFolder);
        String url = "jdbc:postgresql://127.0.0.1:" + address.port() + "/postgres";
        return connect(null, url, EmbeddedServer.USER, address.password());
    }

    private static Database connect(@Nullable EmbeddedServer server, String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(5_000);
        config.setValidationTimeout(2_000);
        // A database or role may have it off by default.
        config.setConnectionInitSql("set synchronous_commit = on");
        // A failed statement is logged; its values are records.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.addDataSourceProperty("socketTimeout", "60");
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.setPoolName("postgresql");
        HikariDataSource pool = new HikariDataSource(config);
        try {
            requireDurable(pool);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
        return new Database(server, pool);
    }

    private static void requireDurable(DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            if (Integer.parseInt(setting(statement, "server_version_num")) < OLDEST_VERSION) {
                throw new IllegalStateException("PostgreSQL 15 or newer is needed, this is "
                        + setting(statement, "server_version") + " / 需要 PostgreSQL 15 或更高版本");
            }
            for (String name : DURABILITY) {
                String value = setting(statement, name);
                if (!value.equals("on")) {
                    throw new IllegalStateException("PostgreSQL has " + name + "=" + value
                            + ": acknowledged records would be lost in a crash / PostgreSQL 设置 " + name + "=" + value
                            + "：崩溃时会丢失已确认的记录");
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL cannot be reached / 无法连接 PostgreSQL: " + e.getMessage(), e);
        }
    }

    private static String setting(Statement statement, String name) throws SQLException {
        try (ResultSet row = statement.executeQuery("show " + name)) {
            row.next();
            return row.getString(1);
        }
    }

    public DataSource dataSource() {
        return pool;
    }

    /** Brings a schema up to date by the scripts in {@code db/migration/<schema>}. */
    public void migrate(String schema) {
        Flyway.configure()
                .dataSource(pool)
                .schemas(schema)
                .locations("classpath:db/migration/" + schema)
                .load()
                .migrate();
    }

    /** Brings a schema to an older version, for data of that version. */
    public void migrate(String schema, String version) {
        Flyway.configure()
                .dataSource(pool)
                .schemas(schema)
                .locations("classpath:db/migration/" + schema)
                .target(version)
                .load()
                .migrate();
    }

    @Override
    public void close() {
        pool.close();
        if (server != null) {
            server.close();
        }
    }
}
