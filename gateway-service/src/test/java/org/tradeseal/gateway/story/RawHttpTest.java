package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no HTTP library sends: ambiguous lengths, strange lines, headers without end. */
class RawHttpTest extends GatewayStory {
    private static final String SMUGGLED = "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n";

    private Footprint before;

    @BeforeEach
    void count() {
        before = Footprint.of(jdbc);
    }

    @AfterEach
    void nothingWasStored() {
        before.mustBeAll(jdbc);
    }

    static Stream<String> ambiguous() {
        return Stream.of(
                "Content-Length: 2\r\nContent-Length: 48\r\n\r\n{}",
                "Content-Length: 2, 48\r\n\r\n{}",
                "Content-Length: +2\r\n\r\n{}",
                "Content-Length: -1\r\n\r\n{}",
                "Content-Length: 99999999999999999999\r\n\r\n{}",
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nz\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n\r\n",
                "Content-Length: 2\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Idempotency-Key: a\u0000b\r\nContent-Length: 2\r\n\r\n{}",
                "Idempotency-Key: a\rb\r\nContent-Length: 2\r\n\r\n{}",
                "Bad[Name]: x\r\nContent-Length: 2\r\n\r\n{}",
                "Host: other\r\nContent-Length: 2\r\n\r\n{}",
                "X: " + "x".repeat(20_000) + "\r\nContent-Length: 2\r\n\r\n{}",
                "X: x\r\n".repeat(3000) + "Content-Length: 2\r\n\r\n{}");
    }

    @ParameterizedTest
    @MethodSource("ambiguous")
    void anAmbiguousRequestIsRefusedAndNothingAfterItIsRead(String rest) {
        String answer = exchange("POST /v1/assets HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + world.seller.secret() + "\r\nContent-Type: application/json\r\n" + rest + SMUGGLED);

        assertThat(answer).matches(Pattern.compile("HTTP/1\\.1 (4[0-9][0-9]|501) .*", Pattern.DOTALL));
        assertThat(answer).doesNotContain("\"openapi\"");
        assertThat(answer.split("HTTP/1\\.1 ", -1)).as(answer).hasSize(2);
    }

    @Test
    void aStrangeRequestLineIsRefused() {
        for (String line : new String[] {
            "GET /v1/ledger HTTP/9.9",
            "GET /v1/led\u0000ger HTTP/1.1",
            "GET /v1/ledger?q=\"<> HTTP/1.1",
            "G\u00cbT /v1/ledger HTTP/1.1",
            "GET /" + "a".repeat(20_000) + " HTTP/1.1",
            "GET http://other/v1/ledger HTTP/1.1",
            "CONNECT other:443 HTTP/1.1",
            "\u0016\u0003\u0001 HTTP/1.1"
        }) {
            String answer = exchange(line + "\r\nHost: localhost\r\n\r\n");
            assertThat(answer).as(line).matches(Pattern.compile("(HTTP/1\\.1 (4|5)[0-9][0-9] .*)?", Pattern.DOTALL));
        }
    }

    @Test
    void answersToATokenAreKeptByNoCacheAndTakenForNothingElse() {
        for (Api.Answer answer : new Api.Answer[] {
            world.seller.get("/v1/ledger"),
            world.seller.get("/v1/nothing"),
            world.nobody().get("/v1/ledger")
        }) {
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    /** What comes back until the gateway closes the connection, or says nothing more. */
    private String exchange(String request) {
        URI address = URI.create(world.nobody().address(""));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.setSoTimeout(2500);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            StringBuilder answer = new StringBuilder();
            byte[] buffer = new byte[8192];
            try {
                for (int n = socket.getInputStream().read(buffer);
                        n >= 0;
                        n = socket.getInputStream().read(buffer)) {
                    answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                }
            } catch (SocketTimeoutException | java.net.SocketException end) {
                return answer.toString();
            }
            return answer.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
