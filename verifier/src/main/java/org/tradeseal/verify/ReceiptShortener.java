package org.tradeseal.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** From a whole receipt to its file; the way back is {@link ReceiptFile}, which a verifier has without this library. */
final class ReceiptShortener {
    private ReceiptShortener() {}

    /** The file's JSON of a whole receipt. */
    static ObjectNode of(ObjectNode whole) {
        ObjectNode file = whole.deepCopy();
        ObjectNode record = (ObjectNode) file.get("record");
        ObjectNode command = (ObjectNode) file.get("command");
        if (record.get("version").asInt() == 1) {
            record.set("content", changes((ObjectNode) command.get("body"), (ObjectNode) record.get("content")));
        }
        command.remove("format");
        leaveOut(file, ReceiptFile.OF_COMMAND);
        for (String name : List.of("actor", "before")) {
            leaveOut(file.get(name), ReceiptFile.OF_OTHER);
        }
        leaveOut(file.get("cause"), ReceiptFile.OF_CAUSE);
        String origin = Checkpoint.origin(new Sha256(command.get("ledger").asString()));
        String head = file.get("head").asString().replace(origin, ReceiptFile.SHORT);
        shorten(file);
        return file.put("head", head);
    }

    private static void leaveOut(@Nullable JsonNode holder, Set<String> names) {
        if (holder != null) {
            ObjectNode record = (ObjectNode) holder.get("record");
            record.remove(names);
            record.remove("format");
        }
    }

    private static ObjectNode changes(ObjectNode body, ObjectNode content) {
        ObjectNode changes = body.objectNode();
        ObjectNode also = changes.putObject("also");
        content.propertyNames().stream()
                .filter(name -> body.get(name) == null
                        || !Arrays.equals(CanonicalJson.bytes(content.get(name)), CanonicalJson.bytes(body.get(name))))
                .forEach(name -> also.set(name, content.get(name)));
        TreeSet<String> without = new TreeSet<>(body.propertyNames());
        without.removeAll(content.propertyNames());
        if (!without.isEmpty()) {
            ArrayNode names = changes.putArray("without");
            without.forEach(names::add);
        }
        return changes;
    }

    private static void shorten(JsonNode value) {
        if (value instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                String text = shortText(object.get(name));
                if (text != null) {
                    object.put(name, text);
                }
            }
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                String text = shortText(array.get(i));
                if (text != null) {
                    array.set(i, array.stringNode(text));
                }
            }
        }
    }

    private static @Nullable String shortText(JsonNode value) {
        if (!value.isString()) {
            shorten(value);
            return null;
        }
        return ReceiptFile.shortened(value.asString());
    }
}
