package org.tradeseal.gateway.consortium;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for answering other gateways, and others for calling them, so that two gateways which ask each other never
 * wait for each other's threads.
 */
final class Workers implements AutoCloseable {
    private static final int THREADS = 64;

    private final ScheduledExecutorService answering = threads("consortium-answers-");
    private final ScheduledExecutorService calling = threads("consortium-calls-");

    private static ScheduledExecutorService threads(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return Executors.newScheduledThreadPool(THREADS, run -> {
            Thread thread = new Thread(run, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    ScheduledExecutorService answering() {
        return answering;
    }

    ScheduledExecutorService calling() {
        return calling;
    }

    @Override
    public void close() {
        answering.shutdownNow();
        calling.shutdownNow();
    }
}
