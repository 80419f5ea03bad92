package org.tradeseal.gateway.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.RecordId;

/**
 * Callers that file records side by side. In a closed loop each begins anew as soon as it was answered; in an open loop
 * calls are due at fixed times, and latency counts from then, so that a caller who had to wait its turn is seen to wait.
 */
final class Load {
    private static final long SECOND = 1_000_000_000L;
    private static final int SAMPLE_EVERY = 97;

    private final Plan plan;
    private final long start = System.nanoTime();
    private final long from;
    private final long until;
    private final AtomicLong calls = new AtomicLong();
    private final List<Caller> callers = new ArrayList<>();

    /** How the callers behave; {@code callsPerSecond} is 0 for a closed loop. */
    record Plan(int callers, double callsPerSecond, int warmUpSeconds, int seconds) {}

    /**
     * What was measured in the window after the warm-up, and what was acknowledged in all. Latencies are in nanoseconds,
     * ascending.
     */
    record Measured(
            long records,
            double seconds,
            List<Long> latencies,
            Machine.Used used,
            long acknowledged,
            long failures,
            @Nullable String firstFailure,
            List<RecordId> samples,
            long lastBlock) {
        double perSecond() {
            return records / seconds;
        }
    }

    private Load(Plan plan) {
        this.plan = plan;
        this.from = start + plan.warmUpSeconds() * SECOND;
        this.until = from + plan.seconds() * SECOND;
    }

    /** Runs the callers to the end of the window, waits for the calls that are under way, and answers what came of it. */
    static Measured run(Plan plan, IntFunction<Filer> filers, Machine machine) throws InterruptedException {
        Load load = new Load(plan);
        for (int i = 0; i < plan.callers(); i++) {
            Caller caller = load.new Caller(filers.apply(i));
            load.callers.add(caller);
            caller.start();
        }
        sleepUntil(load.from);
        Machine.Reading before = machine.read();
        sleepUntil(load.until);
        Machine.Used used = machine.read().since(before);
        for (Caller caller : load.callers) {
            caller.join();
        }
        return load.measured(used);
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        long left = nanos - System.nanoTime();
        if (left > 0) {
            Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
        }
    }

    private Measured measured(Machine.Used used) {
        List<Long> latencies =
                callers.stream().flatMap(c -> c.latencies.stream()).sorted().toList();
        return new Measured(
                callers.stream().mapToLong(c -> c.inWindow).sum(),
                plan.seconds(),
                latencies,
                used,
                callers.stream().mapToLong(c -> c.acknowledged).sum(),
                callers.stream().mapToLong(c -> c.failures).sum(),
                callers.stream()
                        .map(c -> c.firstFailure)
                        .filter(f -> f != null)
                        .findFirst()
                        .orElse(null),
                callers.stream().flatMap(c -> c.samples.stream()).toList(),
                callers.stream().mapToLong(c -> c.lastBlock).max().orElse(0));
    }

    /** One caller; its counts are read once it has ended. */
    private final class Caller extends Thread {
        private final Filer filer;
        private final List<Long> latencies = new ArrayList<>();
        private final List<RecordId> samples = new ArrayList<>();
        private long inWindow;
        private long acknowledged;
        private long failures;
        private long lastBlock;
        private @Nullable String firstFailure;

        Caller(Filer filer) {
            super("caller");
            setDaemon(true);
            this.filer = filer;
        }

        @Override
        public void run() {
            try {
                for (long due = nextDue(); due < until; due = nextDue()) {
                    sleepUntil(due);
                    call(due);
                }
            } catch (InterruptedException e) {
                interrupt();
            }
        }

        private long nextDue() {
            long number = calls.getAndIncrement();
            return plan.callsPerSecond() == 0
                    ? System.nanoTime()
                    : start + (long) (number / plan.callsPerSecond() * SECOND);
        }

        @SuppressWarnings("CatchingUnchecked")
        private void call(long due) throws InterruptedException {
            try {
                Filer.Filed filed = filer.file();
                long end = System.nanoTime();
                acknowledged += filed.records();
                lastBlock = Math.max(lastBlock, filed.block());
                if (end >= from && end < until) {
                    inWindow += filed.records();
                    latencies.add(end - due);
                }
                if (samples.isEmpty() || latencies.size() % SAMPLE_EVERY == 0) {
                    samples.add(filed.sample());
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                failures++;
                if (firstFailure == null) {
                    firstFailure = String.valueOf(e);
                }
                Thread.sleep(100);
            }
        }
    }
}
