package org.tradeseal.gateway.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.tradeseal.gateway.ledger.embedded.StoredLedger;

/** The tables of a gateway's database, row by row, as PostgreSQL's COPY reads and writes them. */
final class TableRows {
    private static final String HISTORY = "flyway_schema_history";

    /** Follows from the ledger's blocks and is made anew by the gateway. */
    private static final String READ_MODEL = "readmodel";

    private final Connection connection;

    TableRows(Connection connection) {
        this.connection = connection;
    }

    /** A table that a backup holds. */
    record Name(String schema, String table) {}

    /** The schemas with their versions, the read model's left out. */
    List<Manifest.Schema> schemas() throws SQLException {
        List<Manifest.Schema> schemas = new ArrayList<>();
        for (String schema : texts("select table_schema from information_schema.tables where table_name = '" + HISTORY
                + "' and table_schema <> '" + READ_MODEL + "' order by 1")) {
            String version = texts("select version from " + schema + "." + HISTORY
                            + " where success and version is not null order by installed_rank desc limit 1")
                    .get(0);
            schemas.add(new Manifest.Schema(schema, version));
        }
        return schemas;
    }

    /** The tables of a schema that do not follow from others. */
    List<Name> tables(String schema) throws SQLException {
        List<Name> tables = new ArrayList<>();
        for (String table : texts("select table_name from information_schema.tables where table_schema = '" + schema
                + "' and table_type = 'BASE TABLE' order by 1")) {
            boolean derived = schema.equals("ledger") && StoredLedger.DERIVED_TABLES.contains(table);
            if (!table.equals(HISTORY) && !derived) {
                tables.add(new Name(schema, table));
            }
        }
        return tables;
    }

    List<String> columns(Name name) throws SQLException {
        return texts("select column_name from information_schema.columns where table_schema = '" + name.schema()
                + "' and table_name = '" + name.table() + "' and is_generated = 'NEVER' order by ordinal_position");
    }

    /** Writes a table's rows and answers how many there are. */
    long write(Name name, List<String> columns, OutputStream out) throws SQLException, IOException {
        return copy().copyOut("copy " + target(name, columns) + " to stdout", out);
    }

    /** Fills an emptied table and answers how many rows came. */
    long read(Name name, List<String> columns, InputStream in) throws SQLException, IOException {
        return copy().copyIn("copy " + target(name, columns) + " from stdin", in);
    }

    /** Lets the numbers that a table gives out begin after the greatest it holds. */
    void advanceNumbers(Name name) throws SQLException {
        String table = name.schema() + "." + name.table();
        for (String column : texts("select column_name from information_schema.columns where table_schema = '"
                + name.schema() + "' and table_name = '" + name.table() + "' and is_identity = 'YES'")) {
            texts("select setval(pg_get_serial_sequence('" + table + "', '" + column + "'), coalesce(max(" + column
                    + "), 0) + 1, false)::text from " + table);
        }
    }

    /** Rows come in any order: keys to other tables are not looked at while this is on. */
    void ignoreReferences(boolean ignore) throws SQLException {
        execute("set session_replication_role = " + (ignore ? "replica" : "origin"));
    }

    void empty(List<Name> names) throws SQLException {
        execute("truncate "
                + names.stream().map(n -> n.schema() + "." + n.table()).collect(Collectors.joining(", ")));
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private CopyManager copy() throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    // Names come from the catalogue or from a manifest that allows lower-case letters, digits and underscores only.
    private static String target(Name name, List<String> columns) {
        return name.schema() + "." + name.table() + " ("
                + columns.stream().map(c -> "\"" + c + "\"").collect(Collectors.joining(", ")) + ")";
    }

    private List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }
}
