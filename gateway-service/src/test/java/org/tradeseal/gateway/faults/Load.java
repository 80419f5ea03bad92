package org.tradeseal.gateway.faults;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.tradeseal.verify.Sha256;

/**
 * Callers that file small works through a gateway, one after the other, each under a key of its own. What fails for a
 * reason that may pass is repeated with the same key until it is answered; every acknowledgement goes to a file.
 */
final class Load {
    /** Who made the works; no asset is published. */
    private static final String CREATOR = "沈立华";

    private static final int CALLERS = 4;
    private static final Duration AGAIN = Duration.ofMillis(300);
    private static final Duration BETWEEN = Duration.ofMillis(50);
    private static final Duration DRAIN = Duration.ofMinutes(3);
    // Refusals that a caller may meet when peers or others move: the same request is welcome again.
    private static final Set<String> PASSING = Set.of("READ_CONFLICT", "BATCH_RETRY", "OVER_QUOTA");

    private static final Duration ADMITTED = Duration.ofMinutes(1);
    static final Map<String, Object> ADMISSION = Map.of(
            "name", Map.of("zh", "故障试验企业", "en", "Fault trial enterprise"),
            "organisation", "OperatorMSP",
            "country", "CN",
            "roles", List.of("ENTERPRISE"),
            "identifiers", List.of(),
            "keys", List.of(),
            "custody", "HOST");

    private final Rest gateway;
    private final boolean keyed;
    private final String participant;
    private final String run;
    private final Path file;
    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> repeated = new ConcurrentHashMap<>();
    private final List<Thread> callers = new ArrayList<>();
    private final AtomicInteger number = new AtomicInteger();
    private volatile boolean ended;
    private volatile long drainEndsNanos =
            System.nanoTime() + Duration.ofHours(12).toNanos();

    private Load(Rest gateway, boolean keyed, String participant, String run, Path file) {
        this.gateway = gateway;
        this.keyed = keyed;
        this.participant = participant;
        this.run = run;
        this.file = file;
    }

    /** The load of a new enterprise through the mishap's door; all its keys begin with the run. The regulator admits it, and the operator hosts it. */
    static Load of(Registry registry, Mishap mishap, String run, Path file) throws IOException {
        Rest operator = registry.operator();
        String participant = registry.regulator()
                .post("/v1/participants", ADMISSION)
                .successful()
                .path("id")
                .asString("");
        // The operator's peer is behind by a moment.
        String token = Waiting.until("a token at the operator's gateway", ADMITTED, () -> {
            try {
                Rest.Answer answer = operator.post("/v1/tokens", Map.of("participant", participant, "label", "faults"));
                return answer.status() == HttpURLConnection.HTTP_NOT_FOUND
                        ? Optional.empty()
                        : Optional.of(answer.successful().path("secret").asString(""));
            } catch (IOException e) {
                return Optional.empty(); // it is on its way back
            }
        });
        return new Load(mishap.door(operator.as(token)), true, participant, run, file);
    }

    /** The same load without idempotency keys: the control of whatever rests on them. */
    Load withoutKeys() {
        return new Load(gateway, false, participant, run, file);
    }

    void start() {
        for (int i = 0; i < CALLERS; i++) {
            Thread caller = new Thread(this::run, "load-" + i);
            caller.setDaemon(true);
            callers.add(caller);
            caller.start();
        }
    }

    private void run() {
        while (!ended) {
            String key = run + "-" + number.incrementAndGet();
            used.add(key);
            file(key);
            Waiting.pause(BETWEEN);
        }
    }

    private void file(String key) {
        Map<String, Object> body = body(key);
        long asked = System.nanoTime();
        while (System.nanoTime() - drainEndsNanos < 0) {
            try {
                Rest.Answer answer = keyed
                        ? gateway.post("/v1/assets", body, "Idempotency-Key", key)
                        : gateway.post("/v1/assets", body);
                if (answer.status() / 100 == 2) {
                    tell(new Acknowledged(key, answer.json().path("id").asString(""), asked, System.nanoTime()));
                    return;
                }
                if (!passes(answer)) {
                    refused.add(key + ": " + answer.status() + " " + answer.text());
                    return;
                }
                repeated.merge(String.valueOf(answer.status()), 1, Integer::sum);
            } catch (IOException e) {
                repeated.merge("no answer", 1, Integer::sum);
            }
            Waiting.pause(AGAIN);
        }
    }

    private static boolean passes(Rest.Answer answer) {
        return answer.status() >= 500
                || PASSING.contains(answer.json().path("code").asString(""));
    }

    private synchronized void tell(Acknowledged one) throws IOException {
        Files.writeString(
                file,
                one.id() + " " + one.key() + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        acknowledged.add(one);
    }

    private Map<String, Object> body(String key) {
        return Map.of(
                "assetClass",
                "WORK",
                "jurisdiction",
                "CN",
                "registrants",
                List.of(Map.of("participant", participant, "share", "1")),
                "creators",
                List.of(Map.of("zh", CREATOR)),
                "nature",
                "ORIGINAL",
                "details",
                Map.of("work", Map.of("category", "WRITTEN", "ownership", "CORPORATE", "createdOn", "2026-02-14")),
                // Nobody holds this content: no delivery follows.
                "privateContent",
                Map.of(
                        "fields",
                        Map.of("root", digest("root " + key), "count", 1, "schema", "asset/file/1"),
                        "payload",
                        digest("payload " + key),
                        "recipients",
                        List.of("IpCentreMSP"),
                        "delivered",
                        List.of()),
                "title",
                Map.of("en", key));
    }

    private static String digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }

    /** Waits until so many writes that were asked for after a moment are acknowledged. */
    void awaitAcknowledged(int count, long afterNanos, Duration atMost) {
        Waiting.until(
                count + " acknowledged writes; so far " + this,
                atMost,
                () -> acknowledged.stream()
                                        .filter(a -> a.askedAtNanos() > afterNanos)
                                        .count()
                                >= count
                        ? Optional.of(count)
                        : Optional.empty());
    }

    /** Ends the load; every write that was begun is repeated until its outcome is told. */
    void end() throws InterruptedException {
        drainEndsNanos = System.nanoTime() + DRAIN.toNanos();
        ended = true;
        for (Thread caller : callers) {
            caller.join(2 * DRAIN.toMillis());
        }
    }

    List<Acknowledged> acknowledged() {
        return List.copyOf(acknowledged);
    }

    Set<String> used() {
        return Set.copyOf(used);
    }

    /** How often a call was repeated after this status. */
    int repeatedAfter(String status) {
        return repeated.getOrDefault(status, 0);
    }

    /** What no log may hold. */
    List<String> canaries() {
        return List.of(gateway.token(), CREATOR);
    }

    /** Answers that no fault excuses. */
    List<String> refused() {
        return List.copyOf(refused);
    }

    /** The key that a record's title carries, if it is of this load. */
    String keyOf(String title) {
        return title.startsWith(run + "-") ? title : "";
    }

    @Override
    public String toString() {
        return acknowledged.size() + " acknowledged, repeated after " + repeated;
    }
}
