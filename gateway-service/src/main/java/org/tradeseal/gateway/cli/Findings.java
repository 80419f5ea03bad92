package org.tradeseal.gateway.cli;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** The findings of an invoice's report: rule, text, place and remedy. */
final class Findings {
    private Findings() {}

    static void print(JsonNode findings, Texts texts, PrintWriter out) {
        Table table = new Table();
        for (JsonNode finding : findings) {
            table.row(
                    texts.get("severity." + finding.path("severity").asString("ERROR")),
                    finding.path("rule").asString(""),
                    sentence(finding.path("message"), texts));
            table.row("", "", texts.get("check.place", finding.path("location").asString("")));
            table.row("", "", texts.get("check.remedy", sentence(finding.path("remedy"), texts)));
        }
        table.print(out, "  ");
    }

    private static String sentence(JsonNode text, Texts texts) {
        return text.isObject() ? text.path(texts.language()).asString("") : text.asString("");
    }
}
