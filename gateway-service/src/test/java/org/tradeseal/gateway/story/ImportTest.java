package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.gateway.cli.FakeGateway;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;
import tools.jackson.databind.JsonNode;

/** {@code scripts/tradeseal import} against a whole gateway. */
class ImportTest extends GatewayStory {
    private static final String HEADINGS =
            "类别,名称（中文）,法域,作者,软件版本号,软件分类,软件作品说明,开发完成日期,开发方式,权利取得方式," + "权利范围,硬件环境,软件环境,编程语言,源程序量,主要功能,鉴别材料,私密：联系人\n";

    @TempDir
    private Path folder;

    private static String line(String title) {
        return "软件," + title + ",CN,林海|Lin Hai,V1.0,应用软件,原创,2025/5/5,独立开发,原始取得,全部,x86-64,Linux,Java;SQL,48000,"
                + "\"排泊位, 排岸桥\",一般交存,林海\n";
    }

    private FakeGateway.Ran run(String language, Object... arguments) {
        return run(world.seller, language, arguments);
    }

    private FakeGateway.Ran run(Api caller, String language, Object... arguments) {
        List<String> words = new ArrayList<>(List.of("import"));
        Stream.of(arguments).map(String::valueOf).forEach(words::add);
        return FakeGateway.run(
                Map.of(
                        "LANG",
                        language,
                        "TRADESEAL_SERVER",
                        caller.address(""),
                        "TRADESEAL_TOKEN",
                        caller.secret(),
                        "TRADESEAL_STATE",
                        folder.resolve("client").toString()),
                "",
                words.toArray(new String[0]));
    }

    private Path table(String... lines) throws IOException {
        Path file = Files.createTempFile(folder, "assets", ".csv");
        return Files.writeString(file, HEADINGS + String.join("", lines));
    }

    private List<JsonNode> report(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        CanonicalJson.jsonMapper()
                .readTree(Files.readAllBytes(file))
                .path("lines")
                .forEach(lines::add);
        return lines;
    }

    // In one question: a list of the newest is turned pages of while deliveries still move its records to the front.
    private long titled(String prefix) {
        world.settle();
        Long number = jdbc.queryForObject(
                "select count(*) from readmodel.record where type = 'asset' and content #>> '{title,zh}' like ?",
                Long.class,
                prefix + "%");
        return Objects.requireNonNull(number);
    }

    private String statuses(List<JsonNode> report) {
        return String.join(
                " ", report.stream().map(l -> l.path("status").asString("")).toList());
    }

    @Test
    void aTableOfAssetsIsRecordedLineByLineAndABadLineSpoilsNoOther() throws IOException {
        String name = World.unique("导入");
        Path table = table(
                line(name + "-1"),
                line(name + "-2").replace("2025/5/5", "2025/2/30"),
                line(name + "-3").replace("独立开发", "NOBODY"),
                line(name + "-4").replace("应用软件", ""),
                line(name + "-5"));
        Path report = folder.resolve("report.json");
        FakeGateway.Ran ran = run("zh_CN.UTF-8", table, "--report", report);
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isEqualTo(1);
        assertThat(ran.out()).contains("已登记 2，此前已登记 0，被拒 3", "第 3 行", "不是日期");
        List<JsonNode> lines = report(report);
        assertThat(statuses(lines)).isEqualTo("RECORDED REFUSED REFUSED REFUSED RECORDED");
        assertThat(lines.get(0).path("id").asString("")).startsWith("AST-");
        assertThat(lines.get(1).path("cell").asString("")).isEqualTo("H3");
        assertThat(lines.get(3).path("code").asString("")).isEqualTo("FIELD_REQUIRED");
        assertThat(lines.get(3).path("field").asString("")).isEqualTo("/details/software/category");
        for (int refused : new int[] {1, 2, 3}) {
            assertThat(lines.get(refused).path("messageEn").asString("")).isNotBlank();
            assertThat(lines.get(refused).path("messageZh").asString(""))
                    .isNotBlank()
                    .isNotEqualTo(lines.get(refused).path("messageEn").asString(""));
            assertThat(lines.get(refused).path("remedyZh").asString("")).isNotBlank();
        }
        assertThat(titled(name)).isEqualTo(2);

        // Mended and run again: what was recorded is left alone.
        Files.writeString(
                table,
                HEADINGS
                        + line(name + "-1")
                        + line(name + "-2")
                        + line(name + "-3")
                        + line(name + "-4")
                        + line(name + "-5"));
        FakeGateway.Ran again = run("en", table, "--report", report);
        assertThat(again.exitCode()).as(again.out()).isZero();
        assertThat(titled(name)).isEqualTo(5);
    }

