package org.tradeseal.gateway.readmodel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.ledger.RecordHistory;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.StoredRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists, histories and the feed, each limited to what the caller may see. */
@Component
public class RecordQueries implements RecordHistory {
    private final NamedParameterJdbcTemplate jdbc;
    private final long patienceSeconds;

    RecordQueries(
            NamedParameterJdbcTemplate jdbc,
            @Value("${tradeseal.read-model.hidden-patience-seconds:600}") long patienceSeconds) {
        this.jdbc = jdbc;
        this.patienceSeconds = patienceSeconds;
    }

    /** A record version with its place: leaf index, leaf hash, block, transaction. */
    public record Placed(JsonNode record, long leafIndex, String leaf, long block, String transactionId) {

        /** The record's members and {@code position}. */
        public ObjectNode json() {
            ObjectNode json = (ObjectNode) record.deepCopy();
            ObjectNode position = json.putObject("position");
            position.put("version", record.path("version").asInt());
            position.put("block", block);
            position.put("transactionId", transactionId);
            position.set("recordedAt", record.path("recordedAt"));
            position.put("leafIndex", leafIndex);
            position.put("leaf", leaf);
            return json;
        }
    }

    /** What a list is asked for; {@code fields} are members of the content and their values. */
    public record Wanted(
            @Nullable String type,
            @Nullable String status,
            @Nullable String text,
            Map<String, String> fields,
            @Nullable Long before,
            int limit) {
        public Wanted {
            fields = Map.copyOf(fields);
        }
    }

    private static final int NEAR = 256; // records that one command changes lie side by side

    private static final String PLACED = "select v.record, v.leaf_index, v.leaf, v.block, v.transaction_id ";

    // The same rule as Caller.sees, for many records at once.
    private static final String VISIBLE = " (%1$s.published or :me = any(%1$s.parties) or %1$s.type = any(:readable)) ";

    // The feed stops short of the first leaf that a registrar's gateway may still answer for, so that nobody passes a
    // change before it is there; one that has gone unanswered for too long stops it no more.
    private static final String HORIZON =
            "(select min(h.leaf_index) from readmodel.hidden_leaf h where h.answer is null"
                    + " and h.seen_at > now() - make_interval(secs => :patience))";

    /** The newest versions, latest change first. */
    public List<Placed> list(Caller caller, Wanted wanted) {
        Map<String, Object> parameters = parameters(caller);
        StringBuilder sql = new StringBuilder(PLACED)
                .append("from readmodel.record r join readmodel.record_version v on v.leaf_index = r.leaf_index where")
                .append(String.format(VISIBLE, "r"));
        if (wanted.type() != null) {
            sql.append(" and r.type = :type");
            parameters.put("type", wanted.type());
        }
        if (wanted.status() != null) {
            sql.append(" and r.status = :status");
            parameters.put("status", wanted.status());
        }
        if (wanted.text() != null) {
            sql.append(" and r.search ilike :text escape '\\'");
            parameters.put("text", "%" + wanted.text().replaceAll("([\\\\%_])", "\\\\$1") + "%");
        }
        if (!wanted.fields().isEmpty()) {
            sql.append(" and r.content @> :fields::jsonb");
            parameters.put(
                    "fields",
                    new String(CanonicalJson.bytes(wanted.fields()), java.nio.charset.StandardCharsets.UTF_8));
        }
        if (wanted.before() != null) {
            sql.append(" and r.leaf_index < :before");
            parameters.put("before", wanted.before());
        }
        sql.append(" order by r.leaf_index desc limit :limit");
        parameters.put("limit", wanted.limit());
        return query(sql.toString(), parameters);
    }

    /** Invoices with this identity fingerprint, newest first. */
    public List<Placed> byIdentity(Caller caller, Sha256 identity) {
        Map<String, Object> parameters = parameters(caller);
        parameters.put("fields", "{\"fingerprints\":{\"identity\":\"" + identity + "\"}}");
        return query(
                PLACED + "from readmodel.record r join readmodel.record_version v on v.leaf_index = r.leaf_index where"
                        + String.format(VISIBLE, "r")
                        + "and r.content @> :fields::jsonb order by r.leaf_index desc limit 50",
                parameters);
    }

