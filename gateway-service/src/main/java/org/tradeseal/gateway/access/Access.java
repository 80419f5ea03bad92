package org.tradeseal.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.StoredRecord;

/** Turns a credential into a caller, and counts its requests. */
@Component
public class Access {
    private final Tokens tokens;
    private final Ledger ledger;
    private final int requestsPerSecond;
    private final ConcurrentMap<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final Cache<RecordId, Parsed> parsed =
            Caffeine.newBuilder().maximumSize(10_000).executor(Runnable::run).build();

    Access(Tokens tokens, Ledger ledger, @Value("${tradeseal.limits.requests-per-second:2000}") int requestsPerSecond) {
        this.tokens = tokens;
        this.ledger = ledger;
        this.requestsPerSecond = requestsPerSecond;
    }

    /** The caller behind an {@code Authorization} header. Refuses UNAUTHENTICATED. */
    public Caller caller(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith("Bearer ")) {
            throw new Refusal(
                    ErrorCode.UNAUTHENTICATED,
                    "The request carries no access token (Authorization: Bearer …).",
                    "请求未携带访问令牌（Authorization: Bearer …）。");
        }
        Tokens.Token token = tokens.find(
                        authorization.substring("Bearer ".length()).trim())
                .orElseThrow(() -> new Refusal(
                        ErrorCode.UNAUTHENTICATED,
                        "The access token is unknown, expired or revoked.",
                        "访问令牌无效、已过期或已撤销。"));
        Participant participant = hosted(token.participant());
        return new Caller(
                token.participant(), participant.organisation(), participant.roles(), token.operator(), token.id());
    }

    /** The caller that a participant is now, for work on its behalf between requests. Refuses as {@link #caller}. */
    public Caller standing(RecordId id) {
        Participant participant = hosted(id);
        return new Caller(id, participant.organisation(), participant.roles(), false, "");
    }

    /** The record in force of a participant that this gateway serves. Refuses NOT_FOUND and NOT_YOUR_ROLE. */
    Participant hosted(RecordId id) {
        Participant participant = participant(id);
        if (!ledger.organisations().contains(participant.organisation())) {
            throw new Refusal(
                    ErrorCode.NOT_YOUR_ROLE,
                    id + " is hosted by " + participant.organisation() + ", whose gateway this is not.",
                    id + " 由 " + participant.organisation() + " 托管，本网关不为其服务。");
        }
        return participant;
    }

    /** The participant record in force. Refuses NOT_FOUND. */
    public Participant participant(RecordId id) {
        byte[] stored = ledger.evaluate(
                ledger.organisations().get(0),
                Invocation.of(Invocation.Function.READ, id.value().getBytes(StandardCharsets.US_ASCII)));
        if (stored.length == 0 || !id.prefix().equals(Participant.TYPE.prefix())) {
            throw new Refusal(ErrorCode.NOT_FOUND, "There is no participant " + id + ".", "没有编号为 " + id + " 的参与方。");
        }
        Parsed known = parsed.getIfPresent(id);
        if (known == null || !known.isOf(stored)) {
            known = Parsed.of(stored);
            parsed.put(id, known);
        }
        return known.participant();
    }

    /** A participant record in its stored form and parsed: every request asks for the caller's. */
    private record Parsed(Bytes stored, Participant participant) {
        private static Parsed of(byte[] stored) {
            return new Parsed(
                    Bytes.of(stored),
                    CanonicalJson.read(
                            CanonicalJson.read(stored, StoredRecord.class)
                                    .record()
                                    .content(),
                            Participant.class));
        }

        private boolean isOf(byte[] bytes) {
            return stored.equals(Bytes.of(bytes));
        }
    }

    /** Refuses OVER_QUOTA when a token comes too often. */
    public void limit(Caller caller) {
        Bucket bucket = buckets.computeIfAbsent(
                caller.tokenId(),
                id -> Bucket.builder()
                        .addLimit(l ->
                                l.capacity(requestsPerSecond).refillGreedy(requestsPerSecond, Duration.ofSeconds(1)))
                        .build());
        if (!bucket.tryConsume(1)) {
            throw new Refusal(
                    ErrorCode.OVER_QUOTA,
                    "More than " + requestsPerSecond + " requests a second came with this token.",
                    "此令牌每秒请求数超过 " + requestsPerSecond + "。");
        }
    }
}
