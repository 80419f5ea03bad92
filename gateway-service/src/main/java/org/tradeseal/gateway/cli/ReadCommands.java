package org.tradeseal.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.RecordId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The commands that only read. */
final class ReadCommands {
    private ReadCommands() {}

    /** One record, its newest version. */
    @Command
    static final class Show implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "ID", descriptionKey = "ID")
        private String id = "";

        Show(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            RecordPrinter.print(session, session.api().get("/v1/records/" + new RecordId(id)));
            return TradeSeal.DONE;
        }
    }

    /** All versions of a record. */
    @Command
    static final class History implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "ID", descriptionKey = "ID")
        private String id = "";

        History(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            JsonNode answer = session.api().get("/v1/records/" + new RecordId(id) + "/history");
            if (!session.printedAsJson(answer)) {
                RecordPrinter.printList(session, answer.path("items"));
            }
            return TradeSeal.DONE;
        }
    }

    /** A page of records. */
    @Command
    static final class ListThings implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "THINGS", descriptionKey = "THINGS")
        private String things = "";

        @Option(names = "--filter", paramLabel = "NAME=VALUE")
        private Map<String, String> filters = new LinkedHashMap<>();

        @Option(names = "--limit", paramLabel = "N")
        private @Nullable Integer limit;

        @Option(names = "--cursor", paramLabel = "CURSOR")
        private @Nullable String cursor;

        ListThings(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            Map<String, String> query = new LinkedHashMap<>(filters);
            if (limit != null) {
                query.put("limit", limit.toString());
            }
            if (cursor != null) {
                query.put("cursor", cursor);
            }
            JsonNode answer = session.api().get("/v1/" + Api.encoded(things) + query(query));
            if (!session.printedAsJson(answer)) {
                RecordPrinter.printList(session, answer.path("items"));
                String next = answer.path("next").asString("");
                if (!next.isEmpty()) {
                    session.terminal.out().println(session.texts().get("list.next", next));
                }
            }
            return TradeSeal.DONE;
        }
    }

    static String query(Map<String, String> parameters) {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
                .append(Api.encoded(name))
                .append('=')
                .append(Api.encoded(value)));
        return query.toString();
    }

    /** What waits for the caller. */
    @Command
    static final class Work implements Callable<Integer> {
        private final Session session;

        Work(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            JsonNode answer = session.api().get("/v1/work");
            if (!session.printedAsJson(answer)) {
                WorkPrinter.print(session, answer.path("items"));
            }
            return TradeSeal.DONE;
        }
    }

    /** The check of the whole ledger, for the regulator. */
    @Command
    static final class Audit implements Callable<Integer> {
        private final Session session;

        Audit(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            JsonNode answer = session.api().getPatiently("/v1/audit");
            if (!session.printedAsJson(answer)) {
                RecordPrinter.printValues(session, answer, "");
            }
            return answer.path("whole").asBoolean(false) ? TradeSeal.DONE : TradeSeal.REFUSED;
        }
    }

    /** Which ledger the gateway writes to, and who is on it. */
    @Command
    static final class Ledger implements Callable<Integer> {
        private final Session session;

        Ledger(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            JsonNode answer = session.api().get("/v1/ledger");
            if (!session.printedAsJson(answer)) {
                print(answer);
            }
            return TradeSeal.DONE;
        }

        private void print(JsonNode answer) {
            ObjectNode rest = (ObjectNode) answer.deepCopy();
            JsonNode founders = rest.remove("founders");
            RecordPrinter.printValues(session, rest, "");
            Texts texts = session.texts();
            Table table = new Table()
                    .row(texts.get("ledger.founder"), texts.get("list.id"), texts.get("ledger.organisation"));
            if (founders != null) {
                founders.forEach(f -> table.row(
                        f.path("name").asString(""),
                        f.path("id").asString(""),
                        f.path("organisation").asString("")));
            }
            session.terminal.out().println();
            table.print(session.terminal.out(), "");
        }
    }

    /** The document of an invoice, for its recipients. */
    @Command
    static final class InvoiceDocument implements Callable<Integer> {
        private final Session session;

        @Parameters(index = "0", paramLabel = "ID", descriptionKey = "ID")
        private String id = "";

        @Parameters(index = "1", paramLabel = "FILE", descriptionKey = "FILE")
        private Path file = Path.of("-");

        InvoiceDocument(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() throws IOException {
            byte[] document = session.api().download("/v1/invoices/" + new RecordId(id) + "/document");
            Files.write(file, document);
            session.terminal.out().println(session.texts().get("file.written", file, document.length));
            return TradeSeal.DONE;
        }
    }
}
