package org.tradeseal.gateway.openapi;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.commands.Doors;
import org.tradeseal.gateway.grpc.ApiDescriptors;
import org.tradeseal.gateway.grpc.CommandNames;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI 3.1 document: the commands from the dispatch table with the comments of their rpcs, the paths of records
 * for every type, and what {@code queries.json} tells of the other addresses.
 */
@Component
class ApiDescription {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String QUERIES = "/org/tradeseal/gateway/openapi/queries.json";

    /** The plurals of the record paths and the schema of their records. */
    private static final Map<String, String> RECORDS = new TreeMap<>(Map.of(
            "participants", "participant.ParticipantRecord",
            "assets", "asset.AssetRecord",
            "licences", "licence.LicenceRecord",
            "invoices", "invoice.InvoiceRecord",
            "financings", "financing.FinancingRecord",
            "records", "record.Record"));

    private final ApiDescriptors api = ApiDescriptors.load();
    private final Map<String, MethodDescriptor> rpcs = new HashMap<>();
    private final ObjectNode document;
    private final ObjectNode paths;

    ApiDescription() {
        for (ServiceDescriptor service : api.services()) {
            service.getMethods().forEach(m -> rpcs.put(m.getFullName(), m));
        }
        this.document = (ObjectNode) resource(QUERIES);
        this.paths = (ObjectNode) document.get("paths");
        Doors.byPath().forEach((path, command) -> put(path, "post", command(path, command)));
        Doors.bulk()
                .forEach((path, command) -> put(
                        path,
                        "post",
                        bulk(
                                command,
                                api.comment(
                                        rpc(CommandNames.rpc(command) + "Many").getFullName()))));
        put(
                "/v1/invoices/batch",
                "post",
                bulk(
                        "invoice.issue",
                        "Issues invoices in bulk: a line holds document and signature in base64, recipients, and"
                                + " corrects for a credit note."));
        RECORDS.forEach(this::records);
        addErrorCodes();
        new ApiRefusals().addTo(document);
        addSchemas();
    }

    byte[] json() {
        return CanonicalJson.bytes(document);
    }

