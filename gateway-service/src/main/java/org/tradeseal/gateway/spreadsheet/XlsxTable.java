package org.tradeseal.gateway.spreadsheet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.openxml4j.opc.PackageRelationship;
import org.apache.poi.openxml4j.opc.PackageRelationshipTypes;
import org.apache.poi.openxml4j.opc.TargetMode;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.apache.poi.util.XMLHelper;
import org.apache.poi.xssf.eventusermodel.ReadOnlySharedStringsTable;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.model.StylesTable;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import org.xml.sax.ContentHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/**
 * A sheet of an Office Open XML workbook (ECMA-376), read as a stream. Refused are macros, formulas, links to other files,
 * embedded objects, data connections, merged and hidden cells, document type declarations, and files that unpack to far more
 * than they are.
 */
final class XlsxTable implements Spreadsheet {
    private static final long MAX_FILE = 64L * 1024 * 1024;
    private static final long MAX_UNPACKED = 1024L * 1024 * 1024;
    private static final long MAX_TEXTS = 64L * 1024 * 1024; // the shared texts are kept in memory
    private static final int MAX_ENTRIES = 1000;
    private static final String WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

    static {
        ZipSecureFile.setMinInflateRatio(0.005);
        ZipSecureFile.setMaxEntrySize(MAX_UNPACKED);
        ZipSecureFile.setMaxFileCount(MAX_ENTRIES);
    }

    private final Path file;
    private final @Nullable String wantedSheet;

    XlsxTable(Path file, @Nullable String wantedSheet) {
        this.file = file;
        this.wantedSheet = wantedSheet;
    }

    @Override
    public void read(Rows reader) throws IOException {
        requirePlainContainer();
        try (OPCPackage workbook = OPCPackage.open(file.toFile(), PackageAccess.READ)) {
            requireNothingActive(workbook);
            read(workbook, reader);
        } catch (XlsxRows.ReaderFailed e) {
            throw e.failure();
        } catch (Refusal e) {
            throw e;
        } catch (IOException
                | SAXException
                | OpenXML4JException
                | ParserConfigurationException
                | RuntimeException e) { // the library throws many kinds for a damaged file
            throw damaged(e);
        }
    }

    private static Refusal damaged(Exception e) {
        Throwable root = e;
        while (root.getCause() != null) {
            if (root instanceof Refusal refusal) {
                return refusal;
            }
            root = root.getCause();
        }
        if (root instanceof Refusal refusal) {
            return refusal;
        }
        String why = String.valueOf(root.getMessage());
        if (why.contains("Zip bomb")) {
            return new Refusal(
                    ErrorCode.TOO_LARGE,
                    "The workbook unpacks to far more than it is (a “zip bomb”).",
                    "工作簿解压后远大于其自身（压缩炸弹）。");
        }
        if (why.toUpperCase(Locale.ROOT).contains("DOCTYPE")) {
            return new Refusal(
                    ErrorCode.XML_DTD_FORBIDDEN,
                    "The workbook's XML has a document type declaration.",
                    "工作簿的 XML 含文档类型声明。");
        }
        return new Refusal(
                ErrorCode.MALFORMED,
                "The workbook cannot be read; it may be truncated or damaged, or protected by a password.",
                "无法读取工作簿，可能不完整、已损坏或受密码保护。");
    }

