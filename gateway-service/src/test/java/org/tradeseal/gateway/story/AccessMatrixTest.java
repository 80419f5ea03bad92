package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.MethodDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tradeseal.gateway.commands.Doors;
import org.tradeseal.gateway.grpc.ApiDescriptors;
import org.tradeseal.gateway.grpc.CommandNames;
import org.tradeseal.verify.CanonicalJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who may what: every operation of the API's description and every rpc, carried out by every role on one enterprise's own
 * objects. What each gets is declared in {@code access.tsv}; an operation without a line there fails the test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessMatrixTest extends GatewayStory {
    /** The answers that a line declares. */
    private enum Access {
        /** Let in: served, or refused for what was asked and not for who asked. */
        IN,
        /** Not this caller's role: 403. */
        ROLE,
        /** Not this caller's to see: 404. */
        HIDDEN,
        /** No valid token: 401. */
        TOKEN
    }

    private static final String CANARY = "canary-of-the-matrix";

    private SortedMap<String, Map<String, Access>> declared;
    private Map<String, String> objects;
    private Api victim = new Api("", "", "");
    private final Map<String, String> paths = new LinkedHashMap<>();

    private static SortedMap<String, Map<String, Access>> read() {
        SortedMap<String, Map<String, Access>> rows = new TreeMap<>();
        try (InputStream in =
                Objects.requireNonNull(AccessMatrixTest.class.getResourceAsStream("/access.tsv"), "access.tsv")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> !l.startsWith("#") && !l.isBlank())
                    .toList();
            String[] callers = lines.get(0).split("\t", -1);
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split("\t", -1);
                Map<String, Access> row = new LinkedHashMap<>();
                for (int i = 1; i < callers.length; i++) {
                    row.put(callers[i], Access.valueOf(cells[i].toUpperCase(Locale.ROOT)));
                }
                rows.put(cells[0], row);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Strangers first, the entitled last: whoever moves the object moves it after all who may not. */
    private Map<String, Api> callers() {
        Map<String, Api> callers = new LinkedHashMap<>();
        callers.put("nobody", world.nobody());
        callers.put("revoked", revoked());
        callers.put("expired", expired());
        callers.put("stranger", world.stranger);
        callers.put("bank-b", world.bankB);
        callers.put("operator", world.operator);
        callers.put("customs", world.customs);
        callers.put("bank-a", world.bankA);
        callers.put("buyer", world.buyer);
        callers.put("owner", world.seller);
        callers.put("ip-centre", world.ipCentre);
        callers.put("regulator", world.regulator);
        return callers;
    }

    private Api revoked() {
        JsonNode issued = world.token(world.seller.participant());
        world.operator
                .post("/v1/tokens/" + issued.at("/token/id").asString("") + "/revoke", "")
                .is(200);
        return world.withToken(issued.path("secret").asString(""));
    }

    private Api expired() {
        Instant soon = Instant.now().plusMillis(1500).truncatedTo(ChronoUnit.MILLIS);
        String secret = world.operator
                .post(
                        "/v1/tokens",
                        Map.of("participant", world.seller.participant(), "label", "short", "expires", soon.toString()))
                .is(201)
                .json()
                .path("secret")
                .asString("");
        Api caller = world.withToken(secret);
        caller.get("/v1/ledger").is(200);
        eventually("the token to end", () -> caller.get("/v1/ledger").status() == 401);
        return caller;
    }

    // Left there, they would be sent every event of the classes that follow.
    @AfterEach
    void removeWebhooks() {
        for (JsonNode webhook : world.seller.get("/v1/webhooks").is(200).json().path("items")) {
            world.seller
                    .method("DELETE", "/v1/webhooks/" + webhook.path("id").asString(""))
                    .is(204);
        }
    }

    @Test
    void everyOperationAnswersEveryCallerAsDeclared() {
        declared = read();
        readPaths();
        Map<String, Api> callers = callers();
        JsonNode document = new Documented(world.nobody()).document();
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String name = operation.getValue().path("operationId").asString("");
                makeObjects(name);
                compare(
                        name,
                        "REST",
                        callers,
                        wrong,
                        caller -> rest(operation.getKey(), path.getKey(), operation.getValue(), caller));
            }
        }
        assertThat(wrong)
                .as("answers that access.tsv does not declare; look at each, then declare it")
                .isEmpty();
    }

    @Test
    void everyRpcAnswersEveryCallerAsItsOperation() {
        declared = read();
        readPaths();
        Map<String, Api> callers = callers();
        Map<String, String> operations = new LinkedHashMap<>(OTHER_RPCS);
        Doors.byPath().values().forEach(c -> operations.put(CommandNames.rpc(c), c));
        Doors.bulk().values().forEach(c -> operations.put(CommandNames.rpc(c) + "Many", c + ".batch"));
        List<String> wrong = new ArrayList<>();
        try (Rpc rpc = new Rpc(GRPC_PORT)) {
            for (var service : ApiDescriptors.load().services()) {
                for (MethodDescriptor method : service.getMethods()) {
                    String name = operations.get(method.getFullName());
                    if (name == null) {
                        wrong.add(method.getFullName() + " has no operation to be compared with");
                        continue;
                    }
                    makeObjects(name);
                    compare(name, "gRPC", callers, wrong, caller -> grpc(rpc, method, name, caller));
                }
            }
        }
        assertThat(wrong)
                .as("rpcs that answer otherwise than access.tsv declares")
                .isEmpty();
    }

    /** The rpcs that are no commands, and the operations that answer the same. */
    private static final Map<String, String> OTHER_RPCS = Map.ofEntries(
            Map.entry("tradeseal.command.v1.CommandService.Submit", "commands.submit"),
            Map.entry("tradeseal.asset.v1.AssetService.GetEncumbrances", "asset.encumbrances"),
            Map.entry("tradeseal.invoice.v1.InvoiceService.Issue", "invoice.issue"),
            Map.entry("tradeseal.invoice.v1.InvoiceService.Check", "invoice.check"),
            Map.entry("tradeseal.invoice.v1.InvoiceService.GetDocument", "invoice.document"),
            Map.entry("tradeseal.invoice.v1.InvoiceService.Respond", "invoice.respond"),
            Map.entry("tradeseal.invoice.v1.InvoiceService.GetSettlements", "invoice.settlements"),
            Map.entry("tradeseal.licence.v1.LicenceService.Check", "licence.check"),
            Map.entry("tradeseal.record.v1.RecordService.Get", "records.get"),
            Map.entry("tradeseal.record.v1.RecordService.History", "records.history"),
            Map.entry("tradeseal.record.v1.RecordService.List", "records.list"),
            Map.entry("tradeseal.record.v1.RecordService.Work", "work"),
            Map.entry("tradeseal.record.v1.RecordService.Changes", "changes"),
            Map.entry("tradeseal.signature.v1.SignatureService.Check", "signatures.check"),
            Map.entry("tradeseal.verification.v1.VerificationService.Verify", "verifications.verify"));

    /** Well formed, but no alarm has it: whoever may read alarms is told so. */
    private static final String NO_ALARM = "999999";

    private interface Door {
        Outcome ask(Api caller);
    }

    private record Outcome(Access access, boolean isAnswered, String text) {}

    private void compare(String name, String door, Map<String, Api> callers, List<String> wrong, Door ask) {
        Map<String, Access> found = new LinkedHashMap<>();
        callers.forEach((who, caller) -> {
            // Of a participant the owner is the participant itself.
            Outcome outcome = ask.ask(who.equals("owner") && objects.containsKey("participant") ? victim : caller);
            found.put(who, outcome.access());
            if (!outcome.isAnswered()) {
                wrong.add(door + " " + name + " by " + who + ": " + outcome.text());
            }
            if (outcome.access() != Access.IN && outcome.text().contains(CANARY)) {
                wrong.add(door + " " + name + " tells " + who + " what it hides");
            }
        });
        if (!found.equals(declared.get(name))) {
            wrong.add(door + "\t" + name + "\t" + row(found) + "\tinstead of\t"
                    + (declared.containsKey(name) ? row(declared.get(name)) : "nothing declared"));
        }
    }

    private static String row(Map<String, Access> row) {
        return String.join(
                "\t",
                row.values().stream()
                        .map(a -> a.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    private Outcome rest(String method, String path, JsonNode operation, Api caller) {
        String name = operation.path("operationId").asString("");
        String concrete = path.replace("{tile}", "0/000.p/1").replaceAll("\\{[a-z]+}", objectOf(name));
        Api.Answer answer;
        if (method.equals("delete")) {
            answer = caller.method("DELETE", concrete);
        } else if (method.equals("get")) {
            answer = name.equals("changes") ? caller.get(concrete, "Accept", "application/json") : caller.get(concrete);
        } else {
            JsonNode content = operation.at("/requestBody/content");
            answer = content.has("multipart/form-data")
                    ? caller.multipart(
                            concrete, List.of(Api.Part.file("document", "<a/>".getBytes(StandardCharsets.UTF_8))))
                    : content.has("application/x-ndjson")
                            ? caller.post(
                                    concrete, body(name.replace(".batch", "")), "Content-Type", "application/x-ndjson")
                            : content.has("application/json") || content.isMissingNode()
                                    ? caller.post(concrete, body(name))
                                    : caller.post(concrete, "<a/>", "Content-Type", "application/xml");
        }
        Access access = switch (answer.status()) {
            case 401 -> Access.TOKEN;
            case 403 -> Access.ROLE;
            case 404 -> Access.HIDDEN;
            default -> Access.IN;
        };
        // A stream of lines has an outcome for each.
        if (answer.status() == 200 && name.endsWith(".batch")) {
            access = answer.text().contains("\"status\":403") ? Access.ROLE : Access.IN;
        }
        return new Outcome(access, answer.status() < 500, answer.status() + " " + answer.text());
    }

    private Outcome grpc(Rpc rpc, MethodDescriptor method, String name, Api caller) {
        ObjectNode request = body(name.replace(".batch", ""));
        if (method.getInputType().findFieldByName("id") != null) {
            request.put("id", objectOf(name));
        }
        List.copyOf(request.propertyNames()).stream()
                .filter(n -> method.getInputType().getFields().stream()
                        .noneMatch(f -> f.getJsonName().equals(n)))
                .forEach(request::remove);
        Rpc.Answer answer = rpc.call(method, request, caller.secret(), "en");
        Access access = switch (answer.status().getCode()) {
            case UNAUTHENTICATED -> Access.TOKEN;
            case PERMISSION_DENIED -> Access.ROLE;
            case NOT_FOUND -> Access.HIDDEN;
            default -> Access.IN;
        };
        if (answer.isOk() && name.endsWith(".batch")) {
            access = answer.text().contains("NOT_YOUR_ROLE") ? Access.ROLE : Access.IN;
        }
        boolean answered = answer.isOk() || !answer.code().isEmpty();
        return new Outcome(
                access, answered && !answer.code().equals("INTERNAL"), answer.status() + " " + answer.text());
    }

    /** Fresh objects of the owner for each operation; nothing before it moved them. */
    private void makeObjects(String operation) {
        objects = new LinkedHashMap<>();
        String feature = thingOf(operation);
        if (feature.equals("participant")) {
            victim = world.enterprise("矩阵", "Matrix", World.unique("MATRIX"));
            objects.put("participant", victim.participant());
        }
        objects.put("token", "0000000000000000");
        Map<String, Object> filing = world.filing(world.seller, CANARY, CANARY);
        if (feature.equals("asset")) {
            String asset = world.seller.post("/v1/assets", filing).is(201).id();
            objects.put("asset", asset);
            world.delivered(world.seller, "/v1/assets/" + asset, 2);
        }
        if (feature.equals("webhook")) {
            objects.put(
                    "webhook",
                    world.seller
                            .post("/v1/webhooks", Map.of("url", "http://127.0.0.1:9/" + World.unique("hook")))
                            .is(201)
                            .json()
                            .at("/webhook/id")
                            .asString(""));
        }
        if (feature.equals("licence")) {
            String asset = world.registeredSoftware("许可矩阵");
            objects.put("asset", asset);
            objects.put(
                    "licence",
                    world.seller
                            .post(
                                    "/v1/licences",
                                    World.offer(asset, world.buyer, "ORDINARY", "SG", "2027-01-01", "2028-01-01"))
                            .is(201)
                            .id());
        }
        if (feature.equals("invoice")) {
            String invoice = world.issued(World.invoice(World.unique("LH")), world.bankA);
            objects.put("invoice", invoice);
            world.delivered(world.seller, "/v1/invoices/" + invoice, 2);
        }
        if (feature.equals("financing")) {
            String invoice = world.accepted(world.bankA);
            String mandate = world.mandate(invoice, world.bankA);
            objects.put("invoice", invoice);
            objects.put("mandate", mandate);
            objects.put(
                    "financing",
                    world.reserve(world.bankA, invoice, mandate, "1000.00")
                            .is(201)
                            .id());
        }
        world.settle();
    }

    private String objectOf(String operation) {
        if (operation.startsWith("audit.")) {
            return NO_ALARM;
        }
        return operation.equals("financing.revoke-mandate")
                ? objects.get("mandate")
                : objects.getOrDefault(thingOf(operation), "AST-ADK58S8FF8H5DRJXS");
    }

    /** What an operation is about, by its path: {@code /v1/assets/{id}/register} is about an asset. */
    private String thingOf(String operation) {
        String path = Objects.requireNonNull(paths.get(operation), operation);
        String things = path.split("/", -1)[2];
        return things.equals("records") ? "asset" : things.substring(0, things.length() - 1);
    }

    private void readPaths() {
        new Documented(world.nobody())
                .document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .forEach(operation ->
                                paths.put(operation.path("operationId").asString(""), path.getKey())));
    }

    /** The example of a command, about the objects that there are. */
    private ObjectNode body(String command) {
        if (command.equals("disclosure")) {
            return (ObjectNode) CanonicalJson.toTree(Map.of("fields", List.of("/title")));
        }
        try (InputStream in = AccessMatrixTest.class.getResourceAsStream("/examples/" + command + ".json")) {
            if (in == null) {
                return CanonicalJson.jsonMapper().createObjectNode();
            }
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("PTC-[0-9A-Z]+", world.seller.participant());
            for (Map.Entry<String, String> thing :
                    Map.of("AST", "asset", "INV", "invoice", "MND", "mandate").entrySet()) {
                if (objects.containsKey(thing.getValue())) {
                    json = json.replaceAll(thing.getKey() + "-[0-9A-Z]+", objects.get(thing.getValue()));
                }
            }
            return (ObjectNode) CanonicalJson.tree(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
