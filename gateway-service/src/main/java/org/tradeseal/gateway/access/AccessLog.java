package org.tradeseal.gateway.access;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who looked at private content or asked about a document, and what was answered. */
@Component
public class AccessLog {
    private final JdbcClient jdbc;

    AccessLog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes a reading; {@code answer} is a code, or which fields were shown to whom; never content. */
    public void note(Caller caller, String action, @Nullable String subject, String answer) {
        jdbc.sql("insert into gateway.access_log (participant, token, action, subject, answer)"
                        + " values (:participant, :token, :action, :subject, :answer)")
                .param("participant", caller.participant().value())
                .param("token", caller.tokenId())
                .param("action", action)
                .param("subject", subject)
                .param("answer", answer)
                .update();
    }
}
