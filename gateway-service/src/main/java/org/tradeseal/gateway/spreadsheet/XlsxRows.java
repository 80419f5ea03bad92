package org.tradeseal.gateway.spreadsheet;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.xssf.model.SharedStrings;
import org.apache.poi.xssf.model.StylesTable;
import org.apache.poi.xssf.usermodel.XSSFCellStyle;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** The rows of a sheet's XML, cell by cell as text: days as ISO 8601, numbers in plain digits. */
final class XlsxRows extends DefaultHandler {
    private static final int MAX_DIGITS = 15; // a spreadsheet's numbers hold no more

    private final SharedStrings texts;
    private final StylesTable styles;
    private final boolean from1904;
    private final Spreadsheet.Rows reader;
    private final BitSet hiddenColumns = new BitSet();
    private final StringBuilder value = new StringBuilder();
    private List<String> cells = new ArrayList<>();
    private int row;
    private int column;
    private boolean rowHidden;
    private String type = "n";
    private int style;
    private boolean reading;
    private boolean phonetic;

    XlsxRows(SharedStrings texts, StylesTable styles, boolean from1904, Spreadsheet.Rows reader) {
        this.texts = texts;
        this.styles = styles;
        this.from1904 = from1904;
        this.reader = reader;
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) {
        switch (localName) {
            case "col" -> column(attributes);
            case "row" -> row(attributes);
            case "c" -> cell(attributes);
            case "f" ->
                throw refused(
                        "The cell is a formula. Replace formulas by their values (copy, paste special: values).",
                        "该单元格是公式。请将公式替换为数值（复制后选择性粘贴为数值）。");
            case "v" -> reading = true;
            case "t" -> reading = !phonetic;
            case "rPh" -> phonetic = true;
            case "mergeCell" ->
                throw new Refusal(
                                ErrorCode.MALFORMED,
                                "The sheet has merged cells; which row they belong to cannot be told. Unmerge them.",
                                "工作表含合并单元格，无法判断其所属行。请取消合并。")
                        .at(String.valueOf(attributes.getValue("ref")));
            default -> {
                // what decorates a sheet says nothing of its values
            }
        }
    }

    private static boolean isTrue(@Nullable String value) {
        return "1".equals(value) || "true".equals(value);
    }

    private void column(Attributes attributes) {
        if (isTrue(attributes.getValue("hidden"))) {
            int first = Math.max(1, number(attributes.getValue("min"), 1)) - 1;
            int last = Math.min(Spreadsheet.MAX_COLUMNS, number(attributes.getValue("max"), 1));
            hiddenColumns.set(first, Math.max(first, last));
        }
    }

    private void row(Attributes attributes) {
        int next = number(attributes.getValue("r"), row + 1);
        if (next <= row || next > Spreadsheet.MAX_ROWS) {
            throw new Refusal(ErrorCode.MALFORMED, "The sheet's rows are not in order.", "工作表的行次序有误。")
                    .at(String.valueOf(next));
        }
        row = next;
        column = -1;
        rowHidden = isTrue(attributes.getValue("hidden"));
        cells = new ArrayList<>();
    }

    private void cell(Attributes attributes) {
        String reference = attributes.getValue("r");
        column = reference == null ? column + 1 : columnOf(reference);
        type = attributes.getValue("t") == null ? "n" : attributes.getValue("t");
        style = number(attributes.getValue("s"), -1);
        value.setLength(0);
    }

    private int columnOf(String reference) {
        int number = 0;
        for (int i = 0; i < reference.length() && i < 4; i++) {
            char c = reference.charAt(i);
            if (c < 'A' || c > 'Z') {
                break;
            }
            number = number * 26 + c - 'A' + 1;
        }
        if (number - 1 <= column && column >= 0) {
            throw refused("The row's cells are not in order.", "该行单元格次序有误。");
        }
        return number - 1;
    }

