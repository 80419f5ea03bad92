package org.tradeseal.gateway.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import tools.jackson.databind.JsonNode;

/**
 * The gateway's REST API as the load generator uses it. The JDK's old HTTP client keeps one connection a caller and costs
 * a fraction of the new one's processor time, which counts where both share a machine.
 */
final class RestClient {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 120_000;

    static {
        System.setProperty("http.maxConnections", "2000"); // idle connections that are kept
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private final String server;
    private final String token;

    RestClient(String server, String token) {
        this.server = server;
        this.token = token;
    }

    RestClient as(String otherToken) {
        return new RestClient(server, otherToken);
    }

    JsonNode get(String path) throws IOException {
        return tree(send("GET", path, Map.of(), null));
    }

    JsonNode post(String path, Object body) throws IOException {
        return tree(send("POST", path, Map.of("Content-Type", "application/json"), CanonicalJson.bytes(body)));
    }

    /** Files one record; it is acknowledged once it is committed. */
    Filer.Filed file(String path, byte[] body, @Nullable String idempotencyKey) throws IOException {
        Map<String, String> headers = idempotencyKey == null
                ? Map.of("Content-Type", "application/json")
                : Map.of("Content-Type", "application/json", "Idempotency-Key", idempotencyKey);
        return filed(1, tree(send("POST", path, headers, body)));
    }

    /** Files a record a line. Throws IllegalStateException if one of them was refused. */
    Filer.Filed fileAll(String path, byte[] lines) throws IOException {
        byte[] answer = send("POST", path, Map.of("Content-Type", "application/x-ndjson"), lines);
        List<JsonNode> outcomes = new String(answer, StandardCharsets.UTF_8)
                .lines()
                .map(line -> tree(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
        for (JsonNode outcome : outcomes) {
            if (outcome.path("status").asInt(0) != HttpURLConnection.HTTP_CREATED) {
                throw new IllegalStateException(outcome.toString());
            }
        }
        // Lines of one request may be carried by several transactions, and the last line by the first of them.
        long lastBlock = outcomes.stream()
                .mapToLong(o -> filed(1, o.path("record")).block())
                .max()
                .orElse(0);
        Filer.Filed last =
                filed(outcomes.size(), outcomes.get(outcomes.size() - 1).path("record"));
        return new Filer.Filed(last.records(), last.sample(), lastBlock);
    }

    private static Filer.Filed filed(int records, JsonNode record) {
        return new Filer.Filed(
                records,
                new RecordId(record.path("id").asString("")),
                record.at("/position/block").asLong(0));
    }

    byte[] send(String method, String path, Map<String, String> headers, byte @Nullable [] body) throws IOException {
        HttpURLConnection http =
                (HttpURLConnection) URI.create(server + path).toURL().openConnection();
        http.setConnectTimeout(CONNECT_MILLIS);
        http.setReadTimeout(READ_MILLIS);
        http.setRequestMethod(method);
        http.setRequestProperty("Authorization", "Bearer " + token);
        headers.forEach(http::setRequestProperty);
        if (body != null) {
            http.setDoOutput(true);
            http.setFixedLengthStreamingMode(body.length);
            http.getOutputStream().write(body);
        }
        int status = http.getResponseCode();
        try (InputStream in = status < 400 ? http.getInputStream() : http.getErrorStream()) {
            byte[] answer = in == null ? new byte[0] : in.readAllBytes();
            if (status >= 400) {
                throw new IllegalStateException(
                        path + ": " + status + " " + new String(answer, StandardCharsets.UTF_8));
            }
            return answer;
        }
    }

    private static JsonNode tree(byte[] json) {
        return CanonicalJson.jsonMapper().readTree(json);
    }
}
