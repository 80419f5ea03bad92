package org.tradeseal.gateway.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/**
 * Payloads on their way to other organisations' gateways: each recipient has threads of its own, so that one that
 * cannot be reached delays no other, and is left alone for longer after each failure.
 */
final class Dispatch {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
    private static final int QUEUE = 1000;
    private static final int AT_A_TIME = 4;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final RecipientGateways gateways;
    private final ConcurrentMap<MspId, ThreadPoolExecutor> threads = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Pause> pauses = new ConcurrentHashMap<>();
    private final Set<String> onItsWay = ConcurrentHashMap.newKeySet();

    Dispatch(RecipientGateways gateways) {
        this.gateways = gateways;
    }

    /** How long a recipient, or one payload for it, is left alone. */
    private record Pause(Duration length, Instant until) {
        static Pause after(Pause earlier) {
            Duration length = earlier.length().multipliedBy(2);
            Duration bounded = length.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : length;
            return new Pause(bounded, Instant.now().plus(bounded));
        }

        static Pause first() {
            return new Pause(FIRST_PAUSE, Instant.now().plus(FIRST_PAUSE));
        }
    }

    /** Sends a payload as soon as its recipient's turn comes; not if it is on its way already, or has to wait. */
    void send(MspId recipient, Payload payload) {
        String what = recipient + " " + payload.record() + " " + payload.digest();
        if (waits(recipient.value()) || waits(what) || !onItsWay.add(what)) {
            return;
        }
        try {
            thread(recipient).execute(() -> attempt(recipient, payload, what));
        } catch (RejectedExecutionException e) {
            onItsWay.remove(what); // it comes again with the next round
        }
    }

    private void attempt(MspId recipient, Payload payload, String what) {
        try {
            if (!waits(recipient.value())) {
                gateways.deliver(recipient, payload);
                pauses.remove(recipient.value());
                pauses.remove(what);
            }
        } catch (Refusal refusal) {
            boolean unreachable = refusal.code() == ErrorCode.UNAVAILABLE;
            pause(unreachable ? recipient.value() : what);
            LOG.warn("delivery of {} to {} waits: {}", payload.record(), recipient, refusal.code());
        } catch (RuntimeException e) {
            pause(what);
            LOG.error("delivery of {} to {} failed", payload.record(), recipient, e);
        } finally {
            onItsWay.remove(what);
        }
    }

    private boolean waits(String what) {
        Pause pause = pauses.get(what);
        return pause != null && Instant.now().isBefore(pause.until());
    }

    private void pause(String what) {
        pauses.merge(what, Pause.first(), (earlier, first) -> Pause.after(earlier));
    }

    private ThreadPoolExecutor thread(MspId recipient) {
        return threads.computeIfAbsent(recipient, r -> {
            ThreadPoolExecutor executor = new ThreadPoolExecutor(
                    AT_A_TIME, AT_A_TIME, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), run -> {
                        Thread thread = new Thread(run, "deliveries-" + r);
                        thread.setDaemon(true);
                        return thread;
                    });
            executor.allowCoreThreadTimeOut(true);
            return executor;
        });
    }

    void stop() {
        threads.values().forEach(ThreadPoolExecutor::shutdownNow);
    }
}
