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
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.Text;

/** The figures, as tables for a reader and as JSON for a program. */
final class Report {
    private final PrintStream out;
    private final boolean chinese;
    private final List<Figure> figures = new ArrayList<>();

    Report(PrintStream out, boolean chinese) {
        this.out = out;
        this.chinese = chinese;
    }

    void add(Series done) {
        add(done.figure());
    }

    void add(Figure figure) {
        figures.add(figure);
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

    /** Prints the tables: what was reached, and the processor time it took where that was counted. */
    void print() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                text("name", "名称"),
                text("value", "数值"),
                text("unit", "单位"),
                "p50 ms",
                "p99 ms",
                text("ratio", "倍数"),
                text("CPU s/1,000", "CPU 秒/千条"),
                text("steal", "被占用"),
                text("what", "内容")));
        for (Figure f : figures) {
            rows.add(List.of(
                    f.name(),
                    number(f.value()),
                    f.unit(),
                    numberOrNone(f.p50Ms()),
                    numberOrNone(f.p99Ms()),
                    f.ratio() == null ? "-" : number(f.ratio()) + " x " + f.baseline(),
                    f.processorSeconds().isEmpty() ? "-" : number(f.allProcessorSeconds()),
                    f.stealShare() == null ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * f.stealShare()),
                    shown(f.what()) + failed(f)));
        }
        out.println();
        table(rows);
        processorTable();
    }

    private static String numberOrNone(@Nullable Double value) {
        return value == null ? "-" : number(value);
    }

    private String failed(Figure f) {
        return f.failures() == 0 ? "" : text("; failed calls: ", "；失败调用：") + f.failures();
    }

    private void processorTable() {
        List<Figure> counted =
                figures.stream().filter(f -> !f.processorSeconds().isEmpty()).toList();
        if (counted.isEmpty()) {
            return;
        }
        out.println();
        say("Processor seconds per 1,000 records, by process", "每千条记录所用 CPU 秒数，按进程");
        TreeSet<String> groups = new TreeSet<>();
        counted.forEach(f -> groups.addAll(f.processorSeconds().keySet()));
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(groups);
        head.add(0, "");
        rows.add(head);
        for (Figure f : counted) {
            List<String> row = new ArrayList<>(List.of(f.name()));
            groups.forEach(g -> row.add(number(f.processorSeconds().getOrDefault(g, 0.0))));
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
        List<Map<String, Object>> written = figures.stream().map(this::json).toList();
        // Figures have decimals, which the registry's own JSON has not.
        Files.write(
                file,
                tools.jackson.databind.json.JsonMapper.shared()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsBytes(written));
    }

    private Map<String, Object> json(Figure f) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", f.name());
        json.put("value", rounded(f.value()));
        json.put("unit", f.unit());
        if (f.baseline() != null && f.ratio() != null) {
            json.put("baseline", f.baseline());
            json.put("ratio", rounded(f.ratio()));
        }
        if (f.p50Ms() != null && f.p99Ms() != null) {
            json.put("p50Ms", rounded(f.p50Ms()));
            json.put("p99Ms", rounded(f.p99Ms()));
        }
        json.put("notes", notes(f));
        return json;
    }

    private String notes(Figure f) {
        String notes = shown(f.what())
                + failed(f)
                + text("; rounds: ", "；各轮：")
                + f.rounds().stream().map(Report::number).collect(Collectors.joining(", "));
        if (!f.processorSeconds().isEmpty()) {
            notes += text("; CPU seconds per 1,000: ", "；每千条 CPU 秒：")
                    + f.processorSeconds().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(e -> e.getKey() + " " + number(e.getValue()))
                            .collect(Collectors.joining(", "));
        }
        if (f.stealShare() != null) {
            notes += String.format(Locale.ROOT, text("; steal %.1f %%", "；被占用 %.1f %%"), 100 * f.stealShare());
        }
        return notes;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
