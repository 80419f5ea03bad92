package org.tradeseal.gateway.commands;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;
import org.tradeseal.gateway.access.Admission;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.errors.Problem;
import org.tradeseal.gateway.errors.ProblemHandler;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creation in bulk: one JSON body a line in, one outcome a line out, in order, while the lines still arrive. A line's
 * {@code idempotencyKey} is its own; a bad line spoils no other.
 */
@RestController
class BulkController implements DisposableBean {
    private static final String NDJSON = "application/x-ndjson";
    /** Lines of one request, and of all, that wait for their outcomes: they fill whole transactions. */
    private static final int WINDOW = 1024;

    private static final int WORKERS = 1024;

    private final Commands commands;
    private final Admission admission;
    private final Map<String, LineReader> doors = new TreeMap<>();
    private final ExecutorService workers = workers();

    // A worker waits most of its time for the ledger. Idle ones end.
    private static ExecutorService workers() {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(WORKERS, WORKERS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), r -> {
                    Thread thread = new Thread(r, "bulk");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** How a line becomes a request. */
    private interface LineReader {
        Commands.Request request(Caller caller, ObjectNode line, String idempotencyKey);
    }

    BulkController(
            Commands commands,
            Requests requests,
            Admission admission,
            List<BulkLines> others,
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping)
            throws NoSuchMethodException {
        this.commands = commands;
        this.admission = admission;
        Doors.bulk()
                .forEach((path, command) ->
                        doors.put(path, (caller, line, key) -> requests.of(caller, command, line, key, null)));
        others.forEach(other -> doors.put("/v1/" + other.things() + "/batch", other::request));
        for (String path : doors.keySet()) {
            mapping.registerMapping(
                    RequestMappingInfo.paths(path)
                            .methods(RequestMethod.POST)
                            .consumes(NDJSON)
                            .produces(NDJSON)
                            .options(mapping.getBuilderConfiguration())
                            .build(),
                    this,
                    BulkController.class.getDeclaredMethod("bulk", Caller.class, HttpServletRequest.class));
        }
    }

    ResponseEntity<StreamingResponseBody> bulk(Caller caller, HttpServletRequest http) throws IOException {
        String pattern = String.valueOf(http.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
        LineReader reader = Objects.requireNonNull(doors.get(pattern), pattern);
        String language = ProblemHandler.language(http);
        NdjsonReader lines = new NdjsonReader(http.getInputStream(), admission, caller);
        boolean preview = WriteHeaders.prefersPreview(http);
        Task task = new Task(caller, reader, language, preview);
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().header("Content-Type", NDJSON);
        if (preview) {
            answer.header("Preference-Applied", "preview");
        }
        return answer.body(out -> run(task, lines, out));
    }

    /** What all lines of a request have in common; a preview records nothing. */
    private record Task(Caller caller, LineReader reader, String language, boolean preview) {}

    private void run(Task task, NdjsonReader lines, OutputStream out) throws IOException {
        Deque<Future<byte[]>> window = new ArrayDeque<>();
        NdjsonReader.Line line = lines.next();
        for (int number = 1; line != null; number++) {
            int place = number;
            NdjsonReader.Line read = line;
            if (read.isBlank()) {
                read.room().close();
            } else {
                window.addLast(workers.submit(() -> answered(task, place, read)));
            }
            if (window.size() >= WINDOW) {
                write(out, window.removeFirst());
            }
            line = lines.next();
        }
        while (!window.isEmpty()) {
            write(out, window.removeFirst());
        }
        out.flush();
    }

    private byte[] answered(Task task, int place, NdjsonReader.Line line) {
        try {
            return outcome(task, place, line);
        } finally {
            line.room().close();
        }
    }

    private static void write(OutputStream out, Future<byte[]> outcome) throws IOException {
        try {
            out.write(outcome.get());
            out.write('\n');
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException("a line failed", e.getCause());
        }
    }

    private byte[] outcome(Task task, int number, NdjsonReader.Line line) {
        ObjectNode answer = CanonicalJson.jsonMapper().createObjectNode();
        answer.put("line", number);
        try {
            Refusal unread = line.refusal();
            if (unread != null) {
                throw unread;
            }
            ObjectNode json = Requests.object(line.bytes().toArray());
            JsonNode given = json.remove("idempotencyKey");
            String key = given == null ? commands.newIdempotencyKey() : given.asString("");
            Commands.Request request = task.reader().request(task.caller(), json, key);
            answer.put("idempotencyKey", key);
            if (task.preview()) {
                Commands.Foreseen foreseen = commands.foresee(task.caller(), request);
                answer.put("status", 200);
                answer.put("id", foreseen.record().value());
                answer.put("replayed", foreseen.replayed());
            } else {
                Commands.Written written = commands.execute(task.caller(), request);
                answer.put("status", Answers.status(written).value());
                answer.set("record", Answers.json(written));
            }
        } catch (RuntimeException e) {
            Refusal refusal = Requests.inRequest(ProblemHandler.refusal(e));
            Problem problem = Problem.of(refusal, task.language(), null);
            answer.put("status", problem.status());
            answer.set("problem", CanonicalJson.toTree(problem));
            ObjectNode texts = answer.putObject("texts"); // a report of many lines has more than one reader
            texts.set("detail", CanonicalJson.toTree(refusal.detail()));
            texts.set("remedy", CanonicalJson.toTree(refusal.code().remedy()));
        }
        return CanonicalJson.bytes(answer);
    }

    @Override
    public void destroy() {
        workers.shutdown();
    }
}
