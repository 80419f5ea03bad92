package org.tradeseal.gateway.spreadsheet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** The sheets that a workbook's main part names. */
final class XlsxSheets extends DefaultHandler {
    private static final String RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final Set<String> TRUE = Set.of("1", "true");

    private final List<Sheet> sheets = new ArrayList<>();
    private boolean from1904;

    record Sheet(String name, String relationship, boolean visible) {}

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) {
        if (localName.equals("sheet")) {
            String state = attributes.getValue("state");
            sheets.add(new Sheet(
                    String.valueOf(attributes.getValue("name")),
                    String.valueOf(attributes.getValue(RELATIONSHIPS, "id")),
                    state == null || state.equals("visible")));
        } else if (localName.equals("workbookPr")) {
            from1904 = TRUE.contains(
                    String.valueOf(attributes.getValue("date1904")).toLowerCase(Locale.ROOT));
        }
    }

    /** Whether days are counted from 1904 on. */
    boolean from1904() {
        return from1904;
    }

    /** The sheet of this name, or the first visible one. */
    Sheet choose(@Nullable String wanted) {
        List<String> visible =
                sheets.stream().filter(Sheet::visible).map(Sheet::name).toList();
        return sheets.stream()
                .filter(Sheet::visible)
                .filter(s -> wanted == null || s.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        ErrorCode.NOT_FOUND,
                        "The workbook has no visible sheet " + (wanted == null ? "" : wanted + " ") + "among " + visible
                                + ".",
                        "工作簿中没有可见的工作表" + (wanted == null ? "" : " " + wanted) + "，现有：" + visible + "。"));
    }
}
