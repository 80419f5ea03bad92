package org.tradeseal.verify;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * From the short form of a receipt, which is its file, to the whole one (docs/formats.md, Receipt). Left out is what follows from the
 * rest: {@code ~} stands for the log's origin, {@code ~} and 43 characters for a digest, and the first version's content
 * for what it has beside the command's body. One receipt has one file. {@link ReceiptShortener} makes it.
 */
final class ReceiptFile {
    private static final int MAX_HEAD = 64 * 1024;
    static final String SHORT = "~";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    static final Set<String> OF_COMMAND = Set.of("actor", "custodial");
    static final Set<String> OF_CAUSE =
            Set.of("actor", "actorLeaf", "command", "custodial", "recordedAt", "transactionId");
    static final Set<String> OF_OTHER = Set.of("id", "type");

    private final Json file;
    private final Json command;

    private ReceiptFile(Json file) {
        this.file = file;
        this.command = file.get("command");
    }

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

    /** The short form of a text. */
    static String shortened(String text) {
        if (text.startsWith(SHORT)) {
            return SHORT + text;
        }
        return DIGEST.matcher(text).matches()
                ? SHORT + Base64.getUrlEncoder().withoutPadding().encodeToString(new Sha256(text).bytes())
                : text;
    }
}