    // Looked at before any library opens it: the list of what is inside.
    private void requirePlainContainer() throws IOException {
        if (Files.size(file) > MAX_FILE) {
            throw tooLarge("The workbook is larger than 64 MiB", "工作簿超过 64 MiB");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() > MAX_ENTRIES) {
                throw tooLarge("The workbook has more than " + MAX_ENTRIES + " parts", "工作簿超过 " + MAX_ENTRIES + " 个部件");
            }
            long unpacked = 0;
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                requirePlainPart(entry.getName().toLowerCase(Locale.ROOT));
                unpacked += Math.max(entry.getSize(), 0);
                if (entry.getName().toLowerCase(Locale.ROOT).endsWith("sharedstrings.xml")
                        && entry.getSize() > MAX_TEXTS) {
                    throw tooLarge("The workbook's texts are larger than 64 MiB", "工作簿的文本超过 64 MiB");
                }
            }
            if (unpacked > MAX_UNPACKED) {
                throw tooLarge("The workbook unpacks to more than 1 GiB", "工作簿解压后超过 1 GiB");
            }
        } catch (ZipException e) {
            throw damaged(e);
        }
    }

    private static Refusal tooLarge(String en, String zh) {
        return new Refusal(
                ErrorCode.TOO_LARGE, en + "; save the table as “CSV UTF-8” or split it.", zh + "；请另存为“CSV UTF-8”或拆分。");
    }

    private static void requirePlainPart(String name) {
        record Active(String mark, String en, String zh) {}
        List<Active> active = List.of(
                new Active("vbaproject", "macros", "宏"),
                new Active("xl/macrosheets/", "macros", "宏"),
                new Active("xl/externallinks/", "links to other files", "外部链接"),
                new Active("xl/embeddings/", "embedded objects", "嵌入对象"),
                new Active("xl/activex/", "ActiveX controls", "ActiveX 控件"),
                new Active("xl/connections.xml", "data connections", "数据连接"),
                new Active("xl/querytables/", "data connections", "数据连接"));
        for (Active kind : active) {
            if (name.contains(kind.mark())) {
                throw activeContent(kind.en(), kind.zh());
            }
        }
    }

    private static Refusal activeContent(String en, String zh) {
        return new Refusal(
                ErrorCode.MALFORMED,
                "The workbook holds " + en + ". Copy the plain values into a new workbook, or save as “CSV UTF-8”.",
                "工作簿含有" + zh + "。请将纯数值复制到新工作簿，或另存为“CSV UTF-8”。");
    }

    private static void requireNothingActive(OPCPackage workbook) throws OpenXML4JException {
        for (PackagePart part : workbook.getParts()) {
            if (part.getContentType().contains("macroEnabled")
                    || part.getContentType().contains("vbaProject")) {
                throw activeContent("macros", "宏");
            }
            if (part.isRelationshipPart()) {
                continue;
            }
            for (PackageRelationship link : part.getRelationships()) {
                boolean external = link.getTargetMode() == TargetMode.EXTERNAL;
                if (external && !link.getRelationshipType().endsWith("/hyperlink")) {
                    throw activeContent("links to other files", "外部链接");
                }
            }
        }
        boolean isWorkbook = workbook.getRelationshipsByType(PackageRelationshipTypes.CORE_DOCUMENT)
                                .size()
                        == 1
                && !workbook.getPartsByContentType(WORKBOOK).isEmpty();
        if (!isWorkbook) {
            throw new Refusal(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "This is no Excel workbook of the ordinary kind: save it as “Excel Workbook (.xlsx)”.",
                    "这不是普通的 Excel 工作簿：请另存为“Excel 工作簿（.xlsx）”。");
        }
    }

    private void read(OPCPackage workbook, Rows reader)
            throws IOException, OpenXML4JException, SAXException, ParserConfigurationException {
        XSSFReader parts = new XSSFReader(workbook);
        XlsxSheets sheets = new XlsxSheets();
        try (InputStream in = parts.getWorkbookData()) {
            parse(in, sheets);
        }
        XlsxSheets.Sheet chosen = sheets.choose(wantedSheet);
        ReadOnlySharedStringsTable texts = new ReadOnlySharedStringsTable(workbook, false);
        StylesTable styles = parts.getStylesTable();
        try (InputStream in = parts.getSheet(chosen.relationship())) {
            parse(in, new XlsxRows(texts, styles, sheets.from1904(), reader));
        }
    }

    // POI's reader refuses document type declarations and resolves nothing outside.
    private static void parse(InputStream in, ContentHandler handler)
            throws SAXException, ParserConfigurationException, IOException {
        XMLReader xml = XMLHelper.newXMLReader();
        xml.setContentHandler(handler);
        xml.parse(new InputSource(in));
    }
}
