package org.tradeseal.gateway.consortium;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.tradeseal.gateway.readmodel.Follower;
import org.tradeseal.gateway.readmodel.HiddenLeaves;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.StoredRecord;

/**
 * Asks the registrars' gateways for the records behind leaves that the own peer holds no values for, and puts those that
 * are for this organisation to see into its read model.
 */
final class HiddenRecords implements SmartLifecycle, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(HiddenRecords.class);
    private static final int PAGE = 200;
    private static final int AT_A_TIME = 16;
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final HiddenLeaves hidden;
    private final Follower follower;
    private final RegistrarGateways registrars;
    private final ExecutorService callers;
    private final Semaphore free = new Semaphore(AT_A_TIME);
    private @Nullable Thread thread;
    private Duration pause = FIRST_PAUSE;

    HiddenRecords(HiddenLeaves hidden, Follower follower, RegistrarGateways registrars, ExecutorService callers) {
        this.hidden = hidden;
        this.follower = follower;
        this.registrars = registrars;
        this.callers = callers;
    }

    @Override
    public synchronized void start() {
        thread = new Thread(this, "hidden-records");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    @Override
    public void run() {
        try {
            while (isRunning()) {
                long seen = follower.moves();
                if (round()) {
                    pause = FIRST_PAUSE;
                    follower.awaitMove(seen, IDLE);
                } else {
                    Thread.sleep(pause.toMillis());
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Every leaf once, so that one which nobody can show holds up no other. Whether all of them were answered.
    private boolean round() throws InterruptedException {
        boolean all = true;
        long from = 0;
        try {
            while (true) {
                List<HiddenLeaves.Leaf> page = hidden.open(from, PAGE);
                if (page.isEmpty()) {
                    return all;
                }
                boolean answered = ask(page);
                all &= answered;
                from = page.get(page.size() - 1).index() + 1;
            }
        } catch (RuntimeException e) {
            LOG.warn("hidden records wait: {}", e.getClass().getName());
            return false;
        }
    }

    private boolean ask(List<HiddenLeaves.Leaf> page) throws InterruptedException {
        List<Future<Boolean>> answers = new ArrayList<>();
        for (HiddenLeaves.Leaf leaf : page) {
            free.acquire();
            answers.add(callers.submit(() -> {
                try {
                    return ask(leaf);
                } finally {
                    free.release();
                }
            }));
        }
        boolean all = true;
        boolean any = false;
        for (Future<Boolean> answer : answers) {
            boolean answered = isAnswered(answer);
            all &= answered;
            any |= answered;
        }
        if (any) {
            follower.hiddenRecordsCame();
        }
        return all;
    }

    private static boolean isAnswered(Future<Boolean> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            String what = e.getCause() == null ? "?" : e.getCause().getClass().getName();
            LOG.warn("a hidden record waits: {}", what);
            return false;
        }
    }

    private boolean ask(HiddenLeaves.Leaf leaf) {
        Optional<StoredRecord> answer;
        try {
            answer = registrars.find(leaf);
        } catch (Refusal refusal) {
            LOG.debug("leaf {} waits: {}", leaf.index(), refusal.code());
            return false;
        }
        if (answer.isEmpty()) {
            hidden.leaveHidden(leaf);
            return true;
        }
        return hidden.show(leaf, answer.get());
    }
}
