package org.tradeseal.gateway.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.CanonicalJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The feed of record changes: once, or until interrupted. With {@code --json} one change a line. */
@Command
final class Changes implements Callable<Integer> {
    private static final long PAUSE_MILLIS = 1000;
    private static final int PAGE = 200;

    private final Session session;

    @Option(names = "--follow")
    private boolean follow;

    @Option(names = "--after", paramLabel = "N")
    private @Nullable Long after;

    @Option(names = "--limit", paramLabel = "N")
    private @Nullable Integer limit;

    Changes(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        Api api = session.api();
        Long position = after;
        while (true) {
            String from = position == null ? "" : "&after=" + position;
            JsonNode page = api.get("/v1/changes?limit=" + (limit == null ? PAGE : limit) + from);
            JsonNode items = page.path("items");
            for (JsonNode item : items) {
                print(item);
                position = item.path("position").path("leafIndex").asLong(0);
            }
            if (!follow) {
                return TradeSeal.DONE;
            }
            session.terminal.out().flush();
            if (items.isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }

    private void print(JsonNode change) {
        if (session.json) {
            session.terminal.out().println(CanonicalJson.jsonMapper().writeValueAsString(change));
            return;
        }
        JsonNode record = change.path("record");
        session.terminal
                .out()
                .println(String.join(
                        "  ",
                        change.path("index").asString(""),
                        record.path("recordedAt").asString(""),
                        record.path("id").asString(""),
                        session.texts()
                                .get("record.version", record.path("version").asInt(0)),
                        record.path("content").path("status").asString("")));
    }
}
