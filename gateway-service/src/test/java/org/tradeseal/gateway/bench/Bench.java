package org.tradeseal.gateway.bench;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures a network that is up; {@code scripts/bench} starts it and this. Exit code 2: misuse, 1: a check failed. */
@Command(name = "bench")
final class Bench implements Callable<Integer> {
    @Option(names = "--network", required = true)
    private Path network = Path.of("");

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

    private Bench() {}

    public static void main(String[] args) {
        int status = new CommandLine(new Bench()).execute(args);
        Runtime.getRuntime().halt(status); // callers of a network that went away may still hang in their sockets
    }

    @Override
    public Integer call() throws Exception {
        boolean chinese = System.getenv().getOrDefault("TRADESEAL_LANG", "en").startsWith("zh");
        Report report = new Report(System.out, chinese);
        Set<String> names = only.isEmpty() ? FabricBench.NAMES : new LinkedHashSet<>(only);
        Set<String> unknown = new TreeSet<>(names);
        unknown.removeAll(FabricBench.NAMES);
        if (!unknown.isEmpty()) {
            report.say("There is no measurement " + unknown + ".", "没有名为 " + unknown + " 的测量。");
            return CommandLine.ExitCode.USAGE;
        }
        FabricBench.Settings settings = new FabricBench.Settings(names, seconds, rounds, callers, warmUp, preload);
        try (FabricBench bench = new FabricBench(new FabricNetwork(network), settings, report)) {
            bench.run();
        }
        report.print();
        if (json != null) {
            report.write(json);
        }
        return CommandLine.ExitCode.OK;
    }
}