    @Test
    void aDryRunFindsWhatTheGatewayWouldRefuseAndRecordsNothing() throws IOException {
        String name = World.unique("试运行");
        Path table = table(line(name + "-1"), line(name + "-2").replace("一般交存", "NONSENSE"));
        int before = world.records();
        Long intents = jdbc.queryForObject("select count(*) from gateway.intent", Long.class);
        FakeGateway.Ran ran = run("en", table, "--dry-run");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("nothing is recorded", "1 would be recorded, 0 are recorded already, 1 would");
        assertThat(world.records()).isEqualTo(before);
        assertThat(jdbc.queryForObject("select count(*) from gateway.intent", Long.class))
                .isEqualTo(intents);
        assertThat(titled(name)).isZero();
        assertThat(run("en", table).out()).contains("1 recorded");
        assertThat(run("en", table, "--dry-run").out()).contains("0 would be recorded, 1 are recorded already");
    }

    @Test
    void runningAnImportAgainRecordsNothingTwiceEvenWithoutItsJournal() throws IOException {
        String name = World.unique("重复");
        Path table = table(line(name + "-1"), line(name + "-2"), line(name + "-1"));
        Path report = folder.resolve(name + ".json");
        assertThat(run("en", table, "--report", report).exitCode()).isZero();
        assertThat(statuses(report(report))).isEqualTo("RECORDED RECORDED EXISTS");
        assertThat(run("en", table, "--report", report).out())
                .contains("Going on", "2 recorded, 1 had been recorded before");
        Files.delete(folder.resolve(name + ".json.journal"));
        FakeGateway.Ran ran = run("en", table, "--report", report);
        assertThat(ran.out()).contains("0 recorded, 3 had been recorded before");
        assertThat(titled(name)).isEqualTo(2);
    }

    @Test
    void whatARestoredLedgerLostIsSentAgain() throws IOException {
        Path table = table(line(World.unique("恢复")));
        Path report = folder.resolve("lost.json");
        assertThat(run("en", table, "--report", report).exitCode()).isZero();
        String id = report(report).get(0).path("id").asString("");
        assertThat(run("en", table, "--report", report).out()).doesNotContain("sent again under");
        assertThat(run("en", table, "--report", report, "--again").out())
                .contains("Every line is sent again", "0 recorded, 1 had been recorded before");

        // As if the ledger had been set back: the journal names a record that is not there.
        Path journal = folder.resolve("lost.json.journal");
        Files.writeString(journal, Files.readString(journal).replace(id, nowhere()));
        FakeGateway.Ran ran = run("en", table, "--report", report);
        assertThat(ran.out()).contains("was a backup restored?", "0 recorded, 1 had been recorded before");
        assertThat(report(report).get(0).path("id").asString("")).isEqualTo(id);
    }

    private String nowhere() {
        return RecordId.derive(Sha256.of(), "AST", world.seller.participant(), World.unique("nowhere"))
                .value();
    }

