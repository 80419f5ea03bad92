package org.tradeseal.gateway.cli;

import tools.jackson.databind.JsonNode;

/** The caller's queue: what may be done on which record, and until when. */
final class WorkPrinter {
    private WorkPrinter() {}

    static void print(Session session, JsonNode items) {
        Texts texts = session.texts();
        Table table = new Table();
        for (JsonNode item : items) {
            if (table.isEmpty()) {
                table.row(
                        texts.get("list.id"),
                        texts.get("list.status"),
                        texts.get("work.moves"),
                        texts.get("work.until"));
            }
            table.row(
                    item.path("id").asString(item.path("record").path("id").asString("")),
                    item.path("status").asString(""),
                    String.join(
                            ", ",
                            item.path("moves")
                                    .valueStream()
                                    .map(m -> m.asString(""))
                                    .toList()),
                    item.path("deadline").asString(""));
        }
        if (table.isEmpty()) {
            session.terminal.out().println(texts.get("work.empty"));
        }
        table.print(session.terminal.out(), "");
    }
}
