package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.verify.CanonicalJson;
import tools.jackson.databind.JsonNode;

/** The gateway's REST API as one caller meets it. Every answer is kept, so that a test can search all of them. */
final class Api {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private static final String BOUNDARY = "----tradeseal-story";

    private final String base;
    private final String token;
    private final String participant;
    private final Queue<Answer> heard = new ConcurrentLinkedQueue<>();

    Api(String base, String token, String participant) {
        this.base = base;
        this.token = token;
        this.participant = participant;
    }

    String participant() {
        return participant;
    }

    String address(String path) {
        return base + path;
    }

    String secret() {
        return token;
    }

    /** Every answer this caller got. */
    List<Answer> heard() {
        return List.copyOf(heard);
    }

    Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    /** Posts JSON, given as text, bytes or anything that becomes JSON. */
    Answer post(String path, Object body, String... headers) {
        byte[] bytes = body instanceof byte[] raw
                ? raw
                : body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : CanonicalJson.bytes(body);
        HttpRequest.Builder request = request(path, headers);
        if (!List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        return send(request.POST(HttpRequest.BodyPublishers.ofByteArray(bytes)));
    }

    Answer method(String method, String path, String... headers) {
        return send(request(path, headers).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    Answer multipart(String path, List<Part> parts, String... headers) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Part part : parts) {
            body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + part.name() + "\""
                            + (part.file() == null ? "" : "; filename=\"" + part.file() + "\"") + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(part.content().toArray());
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return send(request(path, headers)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(90));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpRequest built = request.build();
            HttpResponse<byte[]> response = HTTP.send(built, HttpResponse.BodyHandlers.ofByteArray());
            Answer answer = new Answer(
                    built.method() + " " + built.uri().getRawPath(),
                    response.statusCode(),
                    response.headers(),
                    Bytes.of(response.body()));
            heard.add(answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A part of a multipart request; a file, or a plain value where {@code file} is null. */
    record Part(String name, String file, Bytes content) {
        static Part file(String name, byte[] content) {
            return new Part(name, name + ".bin", Bytes.of(content));
        }

        static Part value(String name, String value) {
            return new Part(name, null, Bytes.of(value.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** What the gateway answered. */
    record Answer(String request, int status, HttpHeaders headers, Bytes body) {
        byte[] bytes() {
            return body.toArray();
        }

        String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return CanonicalJson.jsonMapper().readTree(bytes());
        }

        String id() {
            return json().path("id").asString("");
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        String code() {
            return json().path("code").asString("");
        }

        /** The answer itself, if it has this status. */
        Answer is(int expected) {
            assertThat(status).as("%s: %s", request, text()).isEqualTo(expected);
            return this;
        }

        /** The answer itself, if it is a complete problem with this status and code. */
        Answer refuses(int expected, String code) {
            isProblem(expected);
            assertThat(code()).as("%s: %s", request, text()).isEqualTo(code);
            return this;
        }

        /** The answer itself, if it is a complete problem (RFC 9457) with this status. */
        Answer isProblem(int expected) {
            is(expected);
            isProblem();
            return this;
        }

        Answer isProblem() {
            assertThat(header("Content-Type")).as("%s: %s", request, text()).startsWith("application/problem+json");
            for (String member : List.of("type", "code", "title", "detail", "remedy")) {
                assertThat(json().path(member).asString(""))
                        .as("%s of %s: %s", member, request, text())
                        .isNotBlank();
            }
            assertThat(json().path("status").asInt()).isEqualTo(status);
            return this;
        }
    }
}
