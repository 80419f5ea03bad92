package org.tradeseal.gateway.ledger.embedded;

import java.sql.SQLException;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** What a failing database means for the caller. Nothing was written where these are thrown. */
final class StorageRefusals {
    private static final String DISK_FULL = "53100"; // PostgreSQL, appendix A: disk_full

    private StorageRefusals() {}

    static Refusal of(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && DISK_FULL.equals(sql.getSQLState())) {
                return new Refusal(
                        ErrorCode.STORAGE_FULL, "The ledger's disk is full; nothing was written.", "账本所在磁盘已满；未写入任何内容。");
            }
        }
        return unavailable("The ledger's database cannot be reached.", "无法连接账本数据库。");
    }

    static Refusal unavailable(String en, String zh) {
        return new Refusal(ErrorCode.UNAVAILABLE, en, zh);
    }

    static Refusal outcomeUnknown(String transactionId) {
        return new Refusal(
                ErrorCode.OUTCOME_UNKNOWN,
                "It is not known whether transaction " + transactionId + " was committed; repeat the same request.",
                "交易 " + transactionId + " 是否已提交尚不确定；请重复同一请求。");
    }
}