    private static JsonNode resource(String name) {
        try (InputStream in = Objects.requireNonNull(ApiDescription.class.getResourceAsStream(name), name)) {
            return CanonicalJson.tree(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private void put(String path, String method, ObjectNode operation) {
        ObjectNode item = path(path);
        if (item.has(method)) {
            throw new IllegalStateException(method + " " + path + " is described twice");
        }
        item.set(method, operation);
    }

    private ObjectNode path(String path) {
        return paths.get(path) instanceof ObjectNode known ? known : paths.putObject(path);
    }

    private ObjectNode command(String path, String name) {
        CommandRule<?> rule = Contracts.rule(name);
        MethodDescriptor rpc = rpc(CommandNames.rpc(name));
        ObjectNode operation = operation(name, rule.feature(), api.comment(rpc.getFullName()));
        ArrayNode parameters = operation.putArray("parameters");
        if (path.contains("{id}")) {
            parameters.add(parameter("id"));
        }
        for (String header : List.of("IdempotencyKey", "IfMatch", "Prefer", "AcceptLanguage")) {
            parameters.add(parameter(header));
        }
        ObjectNode body = operation.putObject("requestBody");
        body.put("required", true);
        ObjectNode content = body.putObject("content").putObject("application/json");
        content.set("schema", ApiSchemas.reference(ApiSchemas.name(rpc.getInputType())));
        content.set("example", example(name));
        String status = rule.creates() ? "201" : "200";
        ObjectNode responses = operation.putObject("responses");
        responses.set(status, written(rpc, rule.creates() ? "The new record." : "The record, moved."));
        if (rule.creates()) {
            responses.set("200", written(rpc, "The first answer to the same request, or the prepared command."));
        }
        responses.set("default", problem());
        return operation;
    }

    private MethodDescriptor rpc(String fullName) {
        return Objects.requireNonNull(rpcs.get(fullName), fullName);
    }

    /** The example body of a command, from the resource {@code examples/<command>.json}. */
    static JsonNode example(String command) {
        return resource("/examples/" + command + ".json");
    }

    private ObjectNode written(MethodDescriptor rpc, String description) {
        Descriptor answer = rpc.getOutputType();
        String record = ApiSchemas.name(answer.findFieldByName("record").getMessageType());
        ObjectNode response = JSON.objectNode();
        response.put("description", description);
        response.set("headers", document.path("components").path("x-written-headers"));
        ArrayNode either = response.putObject("content")
                .putObject("application/json")
                .putObject("schema")
                .putArray("oneOf");
        either.add(ApiSchemas.reference(record));
        either.add(ApiSchemas.reference("record.Prepared"));
        return response;
    }

    private ObjectNode bulk(String command, String comment) {
        ObjectNode operation =
                operation(command + ".batch", Contracts.rule(command).feature(), comment);
        operation.put(
                "description",
                "NDJSON: one JSON body a line in, as for `" + command
                        + "`, with its own `idempotencyKey`; one outcome a line out: `{\"line\", \"status\","
                        + " \"idempotencyKey\", \"record\"}` or `{\"line\", \"status\", \"problem\", \"texts\"}`, with"
                        + " the problem's detail and remedy in both languages as `texts`. With `Prefer: preview`"
                        + " nothing is recorded: a line that would be answers `{\"line\", \"status\","
                        + " \"idempotencyKey\", \"id\", \"replayed\"}`.");
        operation.putArray("parameters").add(parameter("AcceptLanguage"));
        ObjectNode body = operation.putObject("requestBody");
        body.put("required", true);
        body.putObject("content")
                .putObject("application/x-ndjson")
                .putObject("schema")
                .put("type", "string");
        ObjectNode responses = operation.putObject("responses");
        ObjectNode lines = responses.putObject("200").put("description", "One outcome a line, in order.");
        lines.putObject("content")
                .putObject("application/x-ndjson")
                .putObject("schema")
                .put("type", "string");
        responses.set("default", problem());
        return operation;
    }

    private void records(String things, String schema) {
        String service = "tradeseal.record.v1.RecordService.";
        String feature = schema.substring(0, schema.indexOf('.'));
        ObjectNode one = operation(things + ".get", feature, api.comment(service + "Get"));
        one.putArray("parameters")
                .add(parameter("id"))
                .add(parameter("MinBlock"))
                .add(parameter("AcceptLanguage"));
        answer(one, "The newest version.", ApiSchemas.reference(schema));
        put("/v1/" + things + "/{id}", "get", one);
        ObjectNode history = operation(things + ".history", feature, api.comment(service + "History"));
        history.putArray("parameters")
                .add(parameter("id"))
                .add(parameter("MinBlock"))
                .add(parameter("AcceptLanguage"));
        answer(history, "The versions, oldest first.", items(schema));
        put("/v1/" + things + "/{id}/history", "get", history);
        ObjectNode list = operation(things + ".list", feature, api.comment(service + "List"));
        list.put(
                "description",
                "Every other query parameter names a member of the content and the value it has to have.");
        ArrayNode parameters = list.putArray("parameters");
        for (String name : List.of("Type", "Status", "Text", "Cursor", "Limit", "MinBlock", "AcceptLanguage")) {
            parameters.add(parameter(name));
        }
        answer(list, "A page of records, latest change first.", items(schema));
        put("/v1/" + things, "get", list);
    }

    private static ObjectNode items(String schema) {
        ObjectNode page = JSON.objectNode().put("type", "object");
        ObjectNode properties = page.putObject("properties");
        ObjectNode items = properties.putObject("items").put("type", "array");
        items.set("items", ApiSchemas.reference(schema));
        properties
                .putObject("next")
                .put("type", "string")
                .put("description", "The cursor of the next page; absent on the last one.");
        return page;
    }

    private void answer(ObjectNode operation, String description, ObjectNode schema) {
        ObjectNode responses = operation.putObject("responses");
        ObjectNode ok = responses.putObject("200").put("description", description);
        ok.putObject("content").putObject("application/json").set("schema", schema);
        responses.set("default", problem());
    }

    private static ObjectNode operation(String id, String tag, String summary) {
        ObjectNode operation = JSON.objectNode();
        operation.put("operationId", id);
        operation.putArray("tags").add(tag);
        operation.put("summary", summary);
        return operation;
    }

    private static ObjectNode parameter(String name) {
        return JSON.objectNode().put("$ref", "#/components/parameters/" + name);
    }

    private static ObjectNode problem() {
        return JSON.objectNode().put("$ref", "#/components/responses/Problem");
    }

    private void addErrorCodes() {
        ObjectNode code = (ObjectNode) document.at("/components/schemas/Problem/properties/code");
        ArrayNode codes = code.putArray("enum");
        for (ErrorCode each : ErrorCode.values()) {
            codes.add(each.name());
        }
    }

    // Only what some operation refers to, directly or through another schema.
    private void addSchemas() {
        SortedMap<String, ObjectNode> known = new ApiSchemas(api).all();
        ObjectNode components = (ObjectNode) document.get("components");
        components.remove("x-written-headers");
        ObjectNode schemas = (ObjectNode) components.get("schemas");
        Deque<JsonNode> open = new ArrayDeque<>(List.of(document));
        while (!open.isEmpty()) {
            for (JsonNode reference : open.removeFirst().findValues("$ref")) {
                String target = reference.asString("");
                String name =
                        target.startsWith(ApiSchemas.REFERENCE) ? target.substring(ApiSchemas.REFERENCE.length()) : "";
                if (!name.isEmpty() && !schemas.has(name)) {
                    ObjectNode schema = Objects.requireNonNull(known.get(name), name);
                    schemas.set(name, schema);
                    open.addLast(schema);
                }
            }
        }
    }
}
