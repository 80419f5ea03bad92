package org.tradeseal.gateway.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tradeseal.verify.CanonicalJson;
import tools.jackson.databind.JsonNode;

/** A gateway's REST API as one caller meets it, or anybody with an empty token, while the gateway may be away. */
record Rest(String base, String token) {
    private static final int PAGE = 500;
    private static final Duration ANSWER = Duration.ofMinutes(1);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** What the gateway answered. */
    record Answer(int status, String text) {
        JsonNode json() {
            return CanonicalJson.jsonMapper().readTree(text);
        }

        /** The body of a success. Throws IllegalStateException for anything else. */
        JsonNode successful() {
            if (status / 100 != 2) {
                throw new IllegalStateException(status + " " + text);
            }
            return json();
        }
    }

    Rest as(String otherToken) {
        return new Rest(base, otherToken);
    }

    Answer get(String path) throws IOException {
        return send(request(path).GET().build());
    }

    /** The bytes of a success. Throws IllegalStateException for anything else. */
    byte[] bytes(String path) throws IOException {
        HttpResponse<byte[]> response = exchange(request(path).GET().build());
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(path + " answers " + response.statusCode() + " "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
        return response.body();
    }

    Answer post(String path, Object body, String... headers) throws IOException {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.POST(HttpRequest.BodyPublishers.ofByteArray(CanonicalJson.bytes(body)))
                .build());
    }

    /** The whole feed of changes that this caller may see, from a position on. */
    List<JsonNode> changes(long after) throws IOException {
        List<JsonNode> items = new ArrayList<>();
        long next = after;
        while (true) {
            JsonNode page = get("/v1/changes?limit=" + PAGE + "&after=" + next).successful();
            page.path("items").forEach(items::add);
            if (page.path("items").isEmpty()) {
                return items;
            }
            next = page.path("next").asLong();
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static Answer send(HttpRequest request) throws IOException {
        HttpResponse<byte[]> response = exchange(request);
        return new Answer(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
    }

    private static HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
