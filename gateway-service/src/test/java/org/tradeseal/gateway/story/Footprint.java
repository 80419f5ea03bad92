package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** How much of everything a gateway has stored: the rows of each of its tables. */
record Footprint(SortedMap<String, Long> rows) {
    private static final List<String> SCHEMAS = List.of("ledger", "gateway", "readmodel");

    // Who asked is noted, also of what was refused; heads are signed as the log grows.
    private static final List<String> OF_READING =
            List.of("gateway.access_log", "gateway.head", "gateway.cosignature", "readmodel.tile");

    /** What is stored once deliveries and the read model have come to rest. */
    static Footprint of(JdbcTemplate jdbc) {
        Footprint last = now(jdbc);
        for (int i = 0; i < 200; i++) {
            pause();
            Footprint next = now(jdbc);
            if (next.equals(last)) {
                return next;
            }
            last = next;
        }
        throw new AssertionError("the gateway does not come to rest: " + last);
    }

    private static void pause() {
        try {
            Thread.sleep(250);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Footprint now(JdbcTemplate jdbc) {
        SortedMap<String, Long> rows = new TreeMap<>();
        List<String> tables = jdbc.queryForList(
                "select table_schema || '.' || table_name from information_schema.tables where table_type = 'BASE TABLE'"
                        + " and table_schema in ('" + String.join("','", SCHEMAS) + "') order by 1",
                String.class);
        for (String table : tables) {
            if (!OF_READING.contains(table) && !table.contains("flyway")) {
                rows.put(table, jdbc.queryForObject("select count(*) from " + table, Long.class));
            }
        }
        assertThat(rows).containsKeys("gateway.intent", "readmodel.record", "readmodel.leaf", "ledger.block");
        return new Footprint(rows);
    }

    /** Fails if anything was stored since. */
    void mustBeAll(JdbcTemplate jdbc) {
        assertThat(of(jdbc).rows()).isEqualTo(rows);
    }
}
