package org.tradeseal.gateway.commands;

import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
import org.jspecify.annotations.Nullable;
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
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
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
    private static final int MAX_LINE_BYTES = 16 * 1024 * 1024;

    /** Lines of one request, and of all, that wait for their outcomes: they fill whole transactions. */
    private static final int WINDOW = 1024;

    private static final int WORKERS = 1024;

    /** A line is held as bytes, as text, as what it says, and on its way to the ledger. */
    private static final int COPIES = 8;

    private static final int FIRST_BYTES = 2 * 1024;

    /** A stream waits so long for the memory of its next line: others, and its own earlier ones, end meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

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
        InputStream in = new BufferedInputStream(http.getInputStream(), 64 * 1024);
        boolean preview = WriteHeaders.prefersPreview(http);
        Task task = new Task(caller, reader, language, preview);
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().header("Content-Type", NDJSON);
        if (preview) {
            answer.header("Preference-Applied", "preview");
        }
        return answer.body(out -> run(task, in, out));
    }

    /** What all lines of a request have in common; a preview records nothing. */
    private record Task(Caller caller, LineReader reader, String language, boolean preview) {}

    private void run(Task task, InputStream in, OutputStream out) throws IOException {
        Deque<Future<byte[]>> window = new ArrayDeque<>();
        Line line = readLine(in, task.caller());
        for (int number = 1; line != null; number++) {
            int place = number;
            Line read = line;
            if (read.isBlank()) {
                read.room().close();
            } else {
                window.addLast(workers.submit(() -> answered(task, place, read)));
            }
            if (window.size() >= WINDOW) {
                write(out, window.removeFirst());
            }
            line = readLine(in, task.caller());
        }
        while (!window.isEmpty()) {
            write(out, window.removeFirst());
        }
        out.flush();
    }

    private byte[] answered(Task task, int place, Line line) {
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

    private byte[] outcome(Task task, int number, Line line) {
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

    /** A line with the memory set aside for it, or why it was not read. */
    private record Line(
            Bytes bytes, Admission.Room room, @Nullable Refusal refusal) {
        boolean isBlank() {
            return refusal == null && new String(bytes.toArray(), StandardCharsets.UTF_8).isBlank();
        }
    }

    // A line over a limit is cut there and read to its end, so that the next line is found.
    private @Nullable Line readLine(InputStream in, Caller caller) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        if (b < 0) {
            return null;
        }
        Admission.Room room = admission.room(caller);
        int setAside = FIRST_BYTES;
        Refusal refusal = grown(room, setAside);
        while (b >= 0 && b != '\n') {
            if (refusal == null) {
                line.write(b);
                if (line.size() > setAside) {
                    refusal = grown(room, setAside);
                    setAside *= 2;
                }
                if (line.size() > MAX_LINE_BYTES) {
                    refusal = new Refusal(ErrorCode.TOO_LARGE, "The line exceeds 16 MiB.", "该行超过 16 MiB。");
                }
                if (refusal != null) {
                    line = new ByteArrayOutputStream();
                    room.close();
                }
            }
            b = in.read();
        }
        return new Line(Bytes.of(line.toByteArray()), room, refusal);
    }

    private static @Nullable Refusal grown(Admission.Room room, int bytes) {
        try {
            room.grow(COPIES * (long) bytes, PATIENCE);
            return null;
        } catch (Refusal full) {
            return full;
        }
    }

    @Override
    public void destroy() {
        workers.shutdown();
    }
}
