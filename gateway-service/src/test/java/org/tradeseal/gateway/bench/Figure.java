package org.tradeseal.gateway.bench;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.Text;

/**
 * What one measurement came to.
 *
 * @param value the median of the rounds
 * @param baseline what it was compared with in the same rounds, {@code ratio} by how much
 * @param processorSeconds per 1,000 records, by group of processes; empty where it was not counted
 * @param stealShare the share of the processors that the host gave to others meanwhile
 */
record Figure(
        String name,
        double value,
        String unit,
        @Nullable String baseline,
        @Nullable Double ratio,
        @Nullable Double p50Ms,
        @Nullable Double p99Ms,
        Map<String, Double> processorSeconds,
        @Nullable Double stealShare,
        List<Double> rounds,
        Text what,
        long failures) {
    static final String RECORDS = "records/s";

    Figure {
        processorSeconds = Map.copyOf(processorSeconds);
        rounds = List.copyOf(rounds);
    }

    /** A figure that is no rate of calls. */
    static Figure of(String name, List<Double> rounds, String unit, Text what) {
        return new Figure(name, Series.median(rounds), unit, null, null, null, null, Map.of(), null, rounds, what, 0);
    }

    Figure comparedWith(String other, double by) {
        return new Figure(
                name, value, unit, other, by, p50Ms, p99Ms, processorSeconds, stealShare, rounds, what, failures);
    }

    double allProcessorSeconds() {
        return processorSeconds.values().stream().mapToDouble(s -> s).sum();
    }
}
