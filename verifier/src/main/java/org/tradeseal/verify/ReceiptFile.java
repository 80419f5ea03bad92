package org.tradeseal.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The short form of a receipt, which is its file, and back (docs/formats.md, Receipt). Left out is what follows from the
 * rest: {@code ~} stands for the log's origin, {@code ~} and 43 characters for a digest, and the first version's content
 * for what it has beside the command's body. One receipt has one file.
 */
final class ReceiptFile {
    private static final int MAX_HEAD = 64 * 1024;
    private static final String SHORT = "~";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Set<String> OF_COMMAND = Set.of("actor", "custodial");
    private static final Set<String> OF_CAUSE =
            Set.of("actor", "actorLeaf", "command", "custodial", "recordedAt", "transactionId");
    private static final Set<String> OF_OTHER = Set.of("id", "type");

    private final Json file;
    private final Json command;

    private ReceiptFile(Json file) {
        this.file = file;
        this.command = file.get("command");
    }

    // ---- Reading ----

    /** The whole receipt. Throws {@link Refusal} where the file is not the one of any receipt. */
    static Json whole(Json file) {
        return CanonicalReader.read(Json.utf8(new ReceiptFile(file).whole()));
    }

    private String whole() {
        Map<String, String> members = new TreeMap<>();
        file.names().stream()
                .filter(name -> !name.equals("head"))
                .forEach(name -> members.put(name, value(file.get(name))));
        members.put("head", Json.quoted(head()));
        members.put("command", object(formatted(command, Set.of(), Command.FORMAT)));
        Json record = file.get("record");
        Map<String, String> version = formatted(record, OF_COMMAND, RegistryRecord.FORMAT);
        version.put("actor", Json.quoted(command.text("actor")));
        version.put("custodial", String.valueOf(command.find("keyId") == null));
        if (record.integer("version") == 1) {
            version.put("content", content(record.get("content")));
        }
        members.put("record", object(version));
        Json actor = file.find("actor");
        if (actor != null) {
            members.put("actor", other(actor, Json.quoted(command.text("actor")), "\"participant\""));
        }
        Json before = file.find("before");
        if (before != null) {
            members.put("before", other(before, required(version, "id"), required(version, "type")));
        }
        Json cause = file.find("cause");
        if (cause != null) {
            members.put("cause", cause(cause, version));
        }
        return object(members);
    }

    // A format is left out; one that is not known here stands, and is refused by name.
    private static Map<String, String> formatted(Json object, Set<String> leftOut, String format) {
        Map<String, String> members = members(object, leftOut);
        String named = members.putIfAbsent("format", Json.quoted(format));
        if (Json.quoted(format).equals(named)) {
            throw notShort();
        }
        return members;
    }

    private String head() {
        String origin = Checkpoint.origin(new Sha256(text(command.text("ledger"))));
        String head = file.text("head");
        if (head.length() > MAX_HEAD || head.contains(origin)) {
            throw notShort();
        }
        return head.replace(SHORT, origin);
    }

    /** The content of a first version: the command's body but for some members, and more. */
    private String content(Json changes) {
        changes.requireMembers(Set.of("also"), Set.of("without"));
        Json body = command.get("body");
        Json also = changes.get("also");
        Map<String, String> content = members(body, Set.of());
        String last = null;
        Json without = changes.find("without");
        List<Json> names = without == null ? List.of() : without.list();
        for (Json each : names) {
            String name = each.text();
            boolean sorted = last == null || last.compareTo(name) < 0;
            if (!sorted || also.find(name) != null || content.remove(name) == null) {
                throw notShort();
            }
            last = name;
        }
        for (String name : also.names()) {
            Json value = also.get(name);
            if (value.isSame(body.find(name))) {
                throw notShort();
            }
            content.put(name, value(value));
        }
        if (without != null && names.isEmpty()) {
            throw notShort();
        }
        return object(content);
    }

