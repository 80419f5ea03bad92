package org.tradeseal.gateway.ledger.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rows that go to PostgreSQL in one statement, as one array a column. */
final class Rows {
    private final List<String> types;
    private final List<List<Object>> columns = new ArrayList<>();

    Rows(String... types) {
        this.types = List.of(types);
        for (int i = 0; i < types.length; i++) {
            columns.add(new ArrayList<>());
        }
    }

    void add(Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException("a row has " + columns.size() + " values");
        }
        for (int i = 0; i < values.length; i++) {
            columns.get(i).add(values[i]);
        }
    }

    /** Runs {@code before unnest(...) after}, unless there are no rows. */
    void execute(Connection connection, String before, String after) throws SQLException {
        if (columns.get(0).isEmpty()) {
            return;
        }
        String marks = String.join(", ", Collections.nCopies(columns.size(), "?"));
        try (PreparedStatement statement = connection.prepareStatement(before + "unnest(" + marks + ")" + after)) {
            for (int i = 0; i < columns.size(); i++) {
                statement.setArray(i + 1, connection.createArrayOf(types.get(i), array(i)));
            }
            statement.executeUpdate();
        }
    }

    private Object[] array(int column) {
        List<Object> values = columns.get(column);
        return types.get(column).equals("bytea") ? values.toArray(new byte[0][]) : values.toArray();
    }
}
