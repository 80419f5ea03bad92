package org.tradeseal.gateway.errors;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** What a database that is away or full means for a caller, by its SQLSTATE (PostgreSQL, appendix A). */
final class DatabaseRefusals {
    private static final String DISK_FULL = "53100";
    private static final String CONNECTION = "08";
    private static final String RESOURCES = "53";
    private static final String SHUTTING_DOWN = "57P";

    private DatabaseRefusals() {}

    /** Empty where the statement is to blame, and not the database. */
    static Optional<Refusal> of(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.equals(DISK_FULL)) {
            return Optional.of(new Refusal(ErrorCode.STORAGE_FULL, "The database's disk is full.", "数据库所在磁盘已满。"));
        }
        boolean away = e instanceof SQLTransientConnectionException
                || state.startsWith(CONNECTION)
                || state.startsWith(RESOURCES)
                || state.startsWith(SHUTTING_DOWN);
        return away
                ? Optional.of(new Refusal(ErrorCode.UNAVAILABLE, "The database cannot be reached.", "无法连接数据库。"))
                : Optional.empty();
    }
}
