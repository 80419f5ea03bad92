package org.tradeseal.gateway.commands;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.record.CommandRule;

/**
 * The REST address of every command of the dispatch table: {@code POST /v1/<things>/<move>} creates,
 * {@code POST /v1/<things>/{id}/<move>} moves, and {@code POST /v1/<things>} is the feature's ordinary way to create.
 */
public final class Doors {
    /** Commands whose request is no JSON body: their features have a door of their own. */
    private static final Set<String> OWN_DOOR = Set.of("invoice.issue");

    /** The ordinary way to create a record of a feature. */
    private static final Map<String, String> ORDINARY =
            Map.of("participants", "admit", "assets", "file", "licences", "offer");

    private Doors() {}

    /** Path patterns and the names of their commands. */
    public static Map<String, String> byPath() {
        Map<String, String> doors = new LinkedHashMap<>();
        for (CommandRule<?> rule : Contracts.table().values()) {
            if (OWN_DOOR.contains(rule.name())) {
                continue;
            }
            String things = things(rule.name());
            String move = move(rule.name());
            if (rule.name().equals("invoice.record-settlement")) {
                doors.put("/v1/invoices/{id}/settlements", rule.name());
            } else if (!rule.creates()) {
                doors.put("/v1/" + things + "/{id}/" + move, rule.name());
            } else if (move.equals(ORDINARY.get(things))) {
                doors.put("/v1/" + things, rule.name());
            } else {
                doors.put("/v1/" + things + "/" + move, rule.name());
            }
        }
        return doors;
    }

    /** The features whose ordinary way to create also takes NDJSON, with that command. */
    public static Map<String, String> bulk() {
        Map<String, String> doors = new LinkedHashMap<>();
        ORDINARY.forEach((things, move) ->
                doors.put("/v1/" + things + "/batch", things.substring(0, things.length() - 1) + "." + move));
        return doors;
    }

    /** The plural in the path: {@code asset.file} is about {@code assets}. */
    public static String things(String command) {
        return command.substring(0, command.indexOf('.')) + "s";
    }

    private static String move(String command) {
        return command.substring(command.indexOf('.') + 1);
    }

    /**
     * Where a command's body holds private content, which its request gives in the clear to this gateway: in the body
     * itself (empty), in a member such as {@code filing}, or nowhere.
     */
    static Optional<String> holderOfPrivateContent(CommandRule<?> rule) {
        if (bodyHas(rule, "privateContent")) {
            return Optional.of("");
        }
        return Arrays.stream(rule.body().getRecordComponents())
                .filter(c -> c.getType().isRecord())
                .filter(c -> Arrays.stream(c.getType().getRecordComponents())
                        .anyMatch(inner -> inner.getName().equals("privateContent")))
                .map(RecordComponent::getName)
                .findFirst();
    }

    static boolean bodyHas(CommandRule<?> rule, String member) {
        return Arrays.stream(rule.body().getRecordComponents())
                .anyMatch(c -> c.getName().equals(member));
    }
}
