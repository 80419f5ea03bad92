package org.tradeseal.gateway.webhook;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** The webhooks and what they have not taken yet. */
@Component
class Webhooks {
    private static final int MOST = 10;
    private static final String COLUMNS =
            "w.id, w.participant, w.url, w.types, w.next_position, w.stopped, w.created_at,"
                    + " (select count(*) from gateway.webhook_delivery d where d.webhook = w.id and d.next_attempt is not null) as waiting,"
                    + " (select count(*) from gateway.webhook_delivery d where d.webhook = w.id and d.next_attempt is null) as dead";

    private final JdbcClient jdbc;
    private final SecureRandom random = new SecureRandom();

    Webhooks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A webhook as its owner sees it. {@code types}: the record types it is told of, all if empty; {@code next}: the first
     * position of the feed that it has not been told of; {@code waiting} and {@code dead}: messages that will be, and that
     * will not be, tried again; {@code stopped}: why nothing is sent any more.
     */
    record Webhook(
            String id,
            RecordId participant,
            String url,
            Set<String> types,
            long next,
            long waiting,
            long dead,
            @Nullable String stopped,
            Instant createdAt) {}

    /** A message that was not taken: how often it was tried, what was answered last, and when it is tried again. */
    record Delivery(
            long position,
            RecordId record,
            int version,
            int attempts,
            String lastAnswer,
            @Nullable Instant nextAttempt) {}

    /** Makes a webhook that begins at a position of the feed. Refuses TOO_MANY. */
    Webhook create(RecordId participant, String url, Set<String> types, long from, String secret) {
        if (of(participant).size() >= MOST) {
            throw new Refusal(
                    ErrorCode.TOO_MANY,
                    "A participant has at most " + MOST + " webhooks; remove one first.",
                    "每个参与方最多 " + MOST + " 个 Webhook；请先删除一个。");
        }
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        jdbc.sql("insert into gateway.webhook (id, participant, url, secret, types, next_position)"
                        + " values (:id, :participant, :url, :secret, :types, :next)")
                .param("id", id)
                .param("participant", participant.value())
                .param("url", url)
                .param("secret", secret)
                .param("types", String.join(",", types))
                .param("next", from)
                .update();
        return require(participant, id);
    }

    String newSecret() {
        return Secrets.create(random);
    }

    List<Webhook> of(RecordId participant) {
        return jdbc.sql("select " + COLUMNS + " from gateway.webhook w where w.participant = :participant"
                        + " order by w.created_at, w.id")
                .param("participant", participant.value())
                .query((row, n) -> webhook(row))
                .list();
    }

    /** A webhook of this participant. Refuses NOT_FOUND, also where it is somebody else's. */
    Webhook require(RecordId participant, String id) {
        return jdbc.sql("select " + COLUMNS
                        + " from gateway.webhook w where w.participant = :participant and w.id = :id")
                .param("participant", participant.value())
                .param("id", id)
                .query((row, n) -> webhook(row))
                .optional()
                .orElseThrow(() -> new Refusal(
                        ErrorCode.NOT_FOUND, "There is no webhook " + id + ".", "没有编号为 " + id + " 的 Webhook。"));
    }

    List<Webhook> active() {
        return jdbc.sql("select " + COLUMNS + " from gateway.webhook w where w.stopped is null order by w.id")
                .query((row, n) -> webhook(row))
                .list();
    }

    void remove(String id) {
        jdbc.sql("delete from gateway.webhook where id = :id").param("id", id).update();
    }

    /** Replaces the secret; for a day messages are signed with both. */
    void replaceSecret(String id, String secret) {
        jdbc.sql("update gateway.webhook set previous_secret = secret, previous_until = now() + interval '1 day',"
                        + " secret = :secret where id = :id")
                .param("id", id)
                .param("secret", secret)
                .update();
    }

    List<String> secrets(String id) {
        return jdbc.sql("select secret from gateway.webhook where id = :id union all"
                        + " select previous_secret from gateway.webhook where id = :id and previous_until > now()")
                .param("id", id)
                .query(String.class)
                .list();
    }

    void stop(String id, String why) {
        jdbc.sql("update gateway.webhook set stopped = :why where id = :id")
                .param("id", id)
                .param("why", why)
                .update();
    }

    void resume(String id) {
        jdbc.sql("update gateway.webhook set stopped = null where id = :id")
                .param("id", id)
                .update();
        redeliver(id);
    }

    /** Has every message that was not taken tried again now, dead ones too. */
    void redeliver(String id) {
        jdbc.sql("update gateway.webhook_delivery set attempts = 0, next_attempt = now() where webhook = :id")
                .param("id", id)
                .update();
    }

    void advance(String id, long next) {
        jdbc.sql("update gateway.webhook set next_position = :next where id = :id")
                .param("id", id)
                .param("next", next)
                .update();
    }

    List<Delivery> deliveries(String id, int limit) {
        return jdbc.sql("select * from gateway.webhook_delivery where webhook = :id order by position limit :limit")
                .param("id", id)
                .param("limit", limit)
                .query((row, n) -> delivery(row))
                .list();
    }

    List<Delivery> due(String id, int limit) {
        return jdbc.sql("select * from gateway.webhook_delivery where webhook = :id and next_attempt <= now()"
                        + " order by position limit :limit")
                .param("id", id)
                .param("limit", limit)
                .query((row, n) -> delivery(row))
                .list();
    }

    long count(boolean dead) {
        return jdbc.sql("select count(*) from gateway.webhook_delivery where (next_attempt is null) = :dead")
                .param("dead", dead)
                .query(Long.class)
                .single();
    }

    /** Notes that a message was not taken; without a next attempt it is a dead letter. */
    void failed(String id, Delivery delivery) {
        Instant next = delivery.nextAttempt();
        jdbc.sql("insert into gateway.webhook_delivery"
                        + " (webhook, position, record_id, version, attempts, last_answer, next_attempt)"
                        + " select w.id, :position, :record, :version, :attempts, :answer, :next from gateway.webhook w"
                        + " where w.id = :id on conflict (webhook, position) do update set"
                        + " attempts = excluded.attempts, last_answer = excluded.last_answer,"
                        + " next_attempt = excluded.next_attempt")
                .param("id", id)
                .param("position", delivery.position())
                .param("record", delivery.record().value())
                .param("version", delivery.version())
                .param("attempts", delivery.attempts())
                .param("answer", delivery.lastAnswer())
                .param("next", next == null ? null : Timestamp.from(next))
                .update();
    }

    void taken(String id, long position) {
        jdbc.sql("delete from gateway.webhook_delivery where webhook = :id and position = :position")
                .param("id", id)
                .param("position", position)
                .update();
    }

    private static Webhook webhook(ResultSet row) throws SQLException {
        String types = row.getString("types");
        return new Webhook(
                row.getString("id"),
                new RecordId(row.getString("participant")),
                row.getString("url"),
                types.isEmpty() ? Set.of() : new TreeSet<>(List.of(types.split(",", -1))),
                row.getLong("next_position"),
                row.getLong("waiting"),
                row.getLong("dead"),
                row.getString("stopped"),
                row.getTimestamp("created_at").toInstant());
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        Timestamp next = row.getTimestamp("next_attempt");
        return new Delivery(
                row.getLong("position"),
                new RecordId(row.getString("record_id")),
                row.getInt("version"),
                row.getInt("attempts"),
                row.getString("last_answer"),
                next == null ? null : next.toInstant());
    }
}
