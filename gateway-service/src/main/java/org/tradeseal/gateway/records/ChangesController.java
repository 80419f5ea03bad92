package org.tradeseal.gateway.records;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.readmodel.Follower;
import org.tradeseal.gateway.readmodel.RecordQueries;
import org.tradeseal.verify.CanonicalJson;

/** The feed of record changes in ledger order, polled or streamed, limited to what the caller may see. */
@RestController
class ChangesController {
    private static final int STREAM_PAGE = 200;
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final RecordQueries queries;
    private final Follower follower;

    ChangesController(RecordQueries queries, Follower follower) {
        this.queries = queries;
        this.follower = follower;
    }

    @GetMapping(path = "/v1/changes", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] poll(
            Caller caller,
            @RequestParam(defaultValue = "-1") long after,
            @RequestParam(defaultValue = "100") int limit) {
        List<RecordQueries.Placed> changes = queries.changes(caller, after + 1, RecordReading.requireLimit(limit));
        Map<String, Object> answer = new TreeMap<>();
        answer.put("items", changes.stream().map(RecordReading::change).toList());
        answer.put(
                "next",
                changes.isEmpty() ? after : changes.get(changes.size() - 1).leafIndex());
        return CanonicalJson.bytes(answer);
    }

    /** Server-sent events; {@code id} is the position, so that a client goes on where it stopped. */
    @GetMapping(path = "/v1/changes", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    StreamingResponseBody stream(
            Caller caller,
            @RequestParam(defaultValue = "-1") long after,
            @RequestHeader(name = "Last-Event-ID", defaultValue = "-1") long lastEventId,
            HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        long from = Math.max(after, lastEventId) + 1;
        return out -> follow(caller, from, out, response);
    }

    private void follow(Caller caller, long from, OutputStream out, HttpServletResponse response) throws IOException {
        long next = from;
        while (!Thread.currentThread().isInterrupted()) {
            long seen = follower.moves();
            long end = queries.nextLeaf();
            List<RecordQueries.Placed> changes = queries.changes(caller, next, STREAM_PAGE);
            for (RecordQueries.Placed change : changes) {
                write(
                        out,
                        "id: " + change.leafIndex() + "\nevent: change\ndata: ",
                        CanonicalJson.bytes(RecordReading.change(change)));
                next = change.leafIndex() + 1;
            }
            if (changes.size() < STREAM_PAGE) {
                next = Math.max(next, end);
                if (changes.isEmpty()) {
                    write(out, ": ", "waiting".getBytes(StandardCharsets.US_ASCII));
                }
                out.flush();
                response.flushBuffer(); // the stream that a controller is given keeps its flush to itself
                try {
                    follower.awaitMove(seen, HEARTBEAT);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private static void write(OutputStream out, String head, byte[] data) throws IOException {
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(data);
        out.write(new byte[] {'\n', '\n'});
    }
}
