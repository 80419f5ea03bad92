package org.tradeseal.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Types;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;

/**
 * Access tokens: {@code ts_} and 256 random bits in base64url. Only their SHA-256 is stored; being random, they need no
 * slow hash.
 */
@Component
public class Tokens {
    private final JdbcClient jdbc;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<String, Token> known = new ConcurrentHashMap<>();
    private final AtomicLong revoked = new AtomicLong();

    Tokens(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A token as it is listed: never the secret itself. */
    public record Token(
            String id,
            RecordId participant,
            boolean operator,
            String label,
            Instant createdAt,
            @Nullable Instant expires,
            @Nullable Instant revokedAt) {
        private boolean isInForce(Instant now) {
            return expires == null || now.isBefore(expires);
        }
    }

    /** A new token with its secret, which is shown this once. */
    public record Issued(Token token, String secret) {}

    public Issued create(RecordId participant, boolean operator, String label) {
        return create(participant, operator, label, null);
    }

    /** A new token that ends at a time, or never by itself. */
    public Issued create(RecordId participant, boolean operator, String label, @Nullable Instant expires) {
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        String secret = "ts_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        String id = hash(secret).substring(0, 16);
        Instant now = Instant.now();
        jdbc.sql("insert into gateway.token (id, hash, participant, operator, label, created_at, expires)"
                        + " values (:id, :hash, :participant, :operator, :label, :now, :expires)")
                .param("id", id)
                .param("hash", hash(secret))
                .param("participant", participant.value())
                .param("operator", operator)
                .param("label", label)
                .param("now", java.sql.Timestamp.from(now))
                .param("expires", expires == null ? null : java.sql.Timestamp.from(expires), Types.TIMESTAMP)
                .update();
        return new Issued(new Token(id, participant, operator, label, now, expires, null), secret);
    }

    public List<Token> list() {
        return jdbc.sql("select id, participant, operator, label, created_at, expires, revoked_at from gateway.token"
                        + " order by created_at, id")
                .query((row, n) -> token(row))
                .list();
    }

    /** Ends a token at once. */
    public void revoke(String id) {
        int changed = jdbc.sql("update gateway.token set revoked_at = now() where id = :id and revoked_at is null")
                .param("id", id)
                .update();
        revoked.incrementAndGet();
        known.values().removeIf(t -> t.id().equals(id));
        if (changed == 0) {
            throw new Refusal(ErrorCode.NOT_FOUND, "There is no live token " + id + ".", "没有有效令牌 " + id + "。");
        }
    }

    /** The live token with this secret. */
    Optional<Token> find(String secret) {
        String hash = hash(secret);
        long revocations = revoked.get();
        Instant now = Instant.now();
        Token token = known.get(hash);
        if (token != null) {
            return Optional.of(token).filter(t -> t.isInForce(now));
        }
        Optional<Token> stored = jdbc.sql(
                        "select id, participant, operator, label, created_at, expires, revoked_at from gateway.token"
                                + " where hash = :hash and revoked_at is null")
                .param("hash", hash)
                .query((row, n) -> token(row))
                .optional();
        stored.ifPresent(t -> known.put(hash, t));
        if (revoked.get() != revocations) {
            known.remove(hash); // a revocation came between the look-up and the note of it
        }
        return stored.filter(t -> t.isInForce(now));
    }

    private static Token token(java.sql.ResultSet row) throws java.sql.SQLException {
        java.sql.Timestamp expires = row.getTimestamp("expires");
        java.sql.Timestamp revoked = row.getTimestamp("revoked_at");
        return new Token(
                row.getString("id"),
                new RecordId(row.getString("participant")),
                row.getBoolean("operator"),
                row.getString("label"),
                row.getTimestamp("created_at").toInstant(),
                expires == null ? null : expires.toInstant(),
                revoked == null ? null : revoked.toInstant());
    }

    private static String hash(String secret) {
        return Sha256.of(secret.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
