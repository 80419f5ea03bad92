package org.tradeseal.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Processor time of this machine and of groups of processes, as Linux counts it in {@code /proc}. */
final class Machine {
    /** USER_HZ, which is 100 on every Linux that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final Path PROC = Path.of("/proc");

    private final Supplier<Map<String, List<Long>>> processes;

    /** @param processes the process ids of each group, asked at every reading */
    Machine(Supplier<Map<String, List<Long>>> processes) {
        this.processes = processes;
    }

    /** Processor seconds up to a moment. */
    record Reading(Map<String, Double> seconds, double steal, double all) {
        /** What was used between two readings. */
        Used since(Reading before) {
            Map<String, Double> used = new TreeMap<>();
            seconds.forEach((group, s) -> used.put(group, s - before.seconds.getOrDefault(group, 0.0)));
            return new Used(used, (steal - before.steal) / (all - before.all));
        }
    }

    /** Processor seconds of each group, and the share of all processors' time that the host gave to others. */
    record Used(Map<String, Double> seconds, double stealShare) {}

    Reading read() {
        Map<String, Double> seconds = new TreeMap<>();
        processes
                .get()
                .forEach((group, pids) -> seconds.put(
                        group, pids.stream().mapToDouble(Machine::secondsOf).sum()));
        String[] all =
                text(PROC.resolve("stat")).lines().findFirst().orElseThrow().split(" +", -1);
        double sum = 0;
        for (int i = 1; i <= 8; i++) { // user to steal; guest time is part of user
            sum += Double.parseDouble(all[i]);
        }
        return new Reading(seconds, Double.parseDouble(all[8]), sum);
    }

    /** The load average of the last minute. */
    static String load() {
        return text(PROC.resolve("loadavg")).split(" ", 2)[0];
    }

    /** A process with all its children. */
    static List<Long> family(long parent) {
        try (Stream<Path> entries = Files.list(PROC)) {
            return Stream.concat(
                            Stream.of(parent),
                            entries.map(p -> p.getFileName().toString())
                                    .filter(name -> name.chars().allMatch(Character::isDigit))
                                    .map(Long::valueOf)
                                    .filter(pid -> fieldsAfterName(pid)[1].equals(String.valueOf(parent))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a process holds of the memory, each shared page divided among its sharers: proc_pid_smaps(5), Pss. */
    static double residentKib(long pid) {
        try {
            return Files.readAllLines(PROC.resolve(pid + "/smaps_rollup")).stream()
                    .filter(line -> line.startsWith("Pss:"))
                    .mapToDouble(line -> Double.parseDouble(line.split(" +", -1)[1]))
                    .sum();
        } catch (IOException ended) {
            return 0;
        }
    }

    // utime, stime, and of children that ended and were waited for cutime and cstime: proc_pid_stat(5), fields 14 to 17
    private static double secondsOf(long pid) {
        String[] fields = fieldsAfterName(pid);
        long ticks = 0;
        for (int i = 11; i <= 14 && i < fields.length; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    // The second field is the program's name in brackets and may hold blanks. A process that ended has no fields.
    private static String[] fieldsAfterName(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
        } catch (IOException e) {
            return new String[] {"X", "0"};
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
