package org.tradeseal.gateway.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tradeseal.verify.CanonicalJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Checks invoices against their rule sets; records nothing. Exit code 1 if one is invalid. */
@Command
final class InvoiceCheck implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILES", descriptionKey = "FILES", arity = "1..*")
    private List<Path> files = new ArrayList<>();

    InvoiceCheck(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Api api = session.api();
        List<ObjectNode> reports = new ArrayList<>();
        for (Path file : files) {
            ObjectNode report = report(api, file);
            reports.add(report);
            if (!session.json) {
                print(file, report);
            }
        }
        if (session.json) {
            session.printedAsJson(CanonicalJson.toTree(reports));
        }
        return reports.stream().allMatch(r -> r.path("valid").asBoolean(false)) ? TradeSeal.DONE : TradeSeal.REFUSED;
    }

    // A file that is no invoice at all is refused by the gateway; among several it is one invalid file.
    private ObjectNode report(Api api, Path file) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        byte[] bytes = session.bytesOf(file);
        try {
            JsonNode answer = api.post("/v1/invoices/check", Api.Body.bytes(bytes, "application/xml"), Map.of());
            answer.properties().forEach(p -> report.set(p.getKey(), p.getValue()));
        } catch (ApiRefused e) {
            if (e.status() == 401 || e.status() == 403 || e.status() >= 429) {
                throw e;
            }
            report.put("valid", false).set("problem", e.problem());
        }
        report.put("file", file.toString());
        return report;
    }

    private void print(Path file, ObjectNode report) {
        Texts texts = session.texts();
        boolean valid = report.path("valid").asBoolean(false);
        session.terminal
                .out()
                .println((valid ? "✓ " : "✗ ") + texts.get(valid ? "check.valid" : "check.invalid", file) + "  "
                        + report.path("syntax").asString("") + "  "
                        + report.path("profile").asString(""));
        Findings.print(report.path("findings"), texts, session.terminal.out());
        if (report.has("problem")) {
            JsonNode problem = report.path("problem");
            session.terminal
                    .out()
                    .println("  " + problem.path("code").asString("") + "  "
                            + problem.path("detail").asString(""));
        }
    }
}
