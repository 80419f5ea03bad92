package org.tradeseal.gateway.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Records, lists and other answers as a person reads them. */
final class RecordPrinter {
    private static final List<String> NAMES = List.of(
            "/name/zh", "/name/en", "/name", "/title/zh", "/title/en", "/title", "/number", "/kind", "/invoice");

    private RecordPrinter() {}

    /** A record or any other answer: a headline and its values. */
    static void print(Session session, JsonNode answer) {
        if (session.printedAsJson(answer)) {
            return;
        }
        PrintWriter out = session.terminal.out();
        if (!answer.has("id") || !answer.has("content")) {
            printValues(session, answer, "");
            return;
        }
        Texts texts = session.texts();
        JsonNode position = answer.path("position");
        out.println(answer.path("id").asString("") + "  " + answer.path("type").asString("") + "  "
                + texts.get("record.version", answer.path("version").asInt(0)) + "  "
                + answer.path("content").path("status").asString(""));
        Table table = new Table();
        table.row(texts.get("record.actor"), actor(texts, answer));
        table.row(texts.get("record.at"), answer.path("recordedAt").asString(""));
        if (position.has("block")) {
            table.row(texts.get("record.block"), position.path("block").toString());
        }
        table.row(texts.get("record.transaction"), answer.path("transactionId").asString(""));
        Pointers.values(answer.path("content")).forEach(v -> table.row(v.pointer(), v.text()));
        table.print(out, "  ");
    }

    static void printValues(Session session, JsonNode answer, String indent) {
        Table table = new Table();
        Pointers.values(answer).forEach(v -> table.row(v.pointer(), v.text()));
        table.print(session.terminal.out(), indent);
    }

    private static String actor(Texts texts, JsonNode record) {
        String actor = record.path("actor").asString("");
        return record.path("custodial").asBoolean(false) ? actor + " " + texts.get("record.custodial") : actor;
    }

    /** A list's records, one line each. */
    static void printList(Session session, Iterable<JsonNode> items) {
        Texts texts = session.texts();
        Table table = new Table();
        for (JsonNode item : items) {
            if (table.isEmpty()) {
                table.row(
                        texts.get("list.id"),
                        texts.get("list.version"),
                        texts.get("list.status"),
                        texts.get("list.at"),
                        texts.get("list.name"));
            }
            table.row(line(item).toArray(String[]::new));
        }
        if (table.isEmpty()) {
            session.terminal.out().println(texts.get("list.empty"));
        }
        table.print(session.terminal.out(), "");
    }

    private static List<String> line(JsonNode item) {
        JsonNode content = item.path("content");
        List<String> cells = new ArrayList<>();
        cells.add(item.path("id").asString(""));
        cells.add(item.path("version").asString(""));
        cells.add(content.path("status").asString(""));
        cells.add(item.path("recordedAt").asString(""));
        cells.add(NAMES.stream()
                .map(content::at)
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .findFirst()
                .orElse(""));
        return cells;
    }
}