    @Test
    void aJournalGoesOnUnderItsOwnSecretOnly() throws IOException {
        Path table = table(line(World.unique("密钥")));
        assertThat(run("en", table).exitCode()).isZero();
        assertThat(Files.getPosixFilePermissions(folder.resolve("client/import.secret")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Files.delete(folder.resolve("client/import.secret"));
        FakeGateway.Ran ran = run("en", table);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("another import.secret");
    }

    @Test
    void anImportThatIsKilledGoesOnAndNothingIsDoubledOrLost() throws Exception {
        String name = World.unique("中断");
        int lines = 400;
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            all.append(line(name + "-" + i));
        }
        Path table = table(all.toString());
        Path report = folder.resolve("killed.json");
        Path journal = folder.resolve("killed.json.journal");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                "org.tradeseal.gateway.cli.TradeSeal",
                "import",
                table.toString(),
                "--report",
                report.toString());
        int kills = 0;
        for (long wanted : new long[] {1, 120}) {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment()
                    .putAll(Map.of(
                            "LANG", "en",
                            "TRADESEAL_SERVER", world.seller.address(""),
                            "TRADESEAL_TOKEN", world.seller.secret(),
                            "TRADESEAL_STATE", folder.resolve("client").toString()));
            builder.redirectErrorStream(true)
                    .redirectOutput(folder.resolve("killed.log").toFile());
            Process process = builder.start();
            try {
                long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
                while (lineCount(journal) <= wanted && process.isAlive() && System.nanoTime() < end) {
                    Thread.sleep(20);
                }
                assertThat(lineCount(journal))
                        .as(Files.readString(folder.resolve("killed.log")))
                        .isGreaterThan(wanted);
            } finally {
                if (process.isAlive()) {
                    kills++;
                }
                process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        }
        assertThat(kills).as(Files.readString(folder.resolve("killed.log"))).isPositive();
        assertThat(report).doesNotExist();
        // A kill in the middle of a line leaves half of it.
        Files.writeString(journal, "{\"line\":19", StandardOpenOption.APPEND);

        FakeGateway.Ran ran = run("en", table, "--report", report);
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.out()).contains("Going on");
        List<JsonNode> reported = report(report);
        assertThat(reported).hasSize(lines);
        Set<String> ids = new HashSet<>();
        reported.forEach(l -> ids.add(l.path("id").asString("")));
        assertThat(ids).hasSize(lines).doesNotContain("");
        assertThat(titled(name)).isEqualTo(lines);
        // Other classes share the gateway and wait for deliveries of their own behind these.
        world.delivered(
                world.seller, "/v1/assets/" + reported.get(lines - 1).path("id").asString(""), 2);
    }

