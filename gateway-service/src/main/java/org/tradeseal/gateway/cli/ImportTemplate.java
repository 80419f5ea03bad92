package org.tradeseal.gateway.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/**
 * An empty table to fill in: the headings in the reader's language and one example. In a workbook every column is text, so
 * that no number loses digits and no share becomes a day, and a second sheet explains the columns.
 */
final class ImportTemplate {
    private static final int SHEET_ROWS = 1000;
    private static final int WIDTH = 22 * 256;

    private ImportTemplate() {}

    /** Writes a new file, CSV or XLSX by its name. */
    static void write(Path file, boolean invoices, String language) throws IOException {
        List<ImportColumn> columns = invoices ? ImportColumn.INVOICE : ImportColumn.ASSET;
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".xlsx")) {
            writeWorkbook(file, columns, invoices, language);
        } else {
            writeCsv(file, columns, invoices, language);
        }
    }

    private static List<String> headings(List<ImportColumn> columns, boolean invoices, String language) {
        List<String> headings = new java.util.ArrayList<>(
                columns.stream().map(c -> c.heading().in(language)).toList());
        if (!invoices) {
            headings.add(language.equals("zh") ? "私密：联系人" : "private:contact");
        }
        return headings;
    }

    private static List<String> examples(List<ImportColumn> columns, boolean invoices, String language) {
        List<String> examples = new java.util.ArrayList<>(
                columns.stream().map(c -> example(c, language)).toList());
        if (!invoices) {
            examples.add(language.equals("zh") ? "林海，0571-0000" : "Lin Hai, +86 571 0000");
        }
        return examples;
    }

    private static String example(ImportColumn column, String language) {
        if (!language.equals("zh")) {
            return column.example();
        }
        return column.words().entrySet().stream()
                .filter(w -> w.getValue().equals(column.example()))
                .map(java.util.Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElse(column.example());
    }

    private static void writeCsv(Path file, List<ImportColumn> columns, boolean invoices, String language)
            throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW)) {
            out.write('\uFEFF'); // spreadsheets take a file without it for one in the machine's own encoding
            CSVPrinter csv = new CSVPrinter(out, CSVFormat.RFC4180);
            csv.printRecord(headings(columns, invoices, language));
            csv.printRecord(examples(columns, invoices, language));
            csv.flush();
        }
    }

    private static void writeWorkbook(Path file, List<ImportColumn> columns, boolean invoices, String language)
            throws IOException {
        boolean zh = language.equals("zh");
        try (XSSFWorkbook workbook = new XSSFWorkbook();
                OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            CellStyle text = workbook.createCellStyle();
            text.setDataFormat(workbook.createDataFormat().getFormat("@"));
            Sheet sheet = workbook.createSheet(invoices ? (zh ? "发票" : "Invoices") : (zh ? "资产" : "Assets"));
            List<String> headings = headings(columns, invoices, language);
            for (int i = 0; i < headings.size(); i++) {
                sheet.setDefaultColumnStyle(i, text);
                sheet.setColumnWidth(i, WIDTH);
            }
            row(sheet, 0, headings, text);
            row(sheet, 1, examples(columns, invoices, language), text);
            for (int number = 2; number < SHEET_ROWS / 10; number++) {
                row(sheet, number, java.util.Collections.nCopies(headings.size(), ""), text);
            }
            sheet.createFreezePane(0, 1);
            explain(workbook.createSheet(zh ? "说明" : "Columns"), columns, text);
            workbook.write(out);
        }
    }

    private static void explain(Sheet sheet, List<ImportColumn> columns, CellStyle text) {
        row(sheet, 0, List.of("English", "中文", "Field 字段", "Values", "取值"), text);
        for (int i = 0; i < columns.size(); i++) {
            ImportColumn c = columns.get(i);
            row(
                    sheet,
                    i + 1,
                    List.of(
                            c.heading().en(),
                            c.heading().zh(),
                            c.pointer(),
                            c.note().en(),
                            c.note().zh()),
                    text);
        }
    }

    private static void row(Sheet sheet, int number, List<String> values, CellStyle text) {
        Row row = sheet.createRow(number);
        for (int i = 0; i < values.size(); i++) {
            Cell cell = row.createCell(i);
            cell.setCellStyle(text);
            if (!values.get(i).isEmpty()) {
                cell.setCellValue(values.get(i));
            }
        }
    }
}
