package org.tradeseal.gateway.ledger.fabric;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.tradeseal.ledger.record.MspId;

/** Which registrars are asked to endorse: a majority, the own organisation among them, those that failed lately last. */
final class Endorsers {
    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final MspId own;
    private final ConcurrentMap<MspId, Long> failedUntilNanos = new ConcurrentHashMap<>();
    private final AtomicInteger turn = new AtomicInteger();

    Endorsers(MspId own) {
        this.own = own;
    }

    /** Every smallest majority of these registrars, the most promising one first. */
    List<Set<MspId>> majorities(List<MspId> registrars) {
        List<MspId> rotated = new ArrayList<>(registrars);
        java.util.Collections.rotate(rotated, Math.floorMod(turn.getAndIncrement(), registrars.size()));
        List<Set<MspId>> majorities = new ArrayList<>();
        choose(rotated, 0, registrars.size() / 2 + 1, new LinkedHashSet<>(), majorities);
        majorities.sort(
                Comparator.<Set<MspId>>comparingLong(this::failing).thenComparing(majority -> !majority.contains(own)));
        return majorities;
    }

    private static void choose(
            List<MspId> from, int next, int missing, Set<MspId> chosen, List<Set<MspId>> majorities) {
        if (missing == 0) {
            majorities.add(new LinkedHashSet<>(chosen));
            return;
        }
        for (int i = next; i <= from.size() - missing; i++) {
            chosen.add(from.get(i));
            choose(from, i + 1, missing - 1, chosen, majorities);
            chosen.remove(from.get(i));
        }
    }

    private long failing(Set<MspId> majority) {
        return majority.stream().filter(this::failing).count();
    }

    private boolean failing(MspId msp) {
        Long until = failedUntilNanos.get(msp);
        return until != null && until - System.nanoTime() > 0;
    }

    /** Remembers who failed. True if it is news. */
    boolean noteFailed(Set<MspId> failed) {
        boolean news = false;
        for (MspId msp : failed) {
            news |= !failing(msp);
            failedUntilNanos.put(msp, System.nanoTime() + REMEMBERED.toNanos());
        }
        return news;
    }
}
