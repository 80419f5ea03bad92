package org.tradeseal.gateway.faults;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for what other processes bring about. */
final class Waiting {
    private Waiting() {}

    /** What is found within this time. Throws IllegalStateException, naming it, if it is not. */
    static <T> T until(String what, Duration atMost, Supplier<Optional<T>> look) {
        return until(() -> what, atMost, look);
    }

    /** The same, where the name tells what was seen last. */
    static <T> T until(Supplier<String> what, Duration atMost, Supplier<Optional<T>> look) {
        long start = System.nanoTime();
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - start > atMost.toNanos()) {
                throw new IllegalStateException("not within " + atMost.toSeconds() + " s: " + what.get());
            }
            pause(Duration.ofMillis(200));
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
