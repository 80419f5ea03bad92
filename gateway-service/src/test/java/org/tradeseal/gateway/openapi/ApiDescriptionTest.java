package org.tradeseal.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradeseal.gateway.commands.Doors;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.financing.IdentityOpening;
import org.tradeseal.ledger.invoice.PayableOpening;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.FieldOpening;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ApiDescriptionTest {
    private static final Sha256 LEDGER = Sha256.of(new byte[] {1});

    private final JsonNode document = CanonicalJson.tree(new ApiDescription().json());

    static Stream<String> commands() {
        return Doors.byPath().values().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theExampleIsABodyOfItsCommand(String command) {
        CommandRule<?> rule = Contracts.rule(command);
        ObjectNode body = (ObjectNode) ApiDescription.example(command).deepCopy();
        body.remove(Set.of("private", "documents", "recipients"));
        for (RecordComponent component : rule.body().getRecordComponents()) {
            if (component.getName().equals("id")) {
                RecordId id = RecordId.derive(LEDGER, rule.type().prefix(), "actor", "key");
                body.put("id", id.value());
            }
            fillIn(body, component);
        }
        if (body.get("filing") instanceof ObjectNode filing) {
            filing.set("privateContent", commitment());
        }
        if (body.get("creditNotes") != null) {
            for (JsonNode note : body.get("creditNotes")) {
                ((ObjectNode) note).set("precedingNumber", opening());
                ((ObjectNode) note).set("payable", payable());
            }
        }
        Object typed = CanonicalJson.read(body, rule.body());
        assertThat(typed).isInstanceOf(rule.body());
    }

    /** What the gateway adds to a request: proofs of fields, and the commitment to private content. */
    private static void fillIn(ObjectNode body, RecordComponent component) {
        Map<Class<?>, JsonNode> added = Map.of(
                FieldOpening.class, opening(),
                PayableOpening.class, payable(),
                IdentityOpening.class, CanonicalJson.toTree(Map.of("number", opening(), "issueDate", opening())),
                PrivateContent.class, commitment());
        JsonNode value = added.get(component.getType());
        if (value != null && !body.has(component.getName())) {
            body.set(component.getName(), value);
        }
    }

    private static JsonNode opening() {
        return CanonicalJson.toTree(Map.of(
                "field",
                Map.of("pointer", "/a", "type", "TEXT", "value", "b"),
                "salt",
                LEDGER,
                "index",
                0,
                "path",
                java.util.List.of()));
    }

    private static JsonNode payable() {
        return CanonicalJson.toTree(Map.of("payableAmount", opening(), "currency", opening()));
    }

    private static JsonNode commitment() {
        return CanonicalJson.toTree(Map.of(
                "fields", Map.of("root", LEDGER, "count", 1, "schema", "a/1"),
                "payload", LEDGER,
                "recipients", java.util.List.of("OperatorMSP"),
                "delivered", java.util.List.of()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theExampleUsesOnlyMembersOfItsSchema(String command) {
        JsonNode operation = Doors.byPath().entrySet().stream()
                .filter(e -> e.getValue().equals(command))
                .map(e -> document.path("paths").path(e.getKey()).path("post"))
                .findFirst()
                .orElseThrow();
        JsonNode content = operation.at("/requestBody/content/application~1json");
        JsonNode schema = resolved(content.path("schema"));
        content.path("example")
                .propertyNames()
                .forEach(name -> assertThat(schema.path("properties").has(name))
                        .as(command + "." + name)
                        .isTrue());
        schema.path("required")
                .forEach(name -> assertThat(content.path("example").has(name.asString("")))
                        .as(command + " requires " + name)
                        .isTrue());
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        Set<String> dangling = new TreeSet<>();
        for (JsonNode reference : document.findValues("$ref")) {
            String pointer = reference.asString("");
            if (document.at(pointer.substring(1)).isMissingNode()) {
                dangling.add(pointer);
            }
        }
        assertThat(dangling).isEmpty();
    }

    @Test
    void operationsAreNamedOnceAndSayWhatTheyDo() {
        Set<String> ids = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    assertThat(ids.add(operation.getValue().path("operationId").asString("")))
                            .as(operation.getKey() + " " + path.getKey())
                            .isTrue();
                    assertThat(operation.getValue().path("summary").asString(""))
                            .isNotBlank();
                    assertThat(operation.getValue().path("responses").has("default"))
                            .isTrue();
                }));
    }

    private JsonNode resolved(JsonNode schema) {
        JsonNode reference = schema.get("$ref");
        return reference == null ? schema : document.at(reference.stringValue().substring(1));
    }
}
