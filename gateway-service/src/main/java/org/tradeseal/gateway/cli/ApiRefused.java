package org.tradeseal.gateway.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The gateway refused: its answer is a problem document (RFC 9457). */
final class ApiRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient JsonNode problem;

    ApiRefused(int status, JsonNode problem) {
        super(problem.path("code").asString("HTTP " + status) + ": "
                + problem.path("detail").asString(""));
        this.status = status;
        this.problem = problem;
    }

    int status() {
        return status;
    }

    String code() {
        return problem.path("code").asString("");
    }

    String detail() {
        return problem.path("detail").asString("");
    }

    JsonNode problem() {
        return problem;
    }

    List<String> conflictsWith() {
        List<String> ids = new ArrayList<>();
        problem.path("conflictsWith").forEach(id -> ids.add(id.asString("")));
        return ids;
    }

    /** Says what was refused, which field is meant, which records stand in the way and what to do. */
    void print(PrintWriter out, Texts texts) {
        out.println("✗ " + problem.path("title").asString("HTTP " + status) + " (" + status + " " + code() + ")");
        Table table = new Table();
        if (!detail().isEmpty()) {
            table.row(texts.get("problem.detail"), detail());
        }
        problem.path("errors")
                .forEach(e ->
                        table.row(texts.get("problem.field"), e.path("pointer").asString("")));
        if (!conflictsWith().isEmpty()) {
            table.row(texts.get("problem.conflicts"), String.join(", ", conflictsWith()));
        }
        String remedy = problem.path("remedy").asString("");
        if (!remedy.isEmpty()) {
            table.row(texts.get("problem.remedy"), remedy);
        }
        String instance = problem.path("instance").asString("");
        if (status >= 500 && !instance.isEmpty()) {
            table.row(texts.get("problem.instance"), instance);
        }
        table.print(out, "  ");
        Findings.print(problem.path("report").path("findings"), texts, out);
    }
}
