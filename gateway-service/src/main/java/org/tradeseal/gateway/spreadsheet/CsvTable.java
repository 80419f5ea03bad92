package org.tradeseal.gateway.spreadsheet;

import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** A table of RFC 4180: cells apart by comma, semicolon or tab, whichever the first line has most of. */
final class CsvTable implements Spreadsheet {
    private static final int HEADING_LIMIT = 64 * 1024;

    private final Path file;
    private final TextEncoding encoding;
    private final char delimiter;

    private CsvTable(Path file, TextEncoding encoding, char delimiter) {
        this.file = file;
        this.encoding = encoding;
        this.delimiter = delimiter;
    }

    static CsvTable open(Path file) throws IOException {
        TextEncoding encoding = TextEncoding.of(file);
        try (java.io.Reader in = new BufferedReader(encoding.reader(file))) {
            return new CsvTable(file, encoding, delimiter(in));
        }
    }

    private static char delimiter(java.io.Reader in) throws IOException {
        int[] counts = new int[3];
        boolean quoted = false;
        for (int i = 0; i < HEADING_LIMIT; i++) {
            int c = in.read();
            if (c < 0 || (c == '\n' && !quoted)) {
                break;
            }
            quoted ^= c == '"';
            int which = quoted ? -1 : ",;\t".indexOf(c);
            if (which >= 0) {
                counts[which]++;
            }
        }
        if (counts[1] > counts[0] && counts[1] >= counts[2]) {
            return ';';
        }
        return counts[2] > counts[0] ? '\t' : ',';
    }

    @Override
    public void read(Rows reader) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(false)
                .get();
        Guarded text = new Guarded(new BufferedReader(encoding.reader(file)));
        try (CSVParser parser =
                CSVParser.builder().setReader(text).setFormat(format).get()) {
            int number = 1;
            for (CSVRecord csv : parser) {
                Row row = new Row(number, cells(csv, number));
                if (!row.isBlank()) {
                    reader.row(row);
                }
                // A cell may hold line ends: the next row begins after them.
                number = Math.max(number + 1, (int) Math.min(Integer.MAX_VALUE, parser.getCurrentLineNumber() + 1));
                requireRows(number);
                text.nextCell();
            }
        } catch (java.io.UncheckedIOException e) {
            throw broken(e);
        } catch (IllegalStateException e) { // how the parser's iterator tells of an IOException
            throw e.getCause() instanceof IOException io ? broken(io) : e;
        }
    }

    private static RuntimeException broken(Exception e) {
        return new Refusal(
                ErrorCode.MALFORMED,
                "The table breaks off or has a quotation mark in the wrong place: " + e.getMessage() + ".",
                "表格不完整或引号位置有误：" + e.getMessage() + "。");
    }

    private static List<String> cells(CSVRecord csv, int row) {
        if (csv.size() > MAX_COLUMNS) {
            throw new Refusal(
                            ErrorCode.TOO_LARGE,
                            "Row " + row + " has " + csv.size() + " cells; at most " + MAX_COLUMNS + " are read.",
                            "第 " + row + " 行有 " + csv.size() + " 个单元格，最多 " + MAX_COLUMNS + " 个。")
                    .at(Spreadsheet.cell(MAX_COLUMNS, row));
        }
        List<String> cells = new ArrayList<>();
        for (String cell : csv) {
            if (cell.length() > MAX_CELL) {
                throw new Refusal(
                                ErrorCode.TOO_LARGE,
                                "A cell has more than " + MAX_CELL + " characters.",
                                "单元格超过 " + MAX_CELL + " 个字符。")
                        .at(Spreadsheet.cell(cells.size(), row));
            }
            cells.add(cell.strip());
        }
        return cells;
    }

    private static void requireRows(int number) {
        if (number > MAX_ROWS + 1) {
            throw new Refusal(
                    ErrorCode.TOO_LARGE,
                    "The table has more than " + MAX_ROWS + " rows; split it.",
                    "表格超过 " + MAX_ROWS + " 行，请拆分。");
        }
    }

    /** Ends what no table holds before it is kept: binary files, and a quotation mark that is never closed. */
    private static final class Guarded extends FilterReader {
        private static final long MAX_ROW = (long) MAX_CELL * 64;
        private long sinceRow;

        Guarded(java.io.Reader in) {
            super(in);
        }

        void nextCell() {
            sinceRow = 0;
        }

        @Override
        public int read() throws IOException {
            int c = super.read();
            if (c >= 0) {
                look((char) c);
                count(1);
            }
            return c;
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, Math.min(length, 8192));
            for (int i = 0; i < read; i++) {
                look(target[offset + i]);
            }
            count(Math.max(read, 0));
            return read;
        }

        private static void look(char c) {
            if (c == 0) {
                throw new Refusal(ErrorCode.MALFORMED, "The file holds NUL bytes: it is no text.", "文件含 NUL 字节，不是文本。");
            }
        }

        private void count(int read) {
            sinceRow += read;
            if (sinceRow > MAX_ROW) {
                throw new Refusal(
                        ErrorCode.TOO_LARGE,
                        "A row is longer than " + MAX_ROW + " characters; is a quotation mark missing?",
                        "某行超过 " + MAX_ROW + " 个字符，是否缺少引号？");
            }
        }
    }
}
