package org.tradeseal.gateway.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.RecordId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks what the registry knows of a document's bytes. Exit code 1 unless the registry confirms them. */
@Command
final class VerifyDocument implements Callable<Integer> {
    private static final Set<String> CONFIRMED = Set.of("IDENTICAL_BYTES", "SAME_INVOICE_OTHER_FORM", "FIELDS_MATCH");

    private final Session session;

    @Parameters(paramLabel = "FILE", descriptionKey = "FILE")
    private Path file = Path.of("-");

    @Option(names = "--record", paramLabel = "ID")
    private @Nullable String record;

    VerifyDocument(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        String query = record == null ? "" : "?record=" + new RecordId(record);
        JsonNode answer = session.api()
                .post(
                        "/v1/verifications" + query,
                        Api.Body.bytes(session.bytesOf(file), "application/octet-stream"),
                        Map.of());
        if (!session.printedAsJson(answer)) {
            print(answer);
        }
        return CONFIRMED.contains(answer.path("finding").asString("")) ? TradeSeal.DONE : TradeSeal.REFUSED;
    }

    private void print(JsonNode answer) {
        String finding = answer.path("finding").asString("");
        String mark = CONFIRMED.contains(finding) ? "✓ " : finding.equals("UNKNOWN") ? "? " : "✗ ";
        session.terminal.out().println(mark + answer.path("explanation").asString(finding));
        ObjectNode rest = (ObjectNode) answer.deepCopy();
        rest.remove(List.of("finding", "explanation", "differences"));
        Table table = new Table();
        for (JsonNode difference : answer.path("differences")) {
            table.row(
                    difference.path("pointer").asString(""),
                    session.texts()
                            .get("verify.recorded", difference.path("recorded").asString("-")),
                    session.texts()
                            .get(
                                    "verify.presented",
                                    difference.path("presented").asString("-")));
        }
        table.print(session.terminal.out(), "  ");
        RecordPrinter.printValues(session, rest, "  ");
    }
}
