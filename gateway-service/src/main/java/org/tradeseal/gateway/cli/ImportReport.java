package org.tradeseal.gateway.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.tradeseal.gateway.spreadsheet.Spreadsheet;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/**
 * The report of an import, a line for each of its lines: CSV in UTF-8 with a byte order mark, whose texts no spreadsheet
 * takes for formulas, or JSON.
 */
final class ImportReport {
    private static final String MARK = "\uFEFF";
    private static final List<String> COLUMNS = List.of(
            "line",
            "source",
            "status",
            "id",
            "code",
            "message_en",
            "message_zh",
            "field",
            "cell",
            "what_to_do_en",
            "what_to_do_zh",
            "details");
    private static final String CSV_START = MARK + String.join(",", COLUMNS);
    private static final String JSON_START = "{\"format\":\"tradeseal/import-report/1\",\"lines\":[";

    private final Path file;
    private final boolean json;

    /** Refuses a file that exists and is no report. */
    ImportReport(Path file) throws IOException {
        this.file = file;
        this.json = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        if (Files.exists(file) && !isReport()) {
            throw new Refusal(
                    ErrorCode.ALREADY_EXISTS,
                    file + " exists and is no report of an import; it is not overwritten.",
                    file + " 已存在且不是导入报告，不予覆盖。");
        }
    }

    private boolean isReport() throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            String first = lines.findFirst().orElse("");
            return first.startsWith(CSV_START) || first.startsWith(JSON_START);
        } catch (UncheckedIOException e) {
            return false; // no text at all
        }
    }

    Path file() {
        return file;
    }

    /** Writes the report beside and puts it in place whole. */
    void write(ImportJournal journal) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try (BufferedWriter out = Files.newBufferedWriter(draft)) {
            if (json) {
                writeJson(journal, out);
            } else {
                writeCsv(journal, out);
            }
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void writeJson(ImportJournal journal, Writer out) throws IOException {
        out.write(JSON_START);
        String[] separator = {"\n"};
        journal.forEach(outcome -> {
            out.write(separator[0]);
            out.write(CanonicalJson.jsonMapper().writeValueAsString(outcome));
            separator[0] = ",\n";
        });
        out.write("\n]}\n");
    }

    private static void writeCsv(ImportJournal journal, Writer out) throws IOException {
        out.write(MARK);
        CSVPrinter csv = new CSVPrinter(out, CSVFormat.RFC4180);
        csv.printRecord(COLUMNS);
        journal.forEach(o -> csv.printRecord(Stream.of(
                        String.valueOf(o.line()),
                        o.source(),
                        o.status().name(),
                        o.id(),
                        o.code(),
                        o.messageEn(),
                        o.messageZh(),
                        o.field(),
                        o.cell(),
                        o.remedyEn(),
                        o.remedyZh(),
                        o.details())
                .map(Spreadsheet::harmless)
                .toList()));
        csv.flush();
    }
}
