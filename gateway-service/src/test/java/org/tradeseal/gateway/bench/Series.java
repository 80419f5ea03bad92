package org.tradeseal.gateway.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.Text;

/** One way of filing records, measured in several rounds that alternate with those of the others. */
final class Series {
    private static final double NANOS_PER_MS = 1e6;

    private final String name;
    private final Text what;
    private final Load.Plan plan;
    private final IntFunction<Filer> filers;
    private final List<Load.Measured> rounds = new ArrayList<>();
    private @Nullable String baseline;
    private @Nullable Double ratio;

    Series(String name, Text what, Load.Plan plan, IntFunction<Filer> filers) {
        this.name = name;
        this.what = what;
        this.plan = plan;
        this.filers = filers;
    }

    String name() {
        return name;
    }

    /** Measures one round and keeps it. */
    Load.Measured measure(Machine machine) throws InterruptedException {
        Load.Measured measured = Load.run(plan, filers, machine);
        rounds.add(measured);
        return measured;
    }

    List<Double> perSecond() {
        return rounds.stream().map(Load.Measured::perSecond).toList();
    }

    double median() {
        return median(perSecond());
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** A percentile of all rounds' latencies together. */
    private double latencyMs(double share) {
        List<Long> all =
                rounds.stream().flatMap(m -> m.latencies().stream()).sorted().toList();
        int place = Math.min(all.size() - 1, (int) (all.size() * share));
        return all.isEmpty() ? 0 : all.get(place) / NANOS_PER_MS;
    }

    /** Processor seconds per 1,000 records of each group of processes. */
    Map<String, Double> secondsPerThousand() {
        Map<String, Double> used = new TreeMap<>();
        rounds.forEach(m -> m.used().seconds().forEach((group, s) -> used.merge(group, s, Double::sum)));
        double thousands = rounds.stream().mapToLong(Load.Measured::records).sum() / 1000.0;
        used.replaceAll((group, s) -> s / thousands);
        return used;
    }

    double processorSecondsPerThousand() {
        return secondsPerThousand().values().stream().mapToDouble(s -> s).sum();
    }

    private double stealShare() {
        return rounds.stream().mapToDouble(m -> m.used().stealShare()).average().orElse(0);
    }

    /** What it came to. */
    Figure figure() {
        return new Figure(
                name,
                median(),
                Figure.RECORDS,
                baseline,
                ratio,
                latencyMs(0.5),
                latencyMs(0.99),
                secondsPerThousand(),
                stealShare(),
                perSecond(),
                what,
                failures());
    }

    private long failures() {
        return rounds.stream().mapToLong(Load.Measured::failures).sum();
    }

    /** Compares with another series round by round, since the machine's speed changes between rounds. */
    void compare(String with, List<Double> others) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(rounds.size(), others.size()); i++) {
            ratios.add(rounds.get(i).perSecond() / others.get(i));
        }
        setRatio(with, median(ratios));
    }

    void setRatio(String with, double value) {
        baseline = with;
        ratio = value;
    }
}
