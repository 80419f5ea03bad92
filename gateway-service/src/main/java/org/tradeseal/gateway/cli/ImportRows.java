package org.tradeseal.gateway.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.spreadsheet.Spreadsheet;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A table whose rows become requests: its first row names the columns. */
final class ImportRows implements ImportSource {
    private static final Pattern DAY = Pattern.compile("([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?");
    private static final Pattern OWNER = Pattern.compile("(\\S+)(?:\\s+([0-9]+(?:/[0-9]+)?))?");
    private static final int HEADINGS_SHOWN = 5;

    private final Path file;
    private final Spreadsheet table;
    private final ImportFiles files;
    private final String participant;
    private final List<String> recipients;
    private final List<String> examiners;
    private @Nullable List<Heading> headings;
    private boolean invoices;

    /**
     * A table for this participant, who owns alone what names no owners; the recipients get what a row names none for,
     * or else, of assets, the examiners.
     */
    ImportRows(Path file, @Nullable String sheet, String participant, List<String> recipients, List<String> examiners)
            throws IOException {
        this.file = file;
        this.table = Spreadsheet.open(file, sheet);
        this.files =
                new ImportFiles(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        this.participant = participant;
        this.recipients = List.copyOf(recipients);
        this.examiners = List.copyOf(examiners);
    }

    /** A column of this table: a known one, or the name of a private field. */
    private record Heading(@Nullable ImportColumn column, String privateName) {}

    @Override
    public String things() {
        return invoices ? "invoices" : "assets";
    }

    @Override
    public String command() {
        return invoices ? "invoice.issue" : "asset.file";
    }

    @Override
    public long count() throws IOException {
        long[] rows = new long[1];
        table.read(row -> {
            if (headings == null) {
                headings = headings(row);
            } else {
                rows[0]++;
            }
        });
        if (headings == null) {
            throw new Refusal(ErrorCode.MALFORMED, "The table is empty.", "表格为空。");
        }
        return rows[0];
    }

    @Override
    public void forEach(Items items) throws IOException {
        boolean[] first = {true};
        List<Heading> known = Objects.requireNonNull(headings, "count first");
        table.read(row -> {
            if (first[0]) {
                first[0] = false;
            } else {
                items.item(item(row, known));
            }
        });
    }

    private List<Heading> headings(Spreadsheet.Row row) {
        invoices = row.cells().stream()
                .anyMatch(cell -> ImportColumn.of(ImportColumn.INVOICE, cell)
                        .filter(c -> c.pointer().equals("/document"))
                        .isPresent());
        List<ImportColumn> columns = invoices ? ImportColumn.INVOICE : ImportColumn.ASSET;
        List<Heading> found = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < row.cells().size(); i++) {
            String cell = row.cells().get(i);
            String place = Spreadsheet.cell(i, row.number());
            Heading heading = heading(columns, cell)
                    .orElseThrow(() -> new Refusal(
                                    ErrorCode.MALFORMED,
                                    "The column “" + shortened(cell) + "” is not known. Take the headings from:"
                                            + " scripts/tradeseal import --template FILE. Known are "
                                            + some(columns, "en") + ", …",
                                    "无法识别列“" + shortened(cell)
                                            + "”。请使用模板中的列名：scripts/tradeseal import --template 文件。已知列："
                                            + some(columns, "zh") + "……")
                            .at(place));
            String name = heading.column() == null
                    ? "private " + heading.privateName()
                    : heading.column().pointer();
            if (!cell.isBlank() && seen.contains(name)) {
                throw new Refusal(
                                ErrorCode.MALFORMED,
                                "The column “" + shortened(cell) + "” stands there twice.",
                                "列“" + shortened(cell) + "”重复。")
                        .at(place);
            }
            seen.add(name);
            found.add(heading);
        }
        return found;
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }

    private static String some(List<ImportColumn> columns, String language) {
        return String.join(
                ", ",
                columns.stream()
                        .limit(HEADINGS_SHOWN)
                        .map(c -> c.heading().in(language))
                        .toList());
    }

