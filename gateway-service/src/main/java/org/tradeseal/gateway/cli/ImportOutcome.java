package org.tradeseal.gateway.cli;

import java.util.ArrayList;
import java.util.List;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.JsonNode;

/** What became of one line: a line of the journal and of the report. Absent texts are empty. */
record ImportOutcome(
        int line,
        String source,
        String key,
        Status status,
        String id,
        String code,
        String messageEn,
        String messageZh,
        String field,
        String cell,
        String remedyEn,
        String remedyZh,
        String details) {

    /** How a line ended. */
    enum Status {
        /** Recorded by this run or an earlier one of the same import. */
        RECORDED,
        /** The same content was recorded before. */
        EXISTS,
        /** A dry run found nothing against it. */
        VALID,
        /** Refused, with nothing recorded; the line has to change. */
        REFUSED,
        /** No answer came, or one that asks to come again: run the import again. */
        FAILED;

        boolean isDone() {
            return this == RECORDED || this == EXISTS;
        }

        boolean isGood() {
            return isDone() || this == VALID;
        }
    }

    private static final int DETAILS = 5;

    static ImportOutcome good(ImportItem item, String key, Status status, String id) {
        return new ImportOutcome(item.line(), item.source(), key, status, id, "", "", "", "", "", "", "", "");
    }

    /** Found on this side. */
    static ImportOutcome refused(ImportItem item, Refusal refusal) {
        String field = refusal.field() == null ? "" : refusal.field();
        return new ImportOutcome(
                item.line(),
                item.source(),
                "",
                Status.REFUSED,
                "",
                refusal.code().name(),
                refusal.detail().en(),
                refusal.detail().zh(),
                field,
                item.cell(field),
                refusal.code().remedy().en(),
                refusal.code().remedy().zh(),
                "");
    }

    /** Refused by the gateway, whose answer has both languages in {@code texts}. */
    static ImportOutcome refused(ImportItem item, String key, Status status, JsonNode answer) {
        JsonNode problem = answer.path("problem");
        JsonNode texts = answer.path("texts");
        String field = problem.path("errors").path(0).path("pointer").asString("");
        List<String> details = new ArrayList<>();
        problem.path("conflictsWith").forEach(id -> details.add(id.asString("")));
        problem.path("report").path("findings").forEach(finding -> {
            if (finding.path("severity").asString("").equals("ERROR") && details.size() < DETAILS) {
                details.add(finding.path("rule").asString("") + " "
                        + finding.path("location").asString(""));
            }
        });
        return new ImportOutcome(
                item.line(),
                item.source(),
                key,
                status,
                "",
                problem.path("code").asString(""),
                texts.path("detail").path("en").asString(problem.path("detail").asString("")),
                texts.path("detail").path("zh").asString(problem.path("detail").asString("")),
                field,
                item.cell(field),
                texts.path("remedy").path("en").asString(problem.path("remedy").asString("")),
                texts.path("remedy").path("zh").asString(problem.path("remedy").asString("")),
                String.join("; ", details));
    }
}
