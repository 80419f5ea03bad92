package org.tradeseal.gateway.records;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.readmodel.Follower;
import org.tradeseal.gateway.readmodel.RecordQueries;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.StoredRecord;
import tools.jackson.databind.node.ObjectNode;

/** Reading records for any door. A single record comes from the ledger's state, lists come from the read model. */
@Component
class RecordReading {
    private static final int MAX_LIMIT = 500;

    private final Visibility visibility;
    private final RecordQueries queries;
    private final Follower follower;

    RecordReading(Visibility visibility, RecordQueries queries, Follower follower) {
        this.visibility = visibility;
        this.queries = queries;
        this.follower = follower;
    }

    /** What a list is asked for; {@code fields} are members of the content and their values. */
    record Wanted(
            @Nullable String type,
            @Nullable String status,
            @Nullable String text,
            Map<String, String> fields,
            @Nullable String cursor,
            int limit) {
        Wanted {
            fields = Map.copyOf(fields);
        }
    }

    /** The record in its newest version, with its position. Refuses NOT_FOUND. */
    ObjectNode one(Caller caller, RecordId id, @Nullable Long minBlock) {
        waitFor(minBlock);
        StoredRecord stored = visibility.require(caller, id);
        RegistryRecord record = stored.record();
        return queries.placed(record.id(), record.version())
                .map(RecordQueries.Placed::json)
                .orElseGet(() -> unplaced(record));
    }

    // The ledger is ahead of the read model by a moment: the block is not known here yet.
    private static ObjectNode unplaced(RegistryRecord record) {
        ObjectNode json = (ObjectNode) CanonicalJson.toTree(record);
        ObjectNode position = json.putObject("position");
        position.put("version", record.version());
        position.put("transactionId", record.transactionId());
        position.put("recordedAt", record.recordedAt().toString());
        return json;
    }

    /** All versions, oldest first. Refuses NOT_FOUND. */
    Map<String, Object> history(Caller caller, RecordId id, @Nullable Long minBlock) {
        waitFor(minBlock);
        StoredRecord stored = visibility.require(caller, id);
        return Map.of(
                "items",
                queries.history(stored.record().id()).stream()
                        .map(RecordQueries.Placed::json)
                        .toList());
    }

    /** A page of records, latest change first. */
    Map<String, Object> list(Caller caller, Wanted wanted, @Nullable Long minBlock) {
        waitFor(minBlock);
        int limit = requireLimit(wanted.limit());
        wanted.fields().keySet().forEach(name -> requireMember(wanted.type(), name));
        requireText("q", wanted.text());
        requireText("status", wanted.status());
        requireText("type", wanted.type());
        wanted.fields().forEach(RecordReading::requireText);
        List<RecordQueries.Placed> found = queries.list(
                caller,
                new RecordQueries.Wanted(
                        wanted.type(),
                        wanted.status(),
                        wanted.text(),
                        wanted.fields(),
                        position(wanted.cursor()),
                        limit + 1));
        List<RecordQueries.Placed> page = found.subList(0, Math.min(found.size(), limit));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("items", page.stream().map(RecordQueries.Placed::json).toList());
        if (found.size() > limit) {
            answer.put("next", cursor(page.get(page.size() - 1).leafIndex()));
        }
        return answer;
    }

    static int requireLimit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "limit is between 1 and " + MAX_LIMIT + ".",
                            "limit 须在 1 与 " + MAX_LIMIT + " 之间。")
                    .at("/limit");
        }
        return limit;
    }

    // An unknown filter is refused rather than ignored.
    private static void requireMember(@Nullable String typeName, String name) {
        boolean member = Contracts.types().stream()
                .filter(t -> t.name().equals(typeName))
                .flatMap(t -> Arrays.stream(t.content().getRecordComponents()))
                .anyMatch(c -> c.getName().equals(name));
        if (!member) {
            throw new Refusal(ErrorCode.MALFORMED, "There is no filter " + name + " here.", "此处没有筛选条件 " + name + "。")
                    .at("/" + name);
        }
    }

    // PostgreSQL keeps no NUL in a text, and no record has one.
    private static void requireText(String name, @Nullable String value) {
        if (value != null && value.indexOf('\0') >= 0) {
            throw new Refusal(ErrorCode.MALFORMED, "The filter holds a control character.", "筛选条件包含控制字符。")
                    .at("/" + name);
        }
    }

    private static String cursor(long leafIndex) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("b" + leafIndex).getBytes(StandardCharsets.US_ASCII));
    }

    private static @Nullable Long position(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            if (text.startsWith("b")) {
                return Long.valueOf(text.substring(1));
            }
        } catch (IllegalArgumentException e) {
            // answered below
        }
        throw new Refusal(ErrorCode.MALFORMED, "The cursor is not one of ours.", "游标无效。").at("/cursor");
    }

    void waitFor(@Nullable Long minBlock) {
        if (minBlock != null) {
            follower.await(minBlock);
        }
    }

    /** A change as the feed tells it. */
    static Map<String, Object> change(RecordQueries.Placed placed) {
        Map<String, Object> change = new TreeMap<>();
        change.put("index", placed.leafIndex());
        change.put("record", placed.json());
        return change;
    }
}