    private static Optional<Heading> heading(List<ImportColumn> columns, String cell) {
        if (cell.isBlank()) {
            return Optional.of(new Heading(null, "")); // a column without heading may hold nothing
        }
        for (String prefix : ImportColumn.PRIVATE) {
            if (cell.startsWith(prefix) && columns.equals(ImportColumn.ASSET)) {
                return Optional.of(
                        new Heading(null, cell.substring(prefix.length()).strip()));
            }
        }
        return ImportColumn.of(columns, cell).map(c -> new Heading(c, ""));
    }

    private ImportItem item(Spreadsheet.Row row, List<Heading> known) throws IOException {
        Map<String, String> cells = new LinkedHashMap<>();
        String source = String.valueOf(file.getFileName());
        try {
            return new ImportItem(row.number(), source, body(row, known, cells), null, cells);
        } catch (Refusal refusal) {
            return new ImportItem(row.number(), source, null, refusal, cells);
        }
    }

    private ObjectNode body(Spreadsheet.Row row, List<Heading> known, Map<String, String> cells) throws IOException {
        if (row.cells().size() > known.size()) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "The row has more cells than there are headings; is a delimiter not quoted?",
                    "该行单元格多于列名，是否有分隔符未加引号？");
        }
        ObjectNode body = CanonicalJson.jsonMapper().createObjectNode();
        Map<String, JsonNode> publication = new LinkedHashMap<>();
        for (int i = 0; i < row.cells().size(); i++) {
            String cell = row.cells().get(i);
            if (cell.isBlank()) {
                continue;
            }
            Heading heading = known.get(i);
            ImportColumn column = heading.column();
            String place = Spreadsheet.cell(i, row.number());
            if (column == null) {
                privateField(body, heading.privateName(), cell, place);
                cells.put("/private/" + heading.privateName(), place);
                continue;
            }
            cells.put(column.pointer(), place);
            JsonNode value = at(column.pointer(), () -> value(column, cell));
            if (column.pointer().startsWith("/firstPublication/")) {
                publication.put(column.pointer().substring("/firstPublication/".length()), value);
            } else if (column.pointer().equals("/signature")) {
                body.put("signature", value.asString(""));
            } else {
                Pointers.set(body, column.pointer(), value);
            }
        }
        List<String> others = recipients.isEmpty() && !invoices ? examiners : recipients;
        if (!body.has("recipients") && !others.isEmpty()) {
            body.set("recipients", texts(others));
        }
        if (!invoices) {
            refuseExample(body, cells);
            complete(body, publication, cells);
        }
        return body;
    }

    // What is recorded stays: nobody wants the template's example there.
    private static void refuseExample(ObjectNode body, Map<String, String> cells) {
        boolean isExample = ImportColumn.ASSET.stream()
                .filter(c -> c.pointer().startsWith("/title/"))
                .allMatch(c -> c.example().equals(body.at(c.pointer()).asString("")));
        if (isExample) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "This is the template's example row: replace it by an asset of yours, or delete it.",
                            "这是模板的示例行：请替换为您的资产，或删除该行。")
                    .at(cells.containsKey("/title/zh") ? "/title/zh" : "/title/en");
        }
    }

    private static void privateField(ObjectNode body, String name, String cell, String place) {
        if (name.isEmpty() || name.contains("/")) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "The cell " + place + " stands under no heading.",
                            "单元格 " + place + " 没有列名。")
                    .at("/private");
        }
        body.withObject("/private").put(name, cell);
    }

    // What a person leaves out because it goes without saying.
    private void complete(ObjectNode body, Map<String, JsonNode> publication, Map<String, String> cells) {
        if (!body.has("registrants")) {
            body.putArray("registrants")
                    .addObject()
                    .put("participant", participant)
                    .put("share", "1");
        }
        if (!body.has("nature")) {
            body.put("nature", "ORIGINAL");
        }
        if (!publication.isEmpty()) {
            String details = "WORK".equals(body.path("assetClass").asString("")) ? "work" : "software";
            ObjectNode place = body.withObject("/details/" + details + "/firstPublication");
            publication.forEach((name, value) -> {
                place.set(name, value);
                cells.put(
                        "/details/" + details + "/firstPublication/" + name,
                        cells.getOrDefault("/firstPublication/" + name, ""));
            });
        }
    }

    private interface Value {
        JsonNode of() throws IOException;
    }

    private static JsonNode at(String pointer, Value value) throws IOException {
        try {
            return value.of();
        } catch (Refusal refusal) {
            throw refusal.field() == null ? refusal.at(pointer) : refusal;
        }
    }

    private JsonNode value(ImportColumn column, String cell) throws IOException {
        return switch (column.kind()) {
            case TEXT -> text(cell);
            case WORD -> text(column.onWire(cell));
            case INTEGER -> integer(cell);
            case DATE -> text(day(cell).toString());
            case TEXTS, IDS -> texts(parts(cell));
            case WORDS -> texts(parts(cell).stream().map(column::onWire).toList());
            case NAMES -> names(cell);
            case OWNERS -> owners(cell);
            case FILE -> text(Base64.getEncoder().encodeToString(files.bytes(cell)));
            case FILES -> documents(cell);
        };
    }

    private static JsonNode text(String text) {
        return CanonicalJson.toTree(text);
    }

    private static JsonNode texts(List<String> texts) {
        return CanonicalJson.toTree(texts);
    }

    private static List<String> parts(String cell) {
        List<String> parts = new ArrayList<>();
        for (String part : cell.split("[;；\\n]", -1)) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    private static JsonNode integer(String cell) {
        if (!cell.matches("-?[0-9]{1,15}")) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "“" + shortened(cell) + "” is no whole number; write digits only, such as 48000.",
                    "“" + shortened(cell) + "”不是整数；请只写数字，例如 48000。");
        }
        return CanonicalJson.toTree(Long.valueOf(cell));
    }

    private static LocalDate day(String cell) {
        Matcher parts = DAY.matcher(cell);
        try {
            if (parts.matches()) {
                return LocalDate.of(
                        Integer.parseInt(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        Integer.parseInt(parts.group(3)));
            }
        } catch (DateTimeException e) {
            // no such day
        }
        throw new Refusal(
                ErrorCode.MALFORMED,
                "“" + shortened(cell) + "” is no day; write it as 2026-01-31.",
                "“" + shortened(cell) + "”不是日期；请写成 2026-01-31。");
    }

    private static JsonNode names(String cell) {
        ArrayNode names = CanonicalJson.jsonMapper().createArrayNode();
        for (String name : parts(cell)) {
            ObjectNode one = names.addObject();
            int bar = name.indexOf('|');
            if (bar >= 0) {
                one.put("zh", name.substring(0, bar).strip());
                one.put("en", name.substring(bar + 1).strip());
            } else {
                boolean chinese =
                        name.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
                one.put(chinese ? "zh" : "en", name);
            }
        }
        return names;
    }

    private static JsonNode owners(String cell) {
        ArrayNode owners = CanonicalJson.jsonMapper().createArrayNode();
        List<String> parts = parts(cell);
        for (String part : parts) {
            Matcher owner = OWNER.matcher(part);
            if (!owner.matches() || (owner.group(2) == null && parts.size() > 1)) {
                throw new Refusal(
                        ErrorCode.MALFORMED,
                        "Owners are written as PTC-… 1/2; PTC-… 1/2.",
                        "权利人请写成 PTC-… 1/2; PTC-… 1/2。");
            }
            owners.addObject()
                    .put("participant", owner.group(1))
                    .put("share", owner.group(2) == null ? "1" : owner.group(2));
        }
        return owners;
    }

    private JsonNode documents(String cell) throws IOException {
        ArrayNode documents = CanonicalJson.jsonMapper().createArrayNode();
        for (String name : parts(cell)) {
            byte[] bytes = files.bytes(name);
            documents
                    .addObject()
                    .put("name", String.valueOf(Path.of(name).getFileName()))
                    .put("mediaType", MediaTypes.of(Path.of(name)))
                    .put("base64", Base64.getEncoder().encodeToString(bytes));
        }
        return documents;
    }
}