    private static String other(Json holder, String id, String type) {
        Map<String, String> record = formatted(holder.get("record"), OF_OTHER, RegistryRecord.FORMAT);
        record.put("id", id);
        record.put("type", type);
        Map<String, String> members = members(holder, Set.of());
        members.put("record", object(record));
        return object(members);
    }

    // One command made both, in one transaction.
    private static String cause(Json holder, Map<String, String> version) {
        Map<String, String> record = formatted(holder.get("record"), OF_CAUSE, RegistryRecord.FORMAT);
        for (String name : OF_CAUSE) {
            String same = version.get(name);
            if (same != null) {
                record.put(name, same);
            }
        }
        Map<String, String> members = members(holder, Set.of());
        members.put("record", object(record));
        return object(members);
    }

    private static String required(Map<String, String> members, String name) {
        String value = members.get(name);
        if (value == null) {
            throw new Refusal(ErrorCode.FIELD_REQUIRED, "The field " + name + " is missing.", "缺少字段 " + name + "。");
        }
        return value;
    }

    /** The members of an object in whole form; those in {@code leftOut} must not be there. */
    private static Map<String, String> members(Json object, Set<String> leftOut) {
        Map<String, String> members = new TreeMap<>();
        for (String name : object.names()) {
            if (leftOut.contains(name)) {
                throw notShort();
            }
            members.put(name, value(object.get(name)));
        }
        return members;
    }

    private static String value(Json value) {
        if (value.isObject()) {
            return object(members(value, Set.of()));
        }
        if (value.isList()) {
            List<String> items = new ArrayList<>();
            value.list().forEach(item -> items.add(value(item)));
            return "[" + String.join(",", items) + "]";
        }
        return value.isText() ? Json.quoted(text(value.text())) : value.canonical();
    }

    private static String object(Map<String, String> members) {
        List<String> parts = new ArrayList<>();
        members.forEach((name, value) -> parts.add(Json.quoted(name) + ":" + value));
        return "{" + String.join(",", parts) + "}";
    }

    private static String text(String text) {
        if (!text.startsWith(SHORT)) {
            if (DIGEST.matcher(text).matches()) {
                throw notShort();
            }
            return text;
        }
        return text.startsWith(SHORT + SHORT) ? text.substring(1) : digest(text.substring(1));
    }

    private static String digest(String base64) {
        try {
            Sha256 digest = Sha256.fromBytes(Base64.getUrlDecoder().decode(base64));
            if (shortened(digest.hex()).equals(SHORT + base64)) {
                return digest.hex();
            }
        } catch (IllegalArgumentException | Refusal e) {
            throw notShort();
        }
        throw notShort();
    }

    private static Refusal notShort() {
        return new Refusal(ErrorCode.NOT_CANONICAL, "The receipt is not in its one short form.", "收据不是其唯一的简短形式。");
    }

    // ---- Writing ----

    /** The file's JSON of a whole receipt. */
    static ObjectNode of(ObjectNode whole) {
        ObjectNode file = whole.deepCopy();
        ObjectNode record = (ObjectNode) file.get("record");
        ObjectNode command = (ObjectNode) file.get("command");
        if (record.get("version").asInt() == 1) {
            record.set("content", changes((ObjectNode) command.get("body"), (ObjectNode) record.get("content")));
        }
        command.remove("format");
        leaveOut(file, OF_COMMAND);
        for (String name : List.of("actor", "before")) {
            leaveOut(file.get(name), OF_OTHER);
        }
        leaveOut(file.get("cause"), OF_CAUSE);
        String origin = Checkpoint.origin(new Sha256(command.get("ledger").asString()));
        String head = file.get("head").asString().replace(origin, SHORT);
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
        return shortened(value.asString());
    }

    private static String shortened(String text) {
        if (text.startsWith(SHORT)) {
            return SHORT + text;
        }
        return DIGEST.matcher(text).matches()
                ? SHORT + Base64.getUrlEncoder().withoutPadding().encodeToString(new Sha256(text).bytes())
                : text;
    }
}
