package org.tradeseal.gateway.access;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/**
 * How much the gateway takes on at a time, over all doors: requests in total, requests of one participant, and the memory
 * that their bodies take.
 */
@Component
public class Admission {
    /** What a caller without a token (health, public log) may take of the total: one part in this many. */
    private static final int PUBLIC_PART = 4;

    /** What one participant may take of the memory: one part in this many. */
    private static final int CALLERS_PART = 2;

    private static final int KIB = 1024;

    /** A body that takes less is bounded by the number of requests, and never waits behind large ones. */
    private static final int SMALL_KIB = 128;

    private final int perCaller;
    private final Semaphore total;
    private final Semaphore anybody;
    private final Semaphore memory;
    private final int memoryKib;
    private final long waitMillis;
    private final ConcurrentMap<RecordId, Share> shares = new ConcurrentHashMap<>();

    Admission(
            @Value("${tradeseal.limits.in-flight:512}") int inFlight,
            @Value("${tradeseal.limits.in-flight-per-caller:256}") int perCaller,
            @Value("${tradeseal.limits.upload-memory-bytes:0}") long memoryBytes,
            @Value("${tradeseal.limits.upload-wait-millis:3000}") long waitMillis) {
        this.perCaller = perCaller;
        this.total = new Semaphore(inFlight);
        this.anybody = new Semaphore(Math.max(1, inFlight / PUBLIC_PART));
        long bytes = memoryBytes > 0 ? memoryBytes : Runtime.getRuntime().maxMemory() / 3;
        this.memoryKib = (int) Math.min(Integer.MAX_VALUE, Math.max(1, bytes / KIB));
        this.memory = new Semaphore(memoryKib, true);
        this.waitMillis = waitMillis;
    }

    /** What one participant uses. */
    private record Share(Semaphore requests, Semaphore memory) {}

    /** The right to be served now, given back by closing; closing twice does no harm. */
    public static final class Place implements AutoCloseable {
        private final Runnable end;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Place(Runnable end) {
            this.end = end;
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                end.run();
            }
        }
    }

    /** Takes a request on. Refuses UNAVAILABLE if the gateway is busy and OVER_QUOTA if this caller is. */
    public Place enter(@Nullable Caller caller) {
        Semaphore own = caller == null ? anybody : share(caller).requests();
        if (!own.tryAcquire()) {
            throw caller == null
                    ? busy()
                    : new Refusal(
                            ErrorCode.OVER_QUOTA,
                            "More than " + perCaller + " requests of this participant are open at a time.",
                            "该参与方同时进行的请求超过 " + perCaller + " 个。");
        }
        if (!total.tryAcquire()) {
            own.release();
            throw busy();
        }
        return new Place(() -> {
            total.release();
            own.release();
        });
    }

    private static Refusal busy() {
        return new Refusal(
                ErrorCode.UNAVAILABLE, "The gateway serves as many requests as it can at a time.", "网关同时处理的请求已达上限。");
    }

    /** Room for one of any number of messages or lines of a caller, empty at first. */
    public Room room(Caller caller) {
        return new Room(share(caller).memory(), 0);
    }

    /** Room for the body of a request of a caller, empty at first. What is small takes none. */
    Room bodyRoom(Caller caller) {
        return new Room(share(caller).memory(), SMALL_KIB);
    }

    private Share share(Caller caller) {
        return shares.computeIfAbsent(
                caller.participant(),
                id -> new Share(new Semaphore(perCaller), new Semaphore(Math.max(1, memoryKib / CALLERS_PART), true)));
    }

    /** Memory set aside for one body; grows while the body arrives, and is given back by closing. */
    public final class Room implements AutoCloseable {
        private final Semaphore own;
        private final int freeKib;
        private long wantedBytes;
        private int heldKib;

        private Room(Semaphore own, int freeKib) {
            this.own = own;
            this.freeKib = freeKib;
        }

        /** Sets more aside, waiting a moment for others to end. Refuses UNAVAILABLE, or OVER_QUOTA for one's own. */
        public void grow(long bytes) {
            take(bytes, waitMillis);
        }

        /** The same with another time to wait. */
        public void grow(long bytes, Duration patience) {
            take(bytes, patience.toMillis());
        }

        /** Sets more aside if there is any now. Refuses as {@link #grow} does. */
        public void growAtOnce(long bytes) {
            take(bytes, 0);
        }

        private synchronized void take(long bytes, long millis) {
            wantedBytes += bytes;
            // What can never fit is let in alone, when nothing else is.
            int wantedKib = (int) Math.min(memoryKib / CALLERS_PART, (wantedBytes + KIB - 1) / KIB - freeKib);
            int more = wantedKib - heldKib;
            if (more <= 0) {
                return;
            }
            if (!acquired(own, more, millis)) {
                throw new Refusal(
                        ErrorCode.OVER_QUOTA,
                        "This participant is sending more at a time than the gateway holds for one.",
                        "该参与方同时发送的内容超过网关为单个参与方保留的内存。");
            }
            if (!acquired(memory, more, millis)) {
                own.release(more);
                throw new Refusal(
                        ErrorCode.UNAVAILABLE,
                        "More is being sent at a time than the gateway holds.",
                        "同时发送的内容超过网关可用内存。");
            }
            heldKib = wantedKib;
        }

        private static boolean acquired(Semaphore semaphore, int permits, long millis) {
            try {
                return millis == 0
                        ? semaphore.tryAcquire(permits)
                        : semaphore.tryAcquire(permits, millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public synchronized void close() {
            own.release(heldKib);
            memory.release(heldKib);
            heldKib = 0;
            wantedBytes = 0;
        }
    }

    /** Whether nobody is being served and nothing is set aside: after the last answer. */
    boolean isIdle() {
        return memory.availablePermits() == memoryKib;
    }
}