    private static int number(@Nullable String text, int otherwise) {
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Refusal(ErrorCode.MALFORMED, "The sheet's XML is damaged.", "工作表的 XML 已损坏。");
        }
    }

    @Override
    public void characters(char[] chars, int start, int length) {
        if (reading) {
            if (value.length() + length > Spreadsheet.MAX_CELL) {
                throw new Refusal(
                                ErrorCode.TOO_LARGE,
                                "A cell has more than " + Spreadsheet.MAX_CELL + " characters.",
                                "单元格超过 " + Spreadsheet.MAX_CELL + " 个字符。")
                        .at(place());
            }
            value.append(chars, start, length);
        }
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        switch (localName) {
            case "v", "t" -> reading = false;
            case "rPh" -> phonetic = false;
            case "c" -> endCell();
            case "row" -> endRow();
            default -> {
                // see startElement
            }
        }
    }

    private void endCell() {
        String text = text();
        if (text.isBlank()) {
            return;
        }
        if (column < 0 || column >= Spreadsheet.MAX_COLUMNS) {
            throw new Refusal(
                            ErrorCode.TOO_LARGE,
                            "The sheet has more than " + Spreadsheet.MAX_COLUMNS + " columns.",
                            "工作表超过 " + Spreadsheet.MAX_COLUMNS + " 列。")
                    .at(place());
        }
        if (rowHidden || hiddenColumns.get(column)) {
            throw refused(
                    "The cell is hidden (a hidden or filtered row or column). Show it, or delete it.",
                    "该单元格处于隐藏或筛选掉的行列中。请取消隐藏或删除。");
        }
        while (cells.size() < column) {
            cells.add("");
        }
        cells.add(text.strip());
    }

    private String text() {
        String raw = value.toString();
        if (raw.isEmpty()) {
            return "";
        }
        return switch (type) {
            case "s" -> shared(raw);
            case "str", "inlineStr", "d" -> raw;
            case "b" -> raw.equals("1") ? "true" : "false";
            case "e" -> throw refused("The cell holds the error " + raw + ".", "该单元格为错误值 " + raw + "。");
            default -> numeric(raw);
        };
    }

    private String shared(String index) {
        int at = number(index, -1);
        if (at < 0 || at >= texts.getUniqueCount()) {
            throw refused("The sheet's XML is damaged.", "工作表的 XML 已损坏。");
        }
        return texts.getItemAt(at).getString();
    }

    private String numeric(String raw) {
        BigDecimal number;
        try {
            if (raw.length() > 40) {
                throw new NumberFormatException();
            }
            number = new BigDecimal(raw);
        } catch (NumberFormatException e) {
            throw refused("The cell's number is none.", "该单元格的数字无效。");
        }
        if (isDate()) {
            return date(number.doubleValue());
        }
        BigDecimal plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        if (Math.abs((long) plain.precision() - plain.scale()) > MAX_DIGITS || plain.scale() > 2 * MAX_DIGITS) {
            throw refused(
                    "The number has more digits than a spreadsheet keeps. Format the cell as text and enter it again.",
                    "该数字超出表格可保存的位数。请将单元格设为文本后重新输入。");
        }
        return plain.toPlainString();
    }

    private boolean isDate() {
        if (style < 0 || style >= styles.getNumCellStyles()) {
            return false;
        }
        XSSFCellStyle format = styles.getStyleAt(style);
        return DateUtil.isADateFormat(format.getDataFormat(), format.getDataFormatString());
    }

    private String date(double days) {
        if (!DateUtil.isValidExcelDate(days) || days > 2_958_465.99) { // the end of the year 9999
            throw refused("The cell's day is none.", "该单元格的日期无效。");
        }
        LocalDateTime time = DateUtil.getLocalDateTime(days, from1904);
        return time.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? time.toLocalDate().toString()
                : time.toString();
    }

    private void endRow() {
        Spreadsheet.Row done = new Spreadsheet.Row(row, cells);
        if (!done.isBlank()) {
            try {
                reader.row(done);
            } catch (Refusal e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                throw new ReaderFailed(e);
            }
        }
    }

    /** What the reader of the rows threw: no fault of the workbook. */
    static final class ReaderFailed extends RuntimeException {
        private static final long serialVersionUID = 1;

        ReaderFailed(Exception failure) {
            super(failure);
        }

        /** What it threw, if that is no IOException. */
        RuntimeException failure() throws IOException {
            if (getCause() instanceof IOException e) {
                throw e;
            }
            return getCause() instanceof RuntimeException e ? e : this;
        }
    }

    private String place() {
        return Spreadsheet.cell(Math.max(column, 0), Math.max(row, 1));
    }

    private Refusal refused(String en, String zh) {
        return new Refusal(ErrorCode.MALFORMED, en, zh).at(place());
    }
}
