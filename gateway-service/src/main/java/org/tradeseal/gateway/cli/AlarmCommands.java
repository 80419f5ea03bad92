package org.tradeseal.gateway.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Alarms about the log: what stands open, and the decision of a person. */
final class AlarmCommands {
    private AlarmCommands() {}

    static CommandLine group(Session session) {
        return CommandVerbs.group(session, "alarm")
                .addSubcommand("list", new ListAlarms(session))
                .addSubcommand("decide", new Decide(session));
    }

    /** All alarms; exit code 1 while one is open. */
    @Command
    static final class ListAlarms implements Callable<Integer> {
        private final Session session;

        ListAlarms(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            return print(session, session.api().get("/v1/audit/log-alarms"));
        }
    }

    /** Closes an alarm. */
    @Command
    static final class Decide implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "NUMBER", descriptionKey = "ALARM")
        private long id;

        @Option(names = "--decision", paramLabel = "TEXT", required = true)
        private String decision = "";

        @Option(names = "--go-on-from-here")
        private boolean goOnFromHere;

        Decide(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("decision", decision);
            if (goOnFromHere) {
                body.put("goOnFromHere", true);
            }
            return print(session, session.api().post("/v1/audit/log-alarms/" + id + "/decide", body));
        }
    }

    private static int print(Session session, JsonNode answer) {
        boolean open = false;
        for (JsonNode alarm : answer.path("logAlarms")) {
            open |= !alarm.has("decidedAt");
        }
        if (!session.printedAsJson(answer)) {
            Texts texts = session.texts();
            answer.path("logAlarms").forEach(alarm -> printAlarm(session, alarm));
            session.terminal.out().println(texts.get(open ? "alarm.open" : "alarm.none-open"));
        }
        return open ? TradeSeal.REFUSED : TradeSeal.DONE;
    }

    private static void printAlarm(Session session, JsonNode alarm) {
        Texts texts = session.texts();
        boolean decided = alarm.has("decidedAt");
        session.terminal
                .out()
                .println((decided ? "✓ " : "✗ ") + alarm.path("id") + "  "
                        + alarm.path("at").asString("") + "  "
                        + alarm.path("subject").asString("") + "  "
                        + alarm.path("reason").path(texts.language()).asString(""));
        if (decided) {
            session.terminal
                    .out()
                    .println("    "
                            + texts.get("alarm.decided", alarm.path("decision").asString("")));
        }
    }
}
