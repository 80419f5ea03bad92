package org.tradeseal.gateway.webhook;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Access;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.readmodel.Follower;
import org.tradeseal.gateway.readmodel.RecordQueries;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import tools.jackson.databind.JsonNode;

/**
 * Walks each webhook along its participant's feed. A message that is not taken is kept and tried again, later each time,
 * until it is a dead letter; the others go on. At least once, in the feed's order but for what is tried again.
 */
@Component
class Sender {
    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final int PAGE = 100;
    private static final int MOST_WAITING = 1000;
    private static final int GONE = 410;
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Webhooks webhooks;
    private final Post post;
    private final Access access;
    private final RecordQueries queries;
    private final Ledger ledger;
    private final Follower follower;
    private final List<Duration> pauses;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Thread clock = new Thread(this::run, "webhooks");
    private final ExecutorService carriers = Executors.newFixedThreadPool(8, task -> {
        Thread thread = new Thread(task, "webhook");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean stopped;

    Sender(
            Webhooks webhooks,
            Post post,
            Access access,
            RecordQueries queries,
            Ledger ledger,
            Follower follower,
            @Value("${tradeseal.webhooks.pauses:5s,30s,5m,30m,2h,5h,10h,24h}") List<Duration> pauses) {
        this.webhooks = webhooks;
        this.post = post;
        this.access = access;
        this.queries = queries;
        this.ledger = ledger;
        this.follower = follower;
        this.pauses = List.copyOf(pauses);
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        clock.setDaemon(true);
        clock.start();
    }

    @PreDestroy
    void stop() {
        stopped = true;
        clock.interrupt();
        carriers.shutdownNow();
    }

    private void run() {
        while (!stopped) {
            try {
                long seen = follower.moves();
                for (Webhooks.Webhook webhook : webhooks.active()) {
                    if (busy.add(webhook.id())) {
                        carriers.execute(() -> carry(webhook));
                    }
                }
                follower.awaitMove(seen, TICK);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!stopped) {
                    LOG.warn("webhooks wait: {}", e.getMessage());
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(TICK.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry(Webhooks.Webhook webhook) {
        try {
            Caller owner = access.standing(webhook.participant());
            URI target = URI.create(webhook.url());
            again(webhook, owner, target);
            goOn(webhook, owner, target);
        } catch (Gone gone) {
            webhooks.stop(webhook.id(), "HTTP " + GONE);
        } catch (Refusal refusal) {
            webhooks.stop(webhook.id(), refusal.code() + ": " + refusal.detail().en());
        } catch (RuntimeException e) {
            if (!stopped) {
                LOG.warn("the webhook {} waits: {}", webhook.id(), e.getMessage());
            }
        } finally {
            busy.remove(webhook.id());
        }
    }

    // What was not taken before. The first that fails again ends the round: the receiver is probably away.
    private void again(Webhooks.Webhook webhook, Caller owner, URI target) {
        for (Webhooks.Delivery late : webhooks.due(webhook.id(), PAGE)) {
            List<RecordQueries.Placed> found = queries.changes(owner, late.position(), 1);
            if (found.isEmpty() || found.get(0).leafIndex() != late.position()) {
                webhooks.taken(webhook.id(), late.position()); // its owner may not see it any more
            } else if (!send(webhook, target, found.get(0), late.attempts())) {
                return;
            }
        }
    }

    private void goOn(Webhooks.Webhook webhook, Caller owner, URI target) {
        long next = webhook.next();
        long waiting = webhook.waiting();
        long end = queries.nextLeaf();
        List<RecordQueries.Placed> changes = queries.changes(owner, next, PAGE);
        for (RecordQueries.Placed change : changes) {
            if (stopped || waiting >= MOST_WAITING) {
                return;
            }
            try {
                if (wants(webhook, change) && !send(webhook, target, change, 0)) {
                    waiting++;
                }
            } finally {
                webhooks.advance(webhook.id(), change.leafIndex() + 1);
            }
        }
        if (changes.size() < PAGE && end > next && changes.stream().noneMatch(c -> c.leafIndex() >= end)) {
            webhooks.advance(webhook.id(), end);
        }
    }

    private static boolean wants(Webhooks.Webhook webhook, RecordQueries.Placed change) {
        return webhook.types().isEmpty()
                || webhook.types().contains(change.record().path("type").asString(""));
    }

    // Whether the message was taken. If not, it is kept for later, or as a dead letter after the last pause.
    private boolean send(Webhooks.Webhook webhook, URI target, RecordQueries.Placed change, int attempts) {
        Message message = message(change);
        String answer;
        int status = 0;
        try {
            status = attempt(webhook, target, message);
            if (status >= 200 && status < 300) {
                webhooks.taken(webhook.id(), message.position());
                return true;
            }
            answer = "HTTP " + status;
        } catch (IOException e) {
            answer = e.getClass().getSimpleName();
        }
        Instant next = attempts >= pauses.size() ? null : Instant.now().plus(varied(pauses.get(attempts)));
        webhooks.failed(
                webhook.id(),
                new Webhooks.Delivery(
                        message.position(), message.record(), message.version(), attempts + 1, answer, next));
        if (status == GONE) {
            throw new Gone();
        }
        return false;
    }

    /** The receiver says that it wants nothing any more. */
    private static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private int attempt(Webhooks.Webhook webhook, URI target, Message message) throws IOException {
        long now = Instant.now().getEpochSecond();
        byte[] body = message.body();
        String signatures = Secrets.signatures(webhooks.secrets(webhook.id()), message.id(), now, body);
        return post.send(
                target,
                Map.of(
                        "webhook-id", message.id(),
                        "webhook-timestamp", String.valueOf(now),
                        "webhook-signature", signatures),
                body);
    }

    private Message message(RecordQueries.Placed change) {
        JsonNode json = change.record();
        RegistryRecord record = CanonicalJson.read(json, RegistryRecord.class);
        return new Message(
                ledger.digest(), change.leafIndex(), record.id(), record.type(), record.version(), record.recordedAt());
    }

    // A tenth more or less, so that many webhooks of one receiver do not come back together.
    private static Duration varied(Duration pause) {
        long millis = pause.toMillis();
        return Duration.ofMillis(
                millis + (long) (millis * (ThreadLocalRandom.current().nextDouble() - 0.5) / 5));
    }
}
