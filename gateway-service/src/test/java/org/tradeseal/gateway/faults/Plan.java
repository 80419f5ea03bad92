package org.tradeseal.gateway.faults;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** One round: which fault hits whom, and when after the load has begun. Equal seeds make equal plans. */
record Plan(long seed, Fault fault, String victim, Duration moment) {
    private static final List<Fault> FAULTS = List.of(Fault.values());
    private static final int EARLIEST_MILLIS = 500;
    private static final int LATEST_MILLIS = 4000;

    static Plan of(Fault fault, long seed) {
        SplittableRandom random = new SplittableRandom(31 * seed + fault.name().hashCode());
        String victim = fault.victims().get(random.nextInt(fault.victims().size()));
        int millis = EARLIEST_MILLIS + random.nextInt(LATEST_MILLIS - EARLIEST_MILLIS);
        return new Plan(seed, fault, victim, Duration.ofMillis(millis));
    }

    /** A round whose fault is drawn as well; neighbouring seeds draw independently. */
    static Plan drawn(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return of(FAULTS.get(random.nextInt(FAULTS.size())), seed);
    }

    /** So many drawn rounds, each with the next seed; or each fault once, with the seed itself, for none. */
    static List<Plan> rounds(int count, long seed) {
        return count == 0
                ? FAULTS.stream().map(fault -> of(fault, seed)).toList()
                : LongStream.range(seed, seed + count).mapToObj(Plan::drawn).toList();
    }

    @Override
    public String toString() {
        return "seed " + seed + ": " + fault + ", " + fault.means() + " of " + victim + " after " + moment.toMillis()
                + " ms";
    }
}
