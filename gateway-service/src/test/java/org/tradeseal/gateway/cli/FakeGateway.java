package org.tradeseal.gateway.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tradeseal.verify.CanonicalJson;
import tools.jackson.databind.JsonNode;

/** An HTTP server on a free port that remembers requests and answers what a test tells it to. */
public final class FakeGateway implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Function<Received, Answer>> answers = new HashMap<>();
    final List<Received> received = new ArrayList<>();

    record Received(String method, String target, Map<String, List<String>> headers, String body) {
        JsonNode json() {
            return CanonicalJson.tree(body.getBytes(StandardCharsets.UTF_8));
        }

        String header(String name) {
            return headers.entrySet().stream()
                    .filter(e -> e.getKey().equalsIgnoreCase(name))
                    .map(e -> e.getValue().get(0))
                    .findFirst()
                    .orElse(null);
        }
    }

    record Answer(int status, String body) {}

    FakeGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    FakeGateway answering(String methodAndPath, int status, String body) {
        return answering(methodAndPath, request -> new Answer(status, body));
    }

    FakeGateway answering(String methodAndPath, Function<Received, Answer> answer) {
        answers.put(methodAndPath, answer);
        return this;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Received last() {
        return received.get(received.size() - 1);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Received request = new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    body);
            received.add(request);
            String key = request.method() + " " + exchange.getRequestURI().getPath();
            Answer answer = answers.getOrDefault(key, r -> new Answer(404, "{\"code\":\"NOT_FOUND\",\"title\":\"t\"}"))
                    .apply(request);
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** What a run of the command line printed, and its exit code. */
    public record Ran(int exitCode, String out, String err) {}

    Ran run(String language, String... args) {
        return runReading("", language, args);
    }

    Ran runReading(String input, String language, String... args) {
        Map<String, String> environment = Map.of(
                "LANG",
                language,
                "TRADESEAL_SERVER",
                address(),
                "TRADESEAL_TOKEN",
                "ts_test",
                "TRADESEAL_STATE",
                "none");
        return run(environment, input, args);
    }

    /** Runs the command line in this process against any gateway. */
    public static Ran run(Map<String, String> environment, String input, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                environment,
                Texts.of(environment),
                false);
        int exitCode = TradeSeal.run(terminal, args);
        return new Ran(exitCode, out.toString(), err.toString());
    }
}
