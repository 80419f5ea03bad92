package org.tradeseal.gateway.faults;

import java.util.List;
import java.util.SplittableRandom;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** One bit of one stored value, and how the check of the whole ledger has to name its place. */
record BitFlip(String table, String column, String key, long bit, String named) {
    /** A bit of a column, given as TABLE.COLUMN, in a row of the ledger that is not its newest. */
    static BitFlip drawn(String place, long seed, JdbcTemplate database) {
        SplittableRandom random = new SplittableRandom(seed);
        int dot = place.lastIndexOf('.');
        String table = place.substring(0, dot);
        String column = place.substring(dot + 1);
        // Old rows and records' own ones: what the load goes on with stays as it is.
        String rows = switch (table) {
            case "ledger.block" -> "number > 0 and number < (select max(number) from ledger.block)";
            case "ledger.transaction" -> "block > 0 and block < (select max(number) from ledger.block)";
            default -> "key like '%AST-%'";
        };
        String key = key(table);
        List<String> all = database.queryForList(
                "select " + key + " from " + table + " where " + rows + " order by 1", String.class);
        String named = all.get(random.nextInt(all.size()));
        Long bytes = database.queryForObject(
                "select length(" + column + ") from " + table + " where " + key + " = ?", Long.class, named);
        return new BitFlip(table, column, key, random.nextLong(8 * (bytes == null ? 0 : bytes)), named);
    }

    private static String key(String table) {
        return switch (table) {
            case "ledger.block" -> "number::text";
            case "ledger.transaction" -> "id";
            default -> "key";
        };
    }

    /** Turns the bit; twice is as before. */
    void turn(JdbcTemplate database) {
        int changed = database.update(
                "update " + table + " set " + column + " = set_bit(" + column + ", ?, 1 - get_bit(" + column
                        + ", ?)) where " + key + " = ?",
                bit,
                bit,
                named);
        if (changed != 1) {
            throw new IllegalStateException(changed + " rows instead of one: " + this);
        }
    }

    /** Whether findings name the block, the transaction or the key; of a block's hash its successor may tell. */
    boolean isNamedBy(JsonNode findings) {
        for (JsonNode finding : findings) {
            boolean there = table.equals("ledger.block")
                    ? finding.path("block").asString("").equals(named)
                    : finding.path("transactionId").asString("").equals(named)
                            || finding.path("what").toString().contains(named);
            if (there) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "bit " + bit + " of " + column + " in " + table + " " + named;
    }
}
