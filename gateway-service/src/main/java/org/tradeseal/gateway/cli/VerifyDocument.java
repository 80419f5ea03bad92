package org.tradeseal.gateway.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.RecordId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Asks what the registry knows of a document's bytes. */
@Command
final class VerifyDocument implements Callable<Integer> {
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
            RecordPrinter.printValues(session, answer, "");
        }
        return TradeSeal.DONE;
    }
}
