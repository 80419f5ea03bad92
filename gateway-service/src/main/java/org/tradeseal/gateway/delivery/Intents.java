package org.tradeseal.gateway.delivery;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.FieldTree;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests with private content, kept with seed and payload before anything is submitted: a repetition then submits the
 * same field root, and no payload is lost between the ledger and its recipients.
 */
@Component
public class Intents {
    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<Key, Use> uses = new ConcurrentHashMap<>();

    Intents(JdbcClient jdbc, Ledger ledger) {
        this.jdbc = jdbc;
        this.ledger = ledger;
    }

    /** The command's body with its private content, and the payload behind it. */
    public record Intent(RecordId record, ObjectNode body, Payload payload) {}

    /** Requests of one actor under one key that are under way, and whether what is kept for them may go after them. */
    private static final class Use {
        private int requests;
        private boolean isNew;
        private boolean isNeeded;
    }

    /** Who asked under which key. */
    private record Key(RecordId actor, String idempotencyKey) {}

    /**
     * Carries out a request that may keep private content. What it kept is forgotten if it ends in a refusal that is
     * final, unless another request under the same key needs it: what is refused leaves nothing behind.
     */
    public <T> T during(RecordId actor, String idempotencyKey, Supplier<T> request) {
        Key key = new Key(actor, idempotencyKey);
        uses.compute(key, (k, use) -> {
            Use used = use == null ? new Use() : use;
            used.requests++;
            return used;
        });
        boolean isNeeded = true;
        try {
            return request.get();
        } catch (Refusal refusal) {
            isNeeded = !isFinal(refusal.code().kind());
            throw refusal;
        } finally {
            end(key, isNeeded);
        }
    }

    private void end(Key key, boolean isNeeded) {
        uses.compute(key, (k, use) -> {
            Use used = Objects.requireNonNull(use);
            used.isNeeded |= isNeeded;
            used.requests--;
            if (used.requests > 0) {
                return used;
            }
            if (used.isNew && !used.isNeeded) {
                jdbc.sql("delete from gateway.intent where actor = :actor and idempotency_key = :key")
                        .param("actor", k.actor().value())
                        .param("key", k.idempotencyKey())
                        .update();
            }
            return null;
        });
    }

    private static boolean isFinal(ErrorCode.Kind kind) {
        return switch (kind) {
            case MALFORMED, UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, EXISTS, STALE, FAILED_PRECONDITION, TOO_LARGE ->
                true;
            case IDEMPOTENCY, RETRYABLE, OVER_QUOTA, UNAVAILABLE, STORAGE_FULL, OUTCOME_UNKNOWN, INTERNAL -> false;
        };
    }

    /** What was kept for this actor and key. Refuses IDEMPOTENCY_KEY_REUSED if it was another request. */
    public Optional<Intent> find(RecordId actor, String idempotencyKey, Sha256 request) {
        return jdbc.sql("select record_id, request, body, payload from gateway.intent"
                        + " where actor = :actor and idempotency_key = :key")
                .param("actor", actor.value())
                .param("key", idempotencyKey)
                .query((row, n) -> {
                    if (!row.getString("request").equals(request.hex())) {
                        throw new Refusal(
                                        ErrorCode.IDEMPOTENCY_KEY_REUSED,
                                        "The idempotency key " + idempotencyKey + " belongs to another request, about "
                                                + row.getString("record_id") + ".",
                                        "幂等键 " + idempotencyKey + " 已用于另一请求（" + row.getString("record_id") + "）。")
                                .at("/idempotencyKey");
                    }
                    return new Intent(
                            new RecordId(row.getString("record_id")),
                            (ObjectNode) CanonicalJson.tree(row.getBytes("body")),
                            CanonicalJson.read(row.getBytes("payload"), Payload.class));
                })
                .optional();
    }

    /** Salts private content and puts its root into the body; keeps nothing. */
    public Intent seal(RecordId record, ObjectNode body, PrivateDraft draft) {
        byte[] seed = new byte[32];
        random.nextBytes(seed);
        Payload payload =
                new Payload(record, draft.schema(), Sha256.fromBytes(seed), draft.fields(), draft.documents());
        FieldTree tree = payload.fieldTree(ledger.digest());
        PrivateContent content = new PrivateContent(tree.root(), payload.digest(), draft.recipients(), new TreeSet<>());
        ObjectNode holder = draft.within().isEmpty() ? body : (ObjectNode) body.get(draft.within());
        holder.set("privateContent", CanonicalJson.toTree(content));
        draft.digests().forEach((member, digest) -> {
            int dot = member.indexOf('.');
            ObjectNode parent = dot < 0 ? body : (ObjectNode) body.get(member.substring(0, dot));
            parent.put(
                    member.substring(dot + 1),
                    Sha256.of(payload.seed().bytes(), digest.bytes()).hex());
        });
        draft.openings().forEach((member, pointer) -> body.set(member, CanonicalJson.toTree(tree.open(pointer))));
        return new Intent(record, body, payload);
    }