    private static long lineCount(Path file) {
        try (Stream<String> lines = Files.exists(file) ? Files.lines(file) : Stream.empty()) {
            return lines.count();
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }

    @Test
    void aFolderOfInvoicesIsRecordedWithWhatIsWrongInEach() throws IOException {
        Path invoices = Files.createDirectories(folder.resolve("invoices/2026"));
        String good = World.invoice(World.unique("LH-IMP"));
        Files.writeString(invoices.resolve("a.xml"), good);
        Files.write(invoices.resolve("a.xml.p7s"), SIGNER.signDetached(World.bytes(good)));
        Files.writeString(
                invoices.resolve("b.xml"),
                World.invoice(World.unique("LH-BAD")).replaceFirst("125000\\.00", "125000.01"));
        Files.writeString(invoices.resolve("c.xml"), "<!DOCTYPE x><x/>");
        Files.writeString(invoices.resolve("d.xml"), "");
        Files.writeString(invoices.resolve("readme.txt"), "not an invoice");
        Files.createSymbolicLink(invoices.resolve("e.xml"), Path.of("/etc/hostname"));
        Path report = folder.resolve("invoices.json");
        FakeGateway.Ran ran = run("en", invoices.getParent(), "--report", report);
        List<JsonNode> lines = report(report);
        assertThat(statuses(lines)).as(ran.out()).isEqualTo("RECORDED REFUSED REFUSED REFUSED");
        assertThat(lines)
                .extracting(l -> l.path("source").asString(""))
                .containsExactly("2026/a.xml", "2026/b.xml", "2026/c.xml", "2026/d.xml");
        assertThat(lines.get(1).path("code").asString("")).isEqualTo("DOCUMENT_INVALID");
        assertThat(lines.get(1).path("details").asString("")).isNotBlank();
        assertThat(lines.get(2).path("code").asString("")).isEqualTo("XML_DTD_FORBIDDEN");
        JsonNode recorded = world.seller
                .get("/v1/records/" + lines.get(0).path("id").asString(""))
                .is(200)
                .json();
        assertThat(recorded.at("/content/signature/indication").asString("")).isEqualTo("TOTAL_PASSED");
    }

    @Test
    void aTableOfInvoicesNamesFilesBesideItAndNothingOutside() throws IOException {
        Files.writeString(folder.resolve("x.xml"), World.invoice(World.unique("LH-TAB")));
        Path outside = Files.createDirectories(folder.resolve("inner"));
        Path table = outside.resolve("list.csv");
        Files.copy(folder.resolve("x.xml"), outside.resolve("y.xml"));
        Files.writeString(
                table,
                "Invoice file,Recipients\ny.xml," + world.bankA.participant()
                        + "\n../x.xml,\n/etc/passwd,\nnone.xml,\n");
        Path report = folder.resolve("list.json");
        run("en", table, "--report", report);
        assertThat(statuses(report(report))).isEqualTo("RECORDED REFUSED REFUSED REFUSED");
        assertThat(report(report))
                .filteredOn(l -> l.path("code").asString("").equals("NOT_FOUND"))
                .hasSize(3);
    }

    @Test
    void theTemplateIsAcceptedInBothLanguagesAndFormsOnceItsExampleIsReplaced() throws IOException {
        for (String language : List.of("en", "zh_CN.UTF-8")) {
            for (String ending : List.of(".csv", ".xlsx")) {
                Path template = folder.resolve("template-" + language.substring(0, 2) + ending);
                assertThat(run(language, "--template", template).exitCode()).isZero();
                assertThat(run(language, "--template", template).exitCode())
                        .as("never over a file")
                        .isEqualTo(2);
                FakeGateway.Ran example = run("en", template, "--dry-run");
                assertThat(example.exitCode()).isEqualTo(1);
                assertThat(example.out()).contains("example row");
                replaceExample(template);
                FakeGateway.Ran ran = run(language, template, "--dry-run");
                assertThat(ran.exitCode()).as(ran.out() + ran.err()).isZero();
            }
        }
        assertThat(run("en", "--template", folder.resolve("invoices.xlsx"), "--invoices")
                        .exitCode())
                .isZero();
    }

    private static void replaceExample(Path template) throws IOException {
        String example = "港口排程软件";
        if (template.toString().endsWith(".csv")) {
            Files.writeString(template, Files.readString(template).replace(example, "货柜排程软件"));
            return;
        }
        byte[] filled;
        try (XSSFWorkbook workbook = new XSSFWorkbook(Files.newInputStream(template));
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            workbook.getSheetAt(0).getRow(1).forEach(cell -> {
                if (cell.getStringCellValue().equals(example)) {
                    cell.setCellValue("货柜排程软件");
                }
            });
            workbook.write(out);
            filled = out.toByteArray();
        }
        Files.write(template, filled);
    }

    @Test
    void aHostileTableIsRefusedWholeBeforeAnythingIsSent() throws IOException {
        int before = world.records();
        Path workbook = folder.resolve("formula.xlsx");
        try (XSSFWorkbook book = new XSSFWorkbook();
                OutputStream out = Files.newOutputStream(workbook)) {
            var sheet = book.createSheet();
            sheet.createRow(0).createCell(0).setCellValue("类别");
            sheet.createRow(1).createCell(0).setCellValue("软件");
            sheet.createRow(2).createCell(0).setCellFormula("1+1");
            book.write(out);
        }
        FakeGateway.Ran ran = run("zh", workbook);
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("公式", "A3");
        Path unknown = table(line("x"));
        Files.writeString(unknown, "Class,Nonsense\nSOFTWARE,1\n");
        assertThat(run("en", unknown).err()).contains("Nonsense", "B1", "--template");
        Files.writeString(unknown, "Class,class\nSOFTWARE,1\n");
        assertThat(run("en", unknown).err()).contains("twice");
        assertThat(world.records()).isEqualTo(before);
    }

    @Test
    void textsThatLookLikeFormulasAreHarmlessInTheReport() throws IOException {
        Path table = table(line("=HYPERLINK(1)").replace("2025/5/5", "=cmd|' /C calc'!A0"));
        Path report = folder.resolve("report.csv");
        run("en", table, "--report", report);
        String text = Files.readString(report, StandardCharsets.UTF_8);
        assertThat(text).startsWith("\uFEFFline,source,status").contains("REFUSED");
        for (String cell : text.split("[,\r\n]", -1)) {
            assertThat(cell.replace("\"", "")).doesNotMatch("^[=+@-].*");
        }
        Path mine = Files.writeString(folder.resolve("mine.csv"), "my own file");
        assertThat(run("en", table, "--report", mine).exitCode()).isEqualTo(2);
        assertThat(mine).hasContent("my own file");
    }

    @Test
    void aJournalOfAnotherParticipantIsNotTaken() throws IOException {
        Path table = table(line(World.unique("他人")));
        assertThat(run("en", table).exitCode()).isZero();
        FakeGateway.Ran other = run(world.buyer, "en", table);
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).contains("another participant");
    }
}
