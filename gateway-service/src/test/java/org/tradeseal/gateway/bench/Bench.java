package org.tradeseal.gateway.bench;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures a network that is up, or the embedded ledger in {@code --folder}; {@code scripts/bench} starts it and this. Exit code 2: misuse, 1: a check failed. */
@Command(name = "bench")
final class Bench implements Callable<Integer> {
    @Option(names = "--network")
    private @Nullable Path network;

    @Option(names = "--folder")
    private @Nullable Path folder;

    @Option(names = "--samples")
    private @Nullable Path samples;

    @Option(names = "--jar")
    private @Nullable Path jar;

    @Option(names = "--only", split = ",")
    private List<String> only = List.of();

    @Option(names = "--json")
    private @Nullable Path json;

    @Option(names = "--seconds", defaultValue = "15")
    private int seconds;

    @Option(names = "--rounds", defaultValue = "3")
    private int rounds;

    @Option(names = "--callers", defaultValue = "512")
    private int callers;

    @Option(names = "--warm-up", defaultValue = "10000")
    private int warmUp;

    @Option(names = "--preload", defaultValue = "50000")
    private int preload;

    @Option(names = "--minutes", defaultValue = "30")
    private int minutes;

    private Bench() {}

    public static void main(String[] args) {
        int status = new CommandLine(new Bench()).execute(args);
        Runtime.getRuntime().halt(status); // callers of a network that went away may still hang in their sockets
    }

    @Override
    public Integer call() throws Exception {
        boolean chinese = System.getenv().getOrDefault("TRADESEAL_LANG", "en").startsWith("zh");
        Report report = new Report(System.out, chinese);
        Set<String> known = network == null ? EmbeddedBench.NAMES : FabricBench.NAMES;
        Set<String> names = only.isEmpty() ? known : new LinkedHashSet<>(only);
        Set<String> unknown = new TreeSet<>(names);
        unknown.removeIf(name -> network == null ? EmbeddedBench.knows(name) : FabricBench.NAMES.contains(name));
        if (!unknown.isEmpty()) {
            report.say("There is no measurement " + unknown + ".", "没有名为 " + unknown + " 的测量。");
            return CommandLine.ExitCode.USAGE;
        }
        if (network == null) {
            embedded(names, report);
        } else {
            FabricBench.Settings settings = new FabricBench.Settings(names, seconds, rounds, callers, warmUp, preload);
            try (FabricBench bench = new FabricBench(new FabricNetwork(network), settings, report)) {
                bench.run();
            }
        }
        report.print();
        if (json != null) {
            report.write(json);
        }
        return CommandLine.ExitCode.OK;
    }

    private void embedded(Set<String> names, Report report) throws Exception {
        EmbeddedBench.Settings settings = new EmbeddedBench.Settings(
                names,
                Objects.requireNonNull(jar),
                Objects.requireNonNull(samples),
                seconds,
                rounds,
                warmUp,
                preload,
                minutes);
        try (EmbeddedBench bench = new EmbeddedBench(Objects.requireNonNull(folder), settings, report)) {
            bench.run();
        }
    }
}