    /** Visible records in one of these states of one type, the longest unchanged first. */
    public List<Placed> inStates(Caller caller, String type, List<String> states, int limit) {
        Map<String, Object> parameters = parameters(caller);
        parameters.put("type", type);
        parameters.put("states", states.toArray(String[]::new));
        parameters.put("limit", limit);
        return query(
                PLACED + "from readmodel.record r join readmodel.record_version v on v.leaf_index = r.leaf_index where"
                        + String.format(VISIBLE, "r")
                        + "and r.type = :type and r.status = any(:states) order by r.leaf_index limit :limit",
                parameters);
    }

    /** All versions of a record, oldest first. The caller was found to see the record before. */
    public List<Placed> history(RecordId id) {
        return query(
                PLACED + "from readmodel.record_version v where v.id = :id order by v.version",
                Map.of("id", id.value()));
    }

    /** Where a version stands, once the read model has it. */
    public Optional<Placed> placed(RecordId id, int version) {
        return query(
                        PLACED + "from readmodel.record_version v where v.id = :id and v.version = :version",
                        Map.of("id", id.value(), "version", version))
                .stream()
                .findFirst();
    }

    /** The newest version of a record among the leaves before this one. */
    public Optional<Placed> placedBefore(RecordId id, long leafIndex) {
        return query(
                        PLACED + "from readmodel.record_version v where v.id = :id and v.leaf_index < :before"
                                + " order by v.leaf_index desc limit 1",
                        Map.of("id", id.value(), "before", leafIndex))
                .stream()
                .findFirst();
    }

    /** The versions that one command made, of those near one of them. */
    public List<Placed> withCommand(Sha256 command, long leafIndex) {
        return query(
                PLACED + "from readmodel.record_version v where v.leaf_index between :from and :to"
                        + " and v.record ->> 'command' = :command order by v.leaf_index",
                Map.of("from", leafIndex - NEAR, "to", leafIndex + NEAR, "command", command.hex()));
    }

    /** Whose version it is. */
    public static RecordId id(Placed placed) {
        return new RecordId(placed.record().path("id").asString(""));
    }

    /** A version with the salt of its commitment, once the read model has it. */
    public Optional<StoredRecord> stored(RecordId id, int version) {
        return jdbc
                .query(
                        "select record, salt from readmodel.record_version where id = :id and version = :version",
                        Map.of("id", id.value(), "version", version),
                        (row, n) -> new StoredRecord(
                                CanonicalJson.read(
                                        row.getString("record").getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                        RegistryRecord.class),
                                new Sha256(row.getString("salt"))))
                .stream()
                .findFirst();
    }

    @Override
    public Optional<RegistryRecord> version(RecordId id, int version) {
        return placed(id, version).map(p -> CanonicalJson.read(p.record(), RegistryRecord.class));
    }

    /** Changes from a position on, oldest first. */
    public List<Placed> changes(Caller caller, long from, int limit) {
        Map<String, Object> parameters = parameters(caller);
        parameters.put("from", from);
        parameters.put("limit", limit);
        parameters.put("patience", patienceSeconds);
        return query(
                PLACED + "from readmodel.record_version v where v.leaf_index >= :from and v.leaf_index < coalesce("
                        + HORIZON + ", 9223372036854775807) and" + String.format(VISIBLE, "v")
                        + "order by v.leaf_index limit :limit",
                parameters);
    }

    /** The position after the newest change that the feed has. */
    public long nextLeaf() {
        Long next = jdbc.queryForObject(
                "select least(next_leaf, " + HORIZON + ") from readmodel.checkpoint",
                Map.of("patience", patienceSeconds),
                Long.class);
        return next == null ? 0 : next;
    }

    private static Map<String, Object> parameters(Caller caller) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("me", caller.participant().value());
        List<String> readable = new ArrayList<>();
        Contracts.types().stream()
                .filter(t -> t.readers().stream().anyMatch(caller.roles()::contains))
                .forEach(t -> readable.add(t.name()));
        parameters.put("readable", readable.stream().distinct().toArray(String[]::new));
        return parameters;
    }

    private List<Placed> query(String sql, Map<String, ?> parameters) {
        return jdbc.query(
                sql,
                new TreeMap<>(parameters),
                (row, n) -> new Placed(
                        CanonicalJson.tree(row.getString("record").getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        row.getLong("leaf_index"),
                        row.getString("leaf"),
                        row.getLong("block"),
                        row.getString("transaction_id")));
    }
}
