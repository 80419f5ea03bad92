package org.tradeseal.gateway.spreadsheet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** A table in a file. Its rows can be read again and again; memory does not grow with their number. */
public interface Spreadsheet {
    /** The most columns that may hold something. */
    int MAX_COLUMNS = 256;

    /** The most rows, as many as a sheet of a workbook can have. */
    int MAX_ROWS = 1_048_576;

    /** The longest text of a cell, as in a workbook. */
    int MAX_CELL = 32_767;

    /** A row with its number as people see it, from 1 on. Cells at the end may be missing; an empty one is "". */
    record Row(int number, List<String> cells) {
        public Row {
            cells = List.copyOf(cells);
        }

        public boolean isBlank() {
            return cells.stream().allMatch(String::isBlank);
        }
    }

    /** Takes rows as they are read. */
    interface Rows {
        void row(Row row) throws IOException;
    }

    /** Hands over every row in order. Refuses MALFORMED or TOO_LARGE, naming the cell, where the file is not to be used. */
    void read(Rows reader) throws IOException;

    /**
     * Opens a table by the ending of its name: {@code .csv}, or {@code .xlsx} and in it the sheet of this name, or else its
     * only or first visible one.
     */
    static Spreadsheet open(Path file, @Nullable String sheet) throws IOException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refusal(ErrorCode.NOT_FOUND, file + " is not a file.", file + " 不是文件。");
        }
        if (name.endsWith(".csv") || name.endsWith(".tsv")) {
            return CsvTable.open(file);
        }
        if (name.endsWith(".xlsx")) {
            return new XlsxTable(file, sheet);
        }
        throw new Refusal(
                ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                "Tables are read from .csv and .xlsx files, not from " + name
                        + "; files with macros (.xlsm) and old ones (.xls) are not opened.",
                "表格只从 .csv 与 .xlsx 读取，不支持 " + name + "；含宏的 .xlsm 与旧版 .xls 不予打开。");
    }

    /** How people name a cell: column A is 0. */
    static String cell(int column, int row) {
        return column(column) + row;
    }

    /** The letters of a column, from 0 on. */
    static String column(int column) {
        StringBuilder letters = new StringBuilder();
        for (int rest = column; rest >= 0; rest = rest / 26 - 1) {
            letters.insert(0, (char) ('A' + rest % 26));
        }
        return letters.toString();
    }

    /** A text as it may stand in a file that is opened as a spreadsheet: what would be read as a formula is quoted. */
    static String harmless(String text) {
        return !text.isEmpty() && "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
