package org.tradeseal.gateway.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.CanonicalJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** One caller's view of a gateway's REST API. Throws {@link ApiRefused} and {@link Unreachable}. */
final class Api {
    static final String JSON = "application/json";

    private static final String NDJSON = "application/x-ndjson";
    private static final Duration BULK_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration CHECK_TIMEOUT = Duration.ofHours(6);

    private final HttpClient http;
    private final String server;
    private final @Nullable String token;
    private final String language;

    private Api(HttpClient http, String server, @Nullable String token, String language) {
        this.http = http;
        this.server = server;
        this.token = token;
        this.language = language;
    }

    /** Speaks to a server, as the participant of the token, asking for texts in {@code zh} or {@code en}. */
    static Api of(String server, @Nullable String token, String language) {
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        String base = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
        return new Api(http, base, token, language);
    }

    /** The server's address, without a slash at its end. */
    String address() {
        return server;
    }

    /** The same server for another caller. */
    Api as(String otherToken) {
        return new Api(http, server, otherToken, language);
    }

    /** A request body with its media type. */
    record Body(HttpRequest.BodyPublisher publisher, String mediaType) {
        static Body json(Object value) {
            return new Body(HttpRequest.BodyPublishers.ofByteArray(CanonicalJson.bytes(value)), JSON);
        }

        static Body bytes(byte[] content, String mediaType) {
            return new Body(HttpRequest.BodyPublishers.ofByteArray(content), mediaType);
        }
    }

    JsonNode get(String path) {
        return json(send(request(path).GET()));
    }

    /** Asks for what takes as long as the ledger is. */
    JsonNode getPatiently(String path) {
        return json(send(request(path).timeout(CHECK_TIMEOUT).GET()));
    }

    byte[] download(String path) {
        return send(request(path).setHeader("Accept", "*/*").GET()).body();
    }

    /** The file that a gateway makes of a request. */
    byte[] download(String path, Object value) {
        Body body = Body.json(value);
        return send(request(path)
                        .setHeader("Accept", "*/*")
                        .header("Content-Type", body.mediaType())
                        .POST(body.publisher()))
                .body();
    }

    JsonNode post(String path, Object value) {
        return post(path, Body.json(value), Map.of());
    }

    JsonNode post(String path, Body body, Map<String, String> headers) {
        HttpRequest.Builder request = request(path).header("Content-Type", body.mediaType());
        headers.forEach(request::setHeader);
        return json(send(request.POST(body.publisher())));
    }

    /** Posts JSON lines and gives the answer's, in order. */
    List<JsonNode> postLines(String path, byte[] lines, Map<String, String> headers) {
        HttpRequest.Builder request = request(path).header("Content-Type", NDJSON);
        request.setHeader("Accept", NDJSON + ", application/problem+json");
        headers.forEach(request::setHeader);
        byte[] answer = send(request.timeout(BULK_TIMEOUT).POST(HttpRequest.BodyPublishers.ofByteArray(lines)))
                .body();
        return new String(answer, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> tree(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(server + path));
        } catch (IllegalArgumentException e) {
            throw new Misuse(server + path + ": " + e.getMessage());
        }
        request.timeout(Duration.ofMinutes(2))
                .header("Accept", JSON + ", application/problem+json")
                .header("Accept-Language", language);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        HttpResponse<byte[]> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable(server, new InterruptedIOException());
        } catch (IOException e) {
            throw new Unreachable(server, e);
        }
        if (response.statusCode() >= 400) {
            throw new ApiRefused(response.statusCode(), tree(response.body()));
        }
        return response;
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        return tree(response.body());
    }

    // Something between us and the gateway may answer in another form: that is shown, not lost.
    private static JsonNode tree(byte[] body) {
        if (body.length > 0) {
            try {
                return CanonicalJson.jsonMapper().readTree(body);
            } catch (JacksonException e) {
                String text = new String(body, StandardCharsets.UTF_8);
                return CanonicalJson.toTree(Map.of("detail", text.substring(0, Math.min(text.length(), 500))));
            }
        }
        return CanonicalJson.toTree(Map.of());
    }

    /** A value as a part of a path or query. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
