package org.tradeseal.gateway.records;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
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

/** Records by id and in lists. A single record comes from the ledger's state, lists come from the read model. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class RecordController {
    private static final int MAX_LIMIT = 500;
    private static final Set<String> PARAMETERS = Set.of("limit", "cursor", "minBlock", "status", "q", "type");
    private static final Map<String, String> TYPES = Map.of(
            "participants", "participant",
            "assets", "asset",
            "licences", "licence",
            "invoices", "invoice",
            "financings", "financing");

    private final Visibility visibility;
    private final RecordQueries queries;
    private final Follower follower;

    RecordController(Visibility visibility, RecordQueries queries, Follower follower) {
        this.visibility = visibility;
        this.queries = queries;
        this.follower = follower;
    }

    @GetMapping("/v1/{things:participants|assets|licences|invoices|financings|records}/{id:[A-Z]{3}-.*}")
    ResponseEntity<byte[]> one(Caller caller, @PathVariable String id, @RequestParam(required = false) Long minBlock) {
        waitFor(minBlock);
        StoredRecord stored = visibility.require(caller, new RecordId(id));
        RegistryRecord record = stored.record();
        ObjectNode json = queries.placed(record.id(), record.version())
                .map(RecordQueries.Placed::json)
                .orElseGet(() -> unplaced(record));
        return ResponseEntity.ok()
                .header(HttpHeaders.ETAG, "\"" + record.version() + "\"")
                .body(CanonicalJson.bytes(json));
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

    @GetMapping("/v1/{things:participants|assets|licences|invoices|financings|records}/{id:[A-Z]{3}-.*}/history")
    byte[] history(Caller caller, @PathVariable String id, @RequestParam(required = false) Long minBlock) {
        waitFor(minBlock);
        StoredRecord stored = visibility.require(caller, new RecordId(id));
        List<ObjectNode> versions = queries.history(stored.record().id()).stream()
                .map(RecordQueries.Placed::json)
                .toList();
        return CanonicalJson.bytes(Map.of("items", versions));
    }

    @GetMapping("/v1/{things:participants|assets|licences|invoices|financings|records}")
    byte[] list(
            Caller caller,
            @PathVariable String things,
            @RequestParam(required = false) String type,
            @RequestParam(required = false) String status,
            @RequestParam(required = false) String q,
            @RequestParam(required = false) String cursor,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) Long minBlock,
            HttpServletRequest http) {
        waitFor(minBlock);
        int wantedLimit = requireLimit(limit);
        String wantedType = things.equals("records") || type != null ? type : TYPES.get(things);
        List<RecordQueries.Placed> found = queries.list(
                caller,
                new RecordQueries.Wanted(
                        wantedType, status, q, fields(http, wantedType), position(cursor), wantedLimit + 1));
        List<RecordQueries.Placed> page = found.subList(0, Math.min(found.size(), wantedLimit));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("items", page.stream().map(RecordQueries.Placed::json).toList());
        if (found.size() > wantedLimit) {
            answer.put("next", cursor(page.get(page.size() - 1).leafIndex()));
        }
        return CanonicalJson.bytes(answer);
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

    // Every other parameter names a member of the content; an unknown one is refused rather than ignored.
    private static Map<String, String> fields(HttpServletRequest http, @Nullable String typeName) {
        Map<String, String> fields = new HashMap<>();
        http.getParameterMap().forEach((name, values) -> {
            if (!PARAMETERS.contains(name)) {
                if (typeName == null || !isMember(typeName, name)) {
                    throw new Refusal(
                                    ErrorCode.MALFORMED,
                                    "There is no filter " + name + " here.",
                                    "此处没有筛选条件 " + name + "。")
                            .at("/" + name);
                }
                fields.put(name, values[0]);
            }
        });
        return fields;
    }

    private static boolean isMember(String typeName, String name) {
        return Contracts.types().stream()
                .filter(t -> t.name().equals(typeName))
                .flatMap(t -> Arrays.stream(t.content().getRecordComponents()))
                .anyMatch(c -> c.getName().equals(name));
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

    private void waitFor(@Nullable Long minBlock) {
        if (minBlock != null) {
            follower.await(minBlock);
        }
    }
}