    /** Salts private content, puts its root into the body, and keeps both. */
    public Intent keep(
            RecordId actor,
            String idempotencyKey,
            Sha256 request,
            RecordId record,
            ObjectNode body,
            PrivateDraft draft) {
        Intent sealed = seal(record, body, draft);
        Payload payload = sealed.payload();
        int kept = jdbc.sql("insert into gateway.intent (actor, idempotency_key, request, record_id, body, payload,"
                        + " payload_digest) values (:actor, :key, :request, :record, :body, :payload, :digest) on"
                        + " conflict do nothing")
                .param("actor", actor.value())
                .param("key", idempotencyKey)
                .param("request", request.hex())
                .param("record", record.value())
                .param("body", CanonicalJson.bytes(body))
                .param("payload", payload.bytes())
                .param("digest", payload.digest().hex())
                .update();
        uses.computeIfPresent(new Key(actor, idempotencyKey), (k, use) -> {
            use.isNew |= kept > 0;
            return use;
        });
        // Two callers may have come with one key: both go on with what was kept first.
        return find(actor, idempotencyKey, request).orElseThrow();
    }

    /** The payload of this digest that this participant sent with a record. */
    Optional<Payload> sentBy(RecordId actor, RecordId record, Sha256 digest) {
        return jdbc.sql("select payload from gateway.intent"
                        + " where record_id = :record and actor = :actor and payload_digest = :digest")
                .param("record", record.value())
                .param("actor", actor.value())
                .param("digest", digest.hex())
                .query((row, n) -> CanonicalJson.read(row.getBytes("payload"), Payload.class))
                .optional();
    }

    /** The payload of this digest that was kept for a record. */
    Optional<Payload> payload(RecordId record, Sha256 digest) {
        return jdbc.sql("select payload from gateway.intent where record_id = :record and payload_digest = :digest")
                .param("record", record.value())
                .param("digest", digest.hex())
                .query((row, n) -> CanonicalJson.read(row.getBytes("payload"), Payload.class))
                .optional();
    }

    /** Which records hold a file of this digest for an organisation. */
    public java.util.List<RecordId> holding(MspId organisation, Sha256 file) {
        return jdbc.sql("select record_id from gateway.document_digest where organisation = :organisation"
                        + " and sha256 = :sha256 order by record_id limit 50")
                .param("organisation", organisation.value())
                .param("sha256", file.hex())
                .query((row, n) -> new RecordId(row.getString("record_id")))
                .list();
    }

    /** Notes the files that an organisation has received with a record. */
    void received(MspId organisation, Payload payload) {
        for (Payload.Document document : payload.documents()) {
            jdbc.sql("insert into gateway.document_digest (organisation, record_id, sha256, name)"
                            + " values (:organisation, :record, :sha256, :name) on conflict do nothing")
                    .param("organisation", organisation.value())
                    .param("record", payload.record().value())
                    .param(
                            "sha256",
                            Sha256.of(Base64.getDecoder().decode(document.base64()))
                                    .hex())
                    .param("name", document.name())
                    .update();
        }
    }

    /**
     * Records from an id on whose payload has not reached everybody yet; after 8 days no command about them can come any
     * more.
     */
    java.util.List<RecordId> undelivered(String after, int limit) {
        // A refused request leaves its payload behind, but no record: it must not stand in the way of the others.
        return jdbc.sql("select distinct i.record_id from gateway.intent i"
                        + " join readmodel.record r on r.id = i.record_id where i.delivered_at is null"
                        + " and i.created_at > now() - interval '8 days' and i.record_id > :after"
                        + " order by i.record_id limit :limit")
                .param("after", after)
                .param("limit", limit)
                .query((row, n) -> new RecordId(row.getString("record_id")))
                .list();
    }

    /** How many records have a payload that has not reached everybody yet. */
    public long waiting() {
        return jdbc.sql("select count(distinct i.record_id) from gateway.intent i"
                        + " join readmodel.record r on r.id = i.record_id where i.delivered_at is null"
                        + " and i.created_at > now() - interval '8 days'")
                .query(Long.class)
                .single();
    }

    /** Whether a payload of this record has not reached everybody yet. */
    boolean isUndelivered(RecordId record) {
        return jdbc.sql("select exists (select 1 from gateway.intent"
                        + " where record_id = :record and delivered_at is null)")
                .param("record", record.value())
                .query(Boolean.class)
                .single();
    }

    void delivered(RecordId record, Sha256 digest) {
        jdbc.sql("update gateway.intent set delivered_at = now()"
                        + " where record_id = :record and payload_digest = :digest and delivered_at is null")
                .param("record", record.value())
                .param("digest", digest.hex())
                .update();
    }
}
