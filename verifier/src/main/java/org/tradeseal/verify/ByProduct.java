package org.tradeseal.verify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A record that changed beside the one that the command is about: whether that one is shown, and whether the change is what
 * the contracts derive from it (docs/formats.md, Records that change with others).
 */
final class ByProduct {
    private static final Set<String> ENDED = Set.of("TERMINATED", "EXPIRED");

    private final Json before;
    private final Json after;
    private final LoggedRecord cause;

    private ByProduct(LoggedRecord before, LoggedRecord after, LoggedRecord cause) {
        this.before = before.record();
        this.after = after.record();
        this.cause = cause;
    }

    /** What there is to say of such a record. {@code acted} is how the actor acted, which was found in order. */
    static Reason of(ParsedReceipt receipt, boolean authority, Reason acted) {
        LoggedRecord record = receipt.record();
        LoggedRecord cause = receipt.cause();
        if (!authority && isRegisterNamedBy(receipt, receipt.command().get("body"))) {
            return acted;
        }
        if (cause == null || Naming.of(receipt, cause) != Naming.SUBJECT) {
            return Reason.BY_PRODUCT;
        }
        if (isRegisterNamedBy(receipt, cause.content())) {
            return authority ? Reason.BY_PRODUCT : Reason.FOLLOWS_NAMED;
        }
        LoggedRecord before = receipt.before();
        boolean known = before != null
                && cause.record().get("type").is("licence")
                && (isAsset(record, cause) || isSublicence(record, cause));
        if (before == null || !known) {
            return Reason.BY_PRODUCT;
        }
        ByProduct change = new ByProduct(before, record, cause);
        boolean derived = before.version() == record.version() - 1
                && (isAsset(record, cause) ? change.indexes() : change.endsWithParent(receipt.command()));
        return derived ? Reason.FOLLOWS : Reason.NOT_DERIVED;
    }

    /** Whether this is the register of the invoice that a command or a record names. */
    private static boolean isRegisterNamedBy(ParsedReceipt receipt, Json naming) {
        if (!receipt.id().prefix().equals("REG")) {
            return false;
        }
        for (String name : List.of("id", "invoice")) {
            Json invoice = naming.find(name);
            if (invoice != null && invoice.isText()) {
                RecordId register = RecordId.derive(receipt.ledger(), "REG", invoice.text(), "register");
                if (register.equals(receipt.id())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isAsset(LoggedRecord record, LoggedRecord licence) {
        return record.record().get("type").is("asset")
                && licence.content().get("asset").is(record.id().value());
    }

    private static boolean isSublicence(LoggedRecord record, LoggedRecord licence) {
        return record.record().get("type").is("licence")
                && licence.content().get("asset").isSame(record.content().find("asset"))
                && record.content().get("terms").find("parent") != null;
    }

    /** An asset's index of licences: appended, changed in its status, or taken out with what derives from it. */
    private boolean indexes() {
        Json content = after.get("content");
        List<Json> was = before.get("content").list("licences");
        List<String> now =
                content.list("licences").stream().map(Json::canonical).toList();
        boolean rest =
                sameBut(Set.of("licences", "consents")) && after.get("times").isSame(before.get("times"));
        Json licence = cause.content();
        String status = licence.text("status");
        String id = cause.id().value();
        boolean indexed = was.stream().anyMatch(l -> l.get("id").is(id));
        boolean added = !indexed && !ENDED.contains(status);
        List<String> expected = new ArrayList<>();
        Set<String> gone = ENDED.contains(status) ? withDescendants(id, was) : Set.of();
        for (Json each : was) {
            if (!gone.contains(each.text("id"))) {
                expected.add(each.get("id").is(id) ? with(each, "status", licence.get("status")) : each.canonical());
            }
        }
        if (added) {
            Map<String, String> live = new TreeMap<>();
            live.put("id", Json.quoted(id));
            for (String name : List.of("licensee", "licensor", "status", "terms")) {
                live.put(name, licence.get(name).canonical());
            }
            expected.add(object(live));
        }
        return rest && now.equals(expected) && consents(added);
    }

    // A licence that is accepted uses up the consents to it.
    private boolean consents(boolean added) {
        Json was = before.get("content").get("consents");
        Json now = after.get("content").get("consents");
        if (!added) {
            return now.isSame(was);
        }
        Set<String> given = new HashSet<>();
        was.list().forEach(c -> given.add(c.canonical()));
        return now.list().stream().allMatch(c -> given.remove(c.canonical()));
    }

    private static Set<String> withDescendants(String id, List<Json> licences) {
        Set<String> all = new HashSet<>(Set.of(id));
        for (int i = 0; i < licences.size(); i++) {
            for (Json each : licences) {
                Json parent = each.get("terms").find("parent");
                if (parent != null && all.contains(parent.text())) {
                    all.add(each.text("id"));
                }
            }
        }
        return all;
    }

    /** A sublicence that ended with the licence from which it derives. */
    private boolean endsWithParent(Json command) {
        Json content = after.get("content");
        Json status = cause.content().get("status");
        Json decision = content.get("decision");
        String ended = status.is("EXPIRED") ? "expiredAt" : "terminatedAt";
        Map<String, String> times = members(before.get("times"));
        times.remove("recordalDue");
        times.put(ended, Json.quoted(after.text("recordedAt")));
        return ENDED.contains(status.text())
                && sameBut(Set.of("status", "decision"))
                && content.get("status").isSame(status)
                && decision.get("by").isSame(command.get("actor"))
                && decision.get("move").is("terminate")
                && decision.text("reason").endsWith(": " + cause.id())
                && after.get("times").canonical().equals(object(times));
    }

    private boolean sameBut(Set<String> changing) {
        Json was = before.get("content");
        Json now = after.get("content");
        Set<String> names = new TreeSet<>(was.names());
        names.addAll(now.names());
        names.removeAll(changing);
        return names.stream().allMatch(name -> same(was.find(name), now.find(name)));
    }

    private static boolean same(@Nullable Json was, @Nullable Json now) {
        return was != null && was.isSame(now);
    }

    private static String with(Json object, String name, Json value) {
        Map<String, String> members = members(object);
        members.put(name, value.canonical());
        return object(members);
    }

    private static Map<String, String> members(Json object) {
        Map<String, String> members = new TreeMap<>();
        object.names().forEach(name -> members.put(name, object.get(name).canonical()));
        return members;
    }

    private static String object(Map<String, String> members) {
        List<String> parts = new ArrayList<>();
        members.forEach((name, value) -> parts.add(Json.quoted(name) + ":" + value));
        return "{" + String.join(",", parts) + "}";
    }
}
