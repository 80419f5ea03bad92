package org.tradeseal.gateway.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A request's body from a file and single values, with its private content in the clear for this gateway only. */
final class BodyOptions {
    @Option(names = "--body", paramLabel = "FILE")
    @Nullable Path body;

    @Option(names = "--set", paramLabel = "/POINTER=TEXT")
    List<String> values = new ArrayList<>();

    @Option(names = "--private", paramLabel = "FILE")
    @Nullable Path secret;

    @Option(names = "--document", paramLabel = "FILE")
    List<Path> documents = new ArrayList<>();

    @Option(names = "--recipient", paramLabel = "ID")
    List<String> recipients = new ArrayList<>();

    ObjectNode json(Session session) {
        ObjectNode json = body == null ? JsonNodeFactory.instance.objectNode() : object(session, body);
        for (String value : values) {
            set(session, json, value);
        }
        if (secret != null) {
            json.set("private", object(session, secret));
        }
        if (!documents.isEmpty()) {
            ArrayNode list = json.putArray("documents");
            for (Path document : documents) {
                list.addObject()
                        .put("name", String.valueOf(document.getFileName()))
                        .put("mediaType", MediaTypes.of(document))
                        .put("base64", Base64.getEncoder().encodeToString(session.bytesOf(document)));
            }
        }
        if (!recipients.isEmpty()) {
            ArrayNode list = json.putArray("recipients");
            recipients.forEach(r -> list.add(new RecordId(r).value()));
        }
        return json;
    }

    private static ObjectNode object(Session session, Path file) {
        if (CanonicalJson.tree(session.bytesOf(file)) instanceof ObjectNode object) {
            return object;
        }
        throw new Misuse(session.texts().get("file.no-object", file));
    }

    // "/title=A text" sets text, "/year:=3" sets JSON.
    private static void set(Session session, ObjectNode json, String value) {
        int equals = value.indexOf('=');
        if (!value.startsWith("/") || equals < 2) {
            throw new Misuse(session.texts().get("set.malformed", value));
        }
        boolean isJson = value.charAt(equals - 1) == ':';
        String pointer = value.substring(0, isJson ? equals - 1 : equals);
        String text = value.substring(equals + 1);
        JsonNode node = isJson
                ? CanonicalJson.tree(text.getBytes(StandardCharsets.UTF_8))
                : JsonNodeFactory.instance.stringNode(text);
        try {
            Pointers.set(json, pointer, node);
        } catch (IllegalArgumentException e) {
            throw new Misuse(session.texts().get("set.no-place", pointer));
        }
    }
}
