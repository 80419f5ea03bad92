package org.tradeseal.gateway.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.tradeseal.verify.ErrorCode;

class DatabaseRefusalsTest {
    private static ErrorCode code(Exception thrown) {
        return ProblemHandler.refusal(thrown).code();
    }

    private static Exception failing(String sqlState) {
        return new UncategorizedSQLException("insert", "insert into t", new SQLException("failed", sqlState));
    }

    @Test
    void aDatabaseThatIsAwayIsUnavailable() {
        SQLException noneInTime = new SQLTransientConnectionException("request timed out");
        assertThat(code(new CannotGetJdbcConnectionException("Failed to obtain JDBC Connection", noneInTime)))
                .isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(code(failing("08006"))).as("connection failure").isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(code(failing("57P01"))).as("admin shutdown").isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(code(failing("53300"))).as("too many connections").isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void aFullDiskIsSaidAsSuch() {
        assertThat(code(failing("53100"))).isEqualTo(ErrorCode.STORAGE_FULL);
    }

    @Test
    void aWrongStatementIsOurOwnFault() {
        assertThat(code(failing("42601"))).isEqualTo(ErrorCode.INTERNAL);
        assertThat(code(new SQLException("no state"))).isEqualTo(ErrorCode.INTERNAL);
    }
}
