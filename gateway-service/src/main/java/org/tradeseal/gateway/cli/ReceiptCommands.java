package org.tradeseal.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.Receipt;
import org.tradeseal.verify.RecordId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Proofs to take away: receipts, the trust file they are checked with, statements about the latest version. */
final class ReceiptCommands {
    private ReceiptCommands() {}

    /** Saves the receipt of a record. */
    @Command
    static final class Save implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "ID", descriptionKey = "ID")
        private String id = "";

        @Option(names = "--version", paramLabel = "N", descriptionKey = "receipt-version")
        private @Nullable Integer version;

        @Option(names = "--status", descriptionKey = "receipt-status")
        private boolean status;

        @Option(names = "--output", paramLabel = "FILE", descriptionKey = "receipt-output")
        private @Nullable Path output;

        Save(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws IOException {
            RecordId record = new RecordId(id);
            Map<String, String> query = new LinkedHashMap<>();
            if (version != null) {
                query.put("version", version.toString());
            }
            if (status) {
                query.put("status", "true");
            }
            byte[] receipt = session.api().download("/v1/records/" + record + "/receipt" + ReadCommands.query(query));
            int made = Receipt.read(receipt).record().version();
            Path file = output == null ? Path.of(record + "-v" + made + Receipt.FILE_ENDING) : output;
            Files.write(file, receipt);
            session.terminal.out().println(session.texts().get("file.written", file, receipt.length));
            session.terminal.out().println(session.texts().get("receipt.next", file));
            return TradeSeal.DONE;
        }
    }

    /** Saves whom to trust: the organisations' keys. */
    @Command
    static final class Trust implements Callable<Integer> {
        private final Session session;

        @Option(names = "--output", paramLabel = "FILE", descriptionKey = "receipt-output")
        private Path output = Path.of("trust.json");

        Trust(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws IOException {
            byte[] trust = session.api().download("/log/trust");
            Files.write(output, trust);
            session.terminal.out().println(session.texts().get("file.written", output, trust.length));
            session.terminal.out().println(session.texts().get("trust.compare"));
            return TradeSeal.DONE;
        }
    }

    /** What the organisations say is the latest version. */
    @Command
    static final class Status implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "ID", descriptionKey = "ID")
        private String id = "";

        Status(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            JsonNode answer = session.api().get("/v1/records/" + new RecordId(id) + "/status");
            if (!session.printedAsJson(answer)) {
                Table table = new Table();
                for (JsonNode signed : answer.path("statements")) {
                    JsonNode statement = signed.path("statement");
                    table.row(
                            statement.path("signer").asString(""),
                            statement.path("absent").asBoolean(false)
                                    ? session.texts().get("status.absent")
                                    : session.texts()
                                            .get(
                                                    "status.version",
                                                    statement.path("version").asInt(0)),
                            session.texts()
                                    .get(
                                            "status.size",
                                            String.valueOf(
                                                    statement.path("size").asLong(0))),
                            statement.path("issuedAt").asString(""));
                }
                table.print(session.terminal.out(), "");
                session.terminal
                        .out()
                        .println(session.texts()
                                .get(
                                        "status.k",
                                        answer.path("statements").size(),
                                        answer.path("k").asInt(0)));
            }
            return answer.path("statements").size() >= answer.path("k").asInt(1) ? TradeSeal.DONE : TradeSeal.REFUSED;
        }
    }
}
