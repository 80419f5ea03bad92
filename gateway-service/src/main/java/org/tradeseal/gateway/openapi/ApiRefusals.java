package org.tradeseal.gateway.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tradeseal.gateway.errors.Problem;
import org.tradeseal.verify.ErrorCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The refusals that an operation may end in, by status, each with the codes that have it. */
final class ApiRefusals {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<Integer> ANY = List.of(400, 404, 408, 413, 500, 503);
    private static final List<Integer> WITH_TOKEN = List.of(401, 403, 409, 415, 429, 504);
    private static final List<Integer> WRITING = List.of(412, 422, 507);

    private final SortedMap<Integer, List<ErrorCode>> byStatus = new TreeMap<>();

    ApiRefusals() {
        for (ErrorCode code : ErrorCode.values()) {
            byStatus.computeIfAbsent(Problem.httpStatus(code), s -> new ArrayList<>())
                    .add(code);
        }
    }

    /** Writes the refusals into the components, and references to them into every operation. */
    void addTo(ObjectNode document) {
        ObjectNode responses = (ObjectNode) document.at("/components/responses");
        byStatus.forEach((status, codes) -> responses.set(name(status), refusal(status, codes, responses)));
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                boolean open = operation.getValue().path("security").isArray()
                        && operation.getValue().path("security").isEmpty();
                add((ObjectNode) operation.getValue().get("responses"), open, operation.getKey());
            }
        }
    }

    private static void add(ObjectNode responses, boolean open, String method) {
        List<Integer> statuses = new ArrayList<>(ANY);
        if (!open) {
            statuses.addAll(WITH_TOKEN);
        }
        if (method.equals("post")) {
            statuses.addAll(WRITING);
        }
        statuses.forEach(s ->
                responses.set(String.valueOf(s), JSON.objectNode().put("$ref", "#/components/responses/" + name(s))));
    }

    private static String name(int status) {
        return "Problem" + status;
    }

    private static ObjectNode refusal(int status, List<ErrorCode> codes, ObjectNode responses) {
        ObjectNode refusal = JSON.objectNode();
        refusal.put(
                "description",
                "Refused: " + String.join(", ", codes.stream().map(Enum::name).toList()) + ".");
        ObjectNode headers = refusal.putObject("headers");
        if (status == 401) {
            header(headers, "WWW-Authenticate", "How to name oneself: a bearer token.");
        }
        if (List.of(408, 429, 503, 504).contains(status)) {
            header(headers, "Retry-After", "Seconds to wait before the same request.");
        }
        refusal.set("content", responses.at("/Problem/content"));
        return refusal;
    }

    private static void header(ObjectNode headers, String name, String description) {
        ObjectNode header = headers.putObject(name);
        header.put("description", description);
        header.putObject("schema").put("type", "string");
    }
}
