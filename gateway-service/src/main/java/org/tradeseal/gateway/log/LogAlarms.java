package org.tradeseal.gateway.log;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Text;

/** What speaks against the log. While an alarm is open, this gateway signs no head and no statement: people decide. */
@Component
public class LogAlarms {
    private static final Logger LOG = LoggerFactory.getLogger(LogAlarms.class);

    private final JdbcTemplate jdbc;

    LogAlarms(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Raises an alarm about an organisation, once for the same evidence. */
    void raise(String subject, Text reason, String evidence) {
        int rows = jdbc.update(
                "insert into gateway.log_alarm (subject, reason_en, reason_zh, evidence) values (?, ?, ?, ?)"
                        + " on conflict do nothing",
                subject,
                reason.en(),
                reason.zh(),
                evidence);
        if (rows > 0) {
            LOG.error("ALARM about the log of {}: {} Nothing is signed until it is decided.", subject, reason.en());
        }
    }

    /** How many alarms nobody has decided. */
    public long open() {
        Long open = jdbc.queryForObject("select count(*) from gateway.log_alarm where decided_at is null", Long.class);
        return open == null ? 0 : open;
    }

    /** Says at a start what still waits for a decision. */
    void tellOpen() {
        for (Alarm alarm : all()) {
            if (alarm.decidedAt() == null) {
                LOG.error(
                        "ALARM {} is open: {} {} Nothing is signed until a person decides: scripts/tradeseal alarm"
                                + " decide {} --decision TEXT.",
                        alarm.id(),
                        alarm.reason().en(),
                        alarm.reason().zh(),
                        alarm.id());
            }
        }
    }

    boolean isOpen() {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select 1 from gateway.log_alarm where decided_at is null)", Boolean.class));
    }

    /**
     * An alarm: about which organisation, why, what anyone can check, and what people decided. The evidence of two heads is
     * a file of {@link org.tradeseal.verify.Evidence}; of anything else it is a text.
     */
    public record Alarm(
            long id,
            Instant at,
            String subject,
            Text reason,
            String evidence,
            @Nullable Instant decidedAt,
            @Nullable String decision) {}

    /** All alarms, newest last. */
    public List<Alarm> all() {
        return jdbc.query("select * from gateway.log_alarm order by id", (row, n) -> {
            Timestamp decided = row.getTimestamp("decided_at");
            return new Alarm(
                    row.getLong("id"),
                    row.getTimestamp("at").toInstant(),
                    row.getString("subject"),
                    Text.of(row.getString("reason_en"), row.getString("reason_zh")),
                    row.getString("evidence"),
                    decided == null ? null : decided.toInstant(),
                    row.getString("decision"));
        });
    }

    /** One alarm. Refuses NOT_FOUND. */
    public Alarm find(long id) {
        return all().stream()
                .filter(a -> a.id() == id)
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(ErrorCode.NOT_FOUND, "There is no alarm " + id + ".", "没有编号为 " + id + " 的警报。"));
    }

    /** Refuses NOT_FOUND unless this alarm waits for a decision. */
    public void requireOpen(long id) {
        if (all().stream().noneMatch(a -> a.id() == id && a.decidedAt() == null)) {
            throw notOpen(id);
        }
    }

    private static Refusal notOpen(long id) {
        return new Refusal(ErrorCode.NOT_FOUND, "There is no open alarm " + id + ".", "没有编号为 " + id + " 的未决警报。");
    }

    /** Closes an alarm with a person's decision. Refuses NOT_FOUND. */
    public void decide(long id, String decision) {
        int rows = jdbc.update(
                "update gateway.log_alarm set decided_at = now(), decision = ? where id = ? and decided_at is null",
                decision,
                id);
        if (rows == 0) {
            throw notOpen(id);
        }
    }
}
