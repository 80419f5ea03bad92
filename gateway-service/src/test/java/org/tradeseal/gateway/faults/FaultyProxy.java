package org.tradeseal.gateway.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.tradeseal.gateway.ledger.Bytes;

/**
 * Stands between callers and a gateway, and while it misbehaves repeats, delays, reorders and cuts their calls, in an order
 * drawn from a seed.
 */
final class FaultyProxy implements AutoCloseable {
    private static final List<String> PASSED_ON = List.of("Authorization", "Content-Type", "Idempotency-Key");
    private static final int LONGEST_MILLIS = 1500;
    private static final List<Mischief> MISCHIEF = List.of(Mischief.values());

    /** What happens to one call. */
    private enum Mischief {
        NONE,
        TWICE,
        TWICE_AT_ONCE,
        AGAIN_LATER,
        LATE,
        LATE_ANSWER,
        AFTER_THE_NEXT,
        HALF_A_REQUEST,
        NO_ANSWER,
        HALF_AN_ANSWER
    }

    private final URI gateway;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ExecutorService callers = Executors.newCachedThreadPool(run -> {
        Thread thread = new Thread(run, "faulty-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final SplittableRandom random;
    private final AtomicLong forwarded = new AtomicLong();
    private final Map<Mischief, Integer> done = new ConcurrentHashMap<>();
    private volatile boolean misbehaves;

    /** One call as it came. */
    private record Call(String method, URI target, Map<String, String> headers, Bytes body) {}

    FaultyProxy(String gateway, long seed) throws IOException {
        this.gateway = URI.create(gateway);
        this.random = new SplittableRandom(seed);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(callers);
        server.createContext("/", this::handle);
        server.start();
    }

    /** The gateway's address through this proxy. */
    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void misbehave(boolean now) {
        misbehaves = now;
    }

    /** How many calls it misbehaved for. */
    int misbehaved() {
        return done.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String toString() {
        return "calls " + new java.util.TreeMap<>(done);
    }

    private record Draw(Mischief mischief, Duration time) {}

    private Draw draw() {
        synchronized (random) {
            Mischief mischief = misbehaves ? MISCHIEF.get(random.nextInt(MISCHIEF.size())) : Mischief.NONE;
            return new Draw(mischief, Duration.ofMillis(random.nextInt(LONGEST_MILLIS)));
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new ConcurrentHashMap<>();
        for (String name : PASSED_ON) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        Call call = new Call(
                exchange.getRequestMethod(),
                gateway.resolve(exchange.getRequestURI()),
                headers,
                Bytes.of(exchange.getRequestBody().readAllBytes()));
        Draw draw = draw();
        if (misbehaves) {
            done.merge(draw.mischief(), 1, Integer::sum);
        }
        try {
            answer(exchange, call, draw);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        } catch (IOException | RuntimeException e) {
            exchange.close(); // the gateway is away, or the caller: either sees its connection end
        }
    }

    private void answer(HttpExchange exchange, Call call, Draw draw) throws IOException, InterruptedException {
        switch (draw.mischief()) {
            case NONE -> write(exchange, forward(call));
            case TWICE -> {
                forward(call);
                write(exchange, forward(call));
            }
            case TWICE_AT_ONCE -> {
                CompletableFuture<?> other = CompletableFuture.runAsync(() -> forwardUnheard(call), callers);
                write(exchange, forward(call));
                other.join();
            }
            case AGAIN_LATER -> {
                write(exchange, forward(call));
                TimeUnit.MILLISECONDS.sleep(draw.time().toMillis());
                forwardUnheard(call);
            }
            case LATE -> {
                TimeUnit.MILLISECONDS.sleep(draw.time().toMillis());
                write(exchange, forward(call));
            }
            case LATE_ANSWER -> {
                HttpResponse<byte[]> answer = forward(call);
                TimeUnit.MILLISECONDS.sleep(draw.time().toMillis());
                write(exchange, answer);
            }
            case AFTER_THE_NEXT -> {
                awaitAnother();
                write(exchange, forward(call));
            }
            case HALF_A_REQUEST -> {
                forwardHalf(call);
                exchange.close();
            }
            case NO_ANSWER -> {
                forward(call);
                exchange.close();
            }
            case HALF_AN_ANSWER -> {
                byte[] body = forward(call).body();
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body, 0, body.length / 2);
                exchange.getResponseBody().flush();
                exchange.close();
            }
        }
    }

    // Lets a call that came later go first, if one comes.
    private void awaitAnother() throws InterruptedException {
        long seen = forwarded.get();
        for (int waited = 0; waited < LONGEST_MILLIS && forwarded.get() == seen; waited += 20) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private HttpResponse<byte[]> forward(Call call) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.target()).timeout(Duration.ofMinutes(1));
        call.headers().forEach(request::header);
        request.method(
                call.method(),
                HttpRequest.BodyPublishers.ofByteArray(call.body().toArray()));
        HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        forwarded.incrementAndGet();
        return answer;
    }

    private void forwardUnheard(Call call) {
        try {
            forward(call);
        } catch (IOException e) {
            // nobody waits for this one
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forwardHalf(Call call) throws IOException {
        StringBuilder head = new StringBuilder(
                call.method() + " " + call.target().getRawPath() + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: "
                        + call.body().length() + "\r\n");
        call.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.getPort());
                OutputStream out = socket.getOutputStream()) {
            out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            out.write(Arrays.copyOf(call.body().toArray(), call.body().length() / 2));
        }
    }

    private static void write(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        answer.headers()
                .firstValue("Content-Type")
                .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        byte[] body = answer.body();
        exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        callers.shutdownNow();
    }
}
