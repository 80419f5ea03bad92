package org.tradeseal.gateway.faults;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** One round: which fault hits whom, and when after the load has begun. Equal seeds make equal plans. */
record Plan(long seed, Fault fault, String victim, Duration moment) {
    private static final int EARLIEST_MILLIS = 500;
    private static final int LATEST_MILLIS = 4000;

    static Plan of(Fault fault, Fault.Ground ground, long seed) {
        SplittableRandom random = new SplittableRandom(31 * seed + fault.name().hashCode());
        List<String> victims = fault.victims(ground);
        String victim = victims.get(random.nextInt(victims.size()));
        int millis = EARLIEST_MILLIS + random.nextInt(LATEST_MILLIS - EARLIEST_MILLIS);
        return new Plan(seed, fault, victim, Duration.ofMillis(millis));
    }

    /** A round whose fault is drawn as well; neighbouring seeds draw independently. */
    static Plan drawn(Fault.Ground ground, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Fault> faults = Fault.on(ground);
        return of(faults.get(random.nextInt(faults.size())), ground, seed);
    }

    /** So many drawn rounds, each with the next seed; or each fault once, with the seed itself, for none. */
    static List<Plan> rounds(Fault.Ground ground, int count, long seed) {
        return count == 0
                ? Fault.on(ground).stream()
                        .map(fault -> of(fault, ground, seed))
                        .toList()
                : LongStream.range(seed, seed + count)
                        .mapToObj(s -> drawn(ground, s))
                        .toList();
    }

    @Override
    public String toString() {
        return "seed " + seed + ": " + fault + ", " + fault.means() + " of " + victim + " after " + moment.toMillis()
                + " ms";
    }
}
