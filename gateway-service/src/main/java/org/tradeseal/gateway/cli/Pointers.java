package org.tradeseal.gateway.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** RFC 6901 pointers: putting a value where there is nothing yet, and listing all values of a tree. */
final class Pointers {
    private Pointers() {}

    /** A value and where it stands. */
    record Value(String pointer, String text) {}

    /**
     * Sets a value, making the objects and arrays on the way: a step of digits or {@code -} (append) is an array's.
     * Throws IllegalArgumentException where another kind of value stands in the way.
     */
    static void set(ObjectNode root, String pointer, JsonNode value) {
        String[] steps = pointer.substring(1).split("/", -1);
        JsonNode node = root;
        for (int i = 0; i < steps.length; i++) {
            String step = unescaped(steps[i]);
            boolean last = i == steps.length - 1;
            JsonNode next = last ? value : child(node, step);
            if (next == null) {
                next = isIndex(steps[i + 1]) ? root.arrayNode() : root.objectNode();
            }
            put(node, step, next, pointer);
            node = next;
        }
    }

    private static @org.jspecify.annotations.Nullable JsonNode child(JsonNode node, String step) {
        return node instanceof ArrayNode array
                ? step.equals("-") ? null : array.get(index(step, node))
                : node.get(step);
    }

    private static void put(JsonNode node, String step, JsonNode value, String pointer) {
        if (node instanceof ObjectNode object) {
            object.set(step, value);
        } else if (node instanceof ArrayNode array) {
            int index = index(step, node);
            if (index == array.size()) {
                array.add(value);
            } else if (index < array.size()) {
                array.set(index, value);
            } else {
                throw new IllegalArgumentException(pointer);
            }
        } else {
            throw new IllegalArgumentException(pointer);
        }
    }

    private static boolean isIndex(String step) {
        return step.equals("-") || step.matches("[0-9]{1,4}");
    }

    private static int index(String step, JsonNode array) {
        if (!isIndex(step)) {
            throw new IllegalArgumentException(step);
        }
        return step.equals("-") ? array.size() : Integer.parseInt(step);
    }

    private static String unescaped(String step) {
        return step.replace("~1", "/").replace("~0", "~");
    }

    /** Every value of a tree with its pointer; lists of plain values count as one value. */
    static List<Value> values(JsonNode tree) {
        List<Value> values = new ArrayList<>();
        collect(tree, "", values);
        return values;
    }

    private static void collect(JsonNode node, String pointer, List<Value> values) {
        if (node.isObject()) {
            node.properties()
                    .forEach(p -> collect(
                            p.getValue(),
                            pointer + "/" + p.getKey().replace("~", "~0").replace("/", "~1"),
                            values));
        } else if (node.isArray() && node.valueStream().anyMatch(JsonNode::isContainer)) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), pointer + "/" + i, values);
            }
        } else if (node.isArray()) {
            if (!node.isEmpty()) {
                values.add(new Value(
                        pointer,
                        String.join(", ", node.valueStream().map(Pointers::text).toList())));
            }
        } else if (!node.isNull()) {
            values.add(new Value(pointer, text(node)));
        }
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }
}
