package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.util.TestSocketUtils;
import org.tradeseal.gateway.Gateway;
import org.tradeseal.gateway.signature.SampleSigner;

/**
 * A gateway in a process of its own whose heap is small and which ends at once where memory ends: what many callers send
 * at a time is bounded, and who is refused is told when to come again.
 */
class LimitsTest {
    private static final int PORT = TestSocketUtils.findAvailableTcpPort();
    private static final int MIB = 1024 * 1024;
    private static final String HEAP = "-Xmx512m";

    @TempDir
    private static Path folder;

    private static Process process;
    private static World world;

    @BeforeAll
    static void start() throws Exception {
        Path trust = Files.createDirectories(folder.resolve("trust"));
        SampleSigner signer = SampleSigner.create(folder.resolve("signer"), "杭州砺华软件有限公司", "NTRCN-91330106MA2AXLH10P");
        Files.copy(folder.resolve("signer/ca.pem"), trust.resolve("sample.pem"));
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:MaxDirectMemorySize=128m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Gateway.class.getName(),
                        "--server.port=" + PORT,
                        "--spring.grpc.server.port=0",
                        "--tradeseal.state-folder=" + folder.resolve("state"),
                        "--tradeseal.trust.folder=" + trust,
                        "--tradeseal.limits.in-flight=160",
                        "--tradeseal.limits.in-flight-per-caller=80",
                        "--tradeseal.limits.body-grace-millis=3000",
                        "--tradeseal.limits.body-bytes-per-second=4096")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Api anybody = new Api("http://127.0.0.1:" + PORT, "", "");
        long end = System.nanoTime() + Duration.ofMinutes(4).toNanos();
        while (!isReady(anybody)) {
            assertThat(process.isAlive() && System.nanoTime() < end)
                    .as(() -> "the gateway starts: " + log())
                    .isTrue();
            Thread.sleep(200);
        }
        world = World.of("http://127.0.0.1:" + PORT, folder.resolve("state"), signer);
    }

    private static boolean isReady(Api anybody) {
        try {
            return anybody.get("/actuator/health/readiness").status() == 200;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, java.util.concurrent.TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    /** Two hundred at a time: documents with one long text, with many elements, and with no end. */
    @Test
    void memoryStaysBoundedUnderTwoHundredUploads() throws Exception {
        long before = world.height();
        List<Api> callers = List.of(world.seller, world.buyer, world.bankA, world.stranger);
        List<byte[]> documents = List.of(attachment(), elements(), new byte[10 * MIB]);
        List<byte[]> parts = documents.stream().map(LimitsTest::part).toList();
        ExecutorService clients = Executors.newFixedThreadPool(200);
        List<Future<Api.Answer>> asked = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Api caller = callers.get(i % callers.size());
            boolean multipart = i % 2 == 0;
            byte[] document = (multipart ? parts : documents).get(i % documents.size());
            asked.add(clients.submit(() -> multipart
                    ? caller.post("/v1/invoices", document, "Content-Type", "multipart/form-data; boundary=b")
                    : caller.post("/v1/invoices/check", document, "Content-Type", "application/xml")));
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Api.Answer> answer : asked) {
            Api.Answer got;
            try {
                got = answer.get();
            } catch (ExecutionException e) {
                // Still sending when the connection of its refusal ended: on a busy machine some are.
                assertThat(e).hasRootCauseInstanceOf(IOException.class);
                continue;
            }
            statuses.add(got.status());
            if (got.status() >= 400) {
                got.isProblem();
            }
            if (got.status() == 429 || got.status() == 503) {
                assertThat(got.header("Retry-After")).isNotBlank();
            }
        }
        clients.shutdown();

        assertThat(process.isAlive()).as(() -> "alive: " + log()).isTrue();
        assertThat(statuses).as("what two hundred got").hasSizeGreaterThan(150).allMatch(s -> s < 500 || s == 503);
        assertThat(statuses).as("some were judged").anyMatch(s -> s == 200 || s == 400);
        assertThat(log()).doesNotContain("OutOfMemoryError");
        assertThat(world.height()).isEqualTo(before);
        world.enterprise("其后", "Afterwards", World.unique("AFTER"));
    }

    // Made once, so that the test itself holds no two hundred of them.
    private static byte[] part(byte[] document) {
        byte[] head =
                World.bytes("--b\r\nContent-Disposition: form-data; name=\"document\"; filename=\"a.xml\"\r\n\r\n");
        byte[] end = World.bytes("\r\n--b--\r\n");
        byte[] all = Arrays.copyOf(head, head.length + document.length + end.length);
        System.arraycopy(document, 0, all, head.length, document.length);
        System.arraycopy(end, 0, all, head.length + document.length, end.length);
        return all;
    }

    // A text of 8 MiB, as an attached file is.
    private static byte[] attachment() {
        String text = "A".repeat(8 * MIB);
        return World.bytes(World.invoice("LH-1").replace("</cbc:ID>", "</cbc:ID><cbc:Note>" + text + "</cbc:Note>"));
    }

    private static byte[] elements() {
        return World.bytes("<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\">"
                + "<a b='1'>x</a>".repeat(390_000) + " ".repeat(4 * MIB) + "</Invoice>");
    }

    @Test
    void aCallerWithTooManyOpenRequestsIsRefusedAndAnotherIsServed() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 81; i++) {
                // Headers and half a body: the request is open until the rest comes.
                open.add(sent(world.buyer, "POST /v1/assets HTTP/1.1", "Content-Length: 100", "{"));
            }
            GatewayStory.eventually("a refusal", () -> {
                Api.Answer answer = world.buyer.get("/v1/ledger");
                answers.add(answer.status() + answer.code() + answer.header("Retry-After"));
                return answer.status() == 429;
            });
            assertThat(answers.get(answers.size() - 1)).isEqualTo("429OVER_QUOTA1");
            world.seller.get("/v1/ledger").is(200);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
        GatewayStory.eventually(
                "the places to be free again",
                () -> world.buyer.get("/v1/ledger").status() == 200);
    }

    @Test
    void aBodyThatComesTooSlowlyIsRefused() throws Exception {
        for (String type : List.of("application/json", "multipart/form-data; boundary=b")) {
            try (Socket socket = sent(
                    world.seller,
                    "POST " + (type.startsWith("multipart") ? "/v1/invoices" : "/v1/assets") + " HTTP/1.1",
                    "Content-Type: " + type + "\r\nContent-Length: 100000",
                    "{")) {
                socket.setSoTimeout(30_000);
                Thread trickle = new Thread(() -> {
                    try {
                        for (int i = 0; i < 200; i++) {
                            socket.getOutputStream().write(' ');
                            socket.getOutputStream().flush();
                            Thread.sleep(100);
                        }
                    } catch (IOException | InterruptedException e) {
                        Thread.currentThread().interrupt(); // the gateway has closed the connection
                    }
                });
                trickle.start();
                byte[] answer = new byte[4096];
                int length = socket.getInputStream().read(answer);
                trickle.interrupt();
                String text = new String(Arrays.copyOf(answer, Math.max(0, length)), StandardCharsets.UTF_8);
                assertThat(text).as(type).startsWith("HTTP/1.1 408").contains("TOO_SLOW");
            }
        }
    }

    private static Socket sent(Api caller, String line, String headers, String body) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), PORT);
        socket.getOutputStream()
                .write((line + "\r\nHost: localhost\r\nAuthorization: Bearer " + caller.secret() + "\r\n" + headers
                                + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return socket;
    }
}
