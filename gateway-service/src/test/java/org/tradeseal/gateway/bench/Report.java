package org.tradeseal.gateway.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.tradeseal.verify.Text;

/** The figures, as tables for a reader and as JSON for a program. */
final class Report {
    private static final String UNIT = "records/s";

    private final PrintStream out;
    private final boolean chinese;
    private final List<Series> series = new ArrayList<>();

    Report(PrintStream out, boolean chinese) {
        this.out = out;
        this.chinese = chinese;
    }

    void add(Series done) {
        series.add(done);
    }

    String text(String en, String zh) {
        return chinese ? zh : en;
    }

    void say(String en, String zh) {
        out.println(text(en, zh));
    }

    static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%,.2f" : value < 100 ? "%,.1f" : "%,.0f", value);
    }

    private String shown(Text text) {
        return chinese ? text.zh() : text.en();
    }

    /** Prints both tables: what was reached, and the processor time it took. */
    void print() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                text("name", "名称"),
                text("records/s", "记录/秒"),
                "p50 ms",
                "p99 ms",
                text("ratio", "倍数"),
                text("CPU s/1,000", "CPU 秒/千条"),
                text("steal", "被占用"),
                text("what", "内容")));
        for (Series s : series) {
            rows.add(List.of(
                    s.name(),
                    number(s.median()),
                    number(s.latencyMs(0.5)),
                    number(s.latencyMs(0.99)),
                    s.ratio() == null ? "-" : number(s.ratio()) + " x " + s.baseline(),
                    number(s.processorSecondsPerThousand()),
                    String.format(Locale.ROOT, "%.0f %%", 100 * s.stealShare()),
                    shown(s.what()) + failed(s)));
        }
        out.println();
        table(rows);
        out.println();
        say("Processor seconds per 1,000 records, by process", "每千条记录所用 CPU 秒数，按进程");
        processorTable();
    }

    private String failed(Series s) {
        return s.failures() == 0 ? "" : text("; failed calls: ", "；失败调用：") + s.failures();
    }

    private void processorTable() {
        TreeSet<String> groups = new TreeSet<>();
        series.forEach(s -> groups.addAll(s.secondsPerThousand().keySet()));
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(groups);
        head.add(0, "");
        rows.add(head);
        for (Series s : series) {
            List<String> row = new ArrayList<>(List.of(s.name()));
            groups.forEach(g -> row.add(number(s.secondsPerThousand().getOrDefault(g, 0.0))));
            rows.add(row);
        }
        table(rows);
    }

    private void table(List<List<String>> rows) {
        int columns = rows.get(0).size();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                int column = c;
                int width =
                        rows.stream().mapToInt(r -> width(r.get(column))).max().orElse(0);
                line.append(row.get(c)).append(" ".repeat(width - width(row.get(c)) + 2));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    // A Chinese sign takes two places on the screen.
    private static int width(String text) {
        return text.codePoints().map(c -> c > 0x2e80 ? 2 : 1).sum();
    }

    /** Writes the figures as {@code [{"name":...,"value":...,...}]}. */
    void write(Path file) throws IOException {
        List<Map<String, Object>> figures = series.stream().map(this::figure).toList();
        // Figures have decimals, which the registry's own JSON has not.
        Files.write(
                file,
                tools.jackson.databind.json.JsonMapper.shared()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsBytes(figures));
    }

    private Map<String, Object> figure(Series s) {
        Map<String, Object> figure = new LinkedHashMap<>();
        figure.put("name", s.name());
        figure.put("value", rounded(s.median()));
        figure.put("unit", UNIT);
        if (s.baseline() != null && s.ratio() != null) {
            figure.put("baseline", s.baseline());
            figure.put("ratio", rounded(s.ratio()));
        }
        figure.put("p50Ms", rounded(s.latencyMs(0.5)));
        figure.put("p99Ms", rounded(s.latencyMs(0.99)));
        figure.put("notes", notes(s));
        return figure;
    }

    private String notes(Series s) {
        String rounds = s.perSecond().stream().map(Report::number).collect(Collectors.joining(", "));
        String cpu = s.secondsPerThousand().entrySet().stream()
                .map(e -> e.getKey() + " " + number(e.getValue()))
                .collect(Collectors.joining(", "));
        return shown(s.what())
                + failed(s)
                + text("; rounds: ", "；各轮：")
                + rounds
                + text("; CPU seconds per 1,000: ", "；每千条 CPU 秒：")
                + cpu
                + String.format(Locale.ROOT, text("; steal %.1f %%", "；被占用 %.1f %%"), 100 * s.stealShare());
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
