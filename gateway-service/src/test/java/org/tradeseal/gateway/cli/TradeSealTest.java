package org.tradeseal.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradeseal.gateway.commands.Doors;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import tools.jackson.databind.JsonNode;

class TradeSealTest {
    private static final String ID =
            RecordId.derive(Sha256.of(new byte[0]), "PTC", "a", "b").value();
    private static final String RECORD = """
            {"id":"%s","type":"participant","version":2,"recordedAt":"2026-01-01T00:00:00Z","actor":"%s",
             "transactionId":"tx1","custodial":false,
             "content":{"status":"SUSPENDED","name":{"zh":"晨星软件"}},"position":{"block":7}}""".formatted(ID, ID);

    @TempDir
    Path folder;

    private FakeGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new FakeGateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void everyCommandOfTheDispatchTableHasItsVerb() {
        Terminal terminal = terminal("en");
        CommandLine root = TradeSeal.commandLine(terminal);
        Doors.byPath().values().forEach(name -> {
            String[] words = name.split("\\.", 2);
            assertThat(root.getSubcommands()).containsKey(words[0]);
            assertThat(root.getSubcommands().get(words[0]).getSubcommands()).containsKey(words[1]);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh_CN.UTF-8"})
    void everyCommandOptionAndParameterIsDescribed(String language) {
        List<String> silent = new ArrayList<>();
        collectUndescribed(TradeSeal.commandLine(terminal(language)), silent);
        assertThat(silent).isEmpty();
    }

    private static void collectUndescribed(CommandLine command, List<String> silent) {
        CommandLine.Model.CommandSpec spec = command.getCommandSpec();
        if (spec.usageMessage().description().length == 0) {
            silent.add(spec.qualifiedName());
        }
        for (ArgSpec argument : spec.args()) {
            if (argument.description().length == 0
                    && argument.messages() != null
                    && String.join("", described(argument)).isBlank()) {
                silent.add(spec.qualifiedName() + " " + argument);
            }
        }
        assertThat(command.getUsageMessage()).isNotBlank();
        command.getSubcommands().values().forEach(sub -> collectUndescribed(sub, silent));
    }

    private static String[] described(ArgSpec argument) {
        return argument.description();
    }

    @Test
    void bothLanguagesHaveTheSameSentencesWithTheSamePlaces() {
        ResourceBundle en = Texts.in("en").bundle();
        ResourceBundle zh = Texts.in("zh").bundle();
        assertThat(zh.keySet()).isEqualTo(en.keySet());
        for (String key : en.keySet()) {
            assertThat(places(zh.getString(key))).as(key).isEqualTo(places(en.getString(key)));
        }
        assertThat(zh.getString("server")).isNotEqualTo(en.getString("server"));
    }

    private static List<String> places(String text) {
        return java.util.regex.Pattern.compile("\\{\\d}")
                .matcher(text)
                .results()
                .map(java.util.regex.MatchResult::group)
                .sorted()
                .toList();
    }

    @Test
    void everyCommandOfTheTableHasASentence() {
        ResourceBundle en = Texts.in("en").bundle();
        assertThat(Doors.byPath().values()).allMatch(name -> en.containsKey("command." + name));
    }

    @Test
    void aMoveSendsItsBodyToTheGatewaysOwnAddress() {
        gateway.answering("POST /v1/participants/" + ID + "/suspend", 200, RECORD);
        FakeGateway.Ran ran = gateway.run(
                "en_GB.UTF-8",
                "participant",
                "suspend",
                ID,
                "--set",
                "/reason=no licence",
                "--if-match",
                "3",
                "--idempotency-key",
                "k1");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(gateway.last().json()).isEqualTo(CanonicalJson.toTree(Map.of("id", ID, "reason", "no licence")));
        assertThat(gateway.last().header("If-Match")).isEqualTo("\"3\"");
        assertThat(gateway.last().header("Idempotency-Key")).isEqualTo("k1");
        assertThat(gateway.last().header("Authorization")).isEqualTo("Bearer ts_test");
        assertThat(gateway.last().header("Accept-Language")).isEqualTo("en");
        assertThat(ran.out()).contains(ID, "v2", "SUSPENDED", "block", "晨星软件");
    }

    @Test
    void aBodyIsMadeFromAFileSingleValuesAndPrivateContent() throws IOException {
        gateway.answering("POST /v1/participants", 201, RECORD);
        Path body = Files.writeString(folder.resolve("body.json"), "{\"name\":{\"en\":\"Old\"},\"country\":\"CN\"}");
        Path secret = Files.writeString(folder.resolve("private.json"), "{\"price\":\"10\"}");
        Path document = Files.writeString(folder.resolve("源代码.txt"), "hello");
        FakeGateway.Ran ran = gateway.run(
                "zh_CN.UTF-8",
                "participant",
                "admit",
                "--body",
                body.toString(),
                "--set",
                "/name/en=New=1",
                "--set",
                "/roles/0=BANK",
                "--set",
                "/identifiers:=[{\"scheme\":\"VAT\",\"value\":\"1\"}]",
                "--private",
                secret.toString(),
                "--document",
                document.toString(),
                "--recipient",
                ID);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        JsonNode sent = gateway.last().json();
        assertThat(sent.at("/name/en").stringValue()).isEqualTo("New=1");
        assertThat(sent.at("/country").stringValue()).isEqualTo("CN");
        assertThat(sent.at("/roles/0").stringValue()).isEqualTo("BANK");
        assertThat(sent.at("/identifiers/0/value").stringValue()).isEqualTo("1");
        assertThat(sent.at("/private/price").stringValue()).isEqualTo("10");
        assertThat(sent.at("/documents/0/name").stringValue()).isEqualTo("源代码.txt");
        assertThat(sent.at("/documents/0/mediaType").stringValue()).isEqualTo("text/plain");
        assertThat(sent.at("/documents/0/base64").stringValue()).isEqualTo("aGVsbG8=");
        assertThat(sent.at("/recipients/0").stringValue()).isEqualTo(ID);
        assertThat(gateway.last().header("Accept-Language")).isEqualTo("zh");
    }

    @Test
    void aBodyIsReadFromStandardInput() {
        gateway.answering("POST /v1/participants", 201, RECORD);
        assertThat(gateway.runReading("{\"country\":\"SG\"}", "en", "participant", "admit", "--body", "-")
                        .exitCode())
                .isZero();
        assertThat(gateway.last().json().at("/country").stringValue()).isEqualTo("SG");
    }

    @Test
    void aRefusalSaysWhatWhereAndWhatToDo() {
        gateway.answering("POST /v1/participants/" + ID + "/suspend", 409, """
                {"title":"不可行","detail":"记录状态不符","code":"WRONG_STATE","remedy":"请刷新","status":409,
                 "errors":[{"pointer":"/body/reason","detail":"x"}],"conflictsWith":["%s"]}""".formatted(ID));
        FakeGateway.Ran ran = gateway.run("zh_CN.UTF-8", "participant", "suspend", ID);
        assertThat(ran.exitCode()).isEqualTo(TradeSeal.REFUSED);
        assertThat(ran.err()).contains("不可行", "WRONG_STATE", "记录状态不符", "/body/reason", ID, "请刷新", "处理办法");
        FakeGateway.Ran json = gateway.run("zh_CN.UTF-8", "participant", "suspend", ID, "--json");
        assertThat(CanonicalJson.tree(json.out().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .path("code")
                        .stringValue())
                .isEqualTo("WRONG_STATE");
    }

    @Test
    void wrongTypingIsExplainedInTheReadersLanguage() {
        assertThat(gateway.run("zh_CN.UTF-8", "participent").err()).contains("无法识别", "participant");
        assertThat(gateway.run("en", "participant", "suspend").err()).contains("Missing: ID");
        assertThat(gateway.run("zh", "show").err()).contains("缺少：ID");
        assertThat(gateway.run("en", "show", "PTC-123").exitCode()).isEqualTo(TradeSeal.MISUSED);
        assertThat(gateway.run("en", "participant", "admit", "--set", "name=x").err())
                .contains("/pointer=text");
        assertThat(gateway.run("en").exitCode()).isEqualTo(TradeSeal.MISUSED);
        assertThat(gateway.received).isEmpty();
    }

    @Test
    void anAbsentGatewayIsSaidSo() {
        String address = gateway.address();
        gateway.close();
        FakeGateway.Ran ran = FakeGateway.run(Map.of("LANG", "en"), "", "work", "--server", address);
        assertThat(ran.exitCode()).isEqualTo(TradeSeal.NOT_REACHABLE);
        assertThat(ran.err()).contains(address, "scripts/start");
    }

    @Test
    void theLocalGatewaysAddressAndTokenAreTheDefault() throws IOException {
        gateway.answering("GET /v1/work", 200, "{\"items\":[]}");
        Files.writeString(folder.resolve("address"), gateway.address() + "\n");
        Files.writeString(folder.resolve("operator.token"), "ts_local\n");
        FakeGateway.Ran ran = FakeGateway.run(
                Map.of("LC_ALL", "zh_TW.UTF-8", "LANG", "en", "TRADESEAL_STATE", folder.toString()), "", "work");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(gateway.last().header("Authorization")).isEqualTo("Bearer ts_local");
        assertThat(ran.out()).contains("没有等待您处理的事项");
    }

    @Test
    void checkingInvoicesShowsFindingsAndFailsIfOneIsInvalid() throws IOException {
        Path good = Files.writeString(folder.resolve("good.xml"), "<good/>");
        Path bad = Files.writeString(folder.resolve("bad.xml"), "<bad/>");
        Path torn = Files.writeString(folder.resolve("torn.xml"), "<torn");
        gateway.answering("POST /v1/invoices/check", request -> switch (request.body()) {
            case "<good/>" -> new FakeGateway.Answer(200, "{\"valid\":true,\"findings\":[]}");
            case "<bad/>" ->
                new FakeGateway.Answer(
                        200,
                        "{\"valid\":false,\"findings\":[{\"severity\":\"ERROR\",\"rule\":\"BR-CO-15\",\"location\":\"/a\","
                                + "\"message\":{\"en\":\"Sum\",\"zh\":\"合计\"},\"remedy\":{\"en\":\"Fix\",\"zh\":\"更正\"}}]}");
            default -> new FakeGateway.Answer(400, "{\"code\":\"MALFORMED\",\"detail\":\"no XML\"}");
        });
        assertThat(gateway.run("en", "invoice", "check", good.toString()).exitCode())
                .isZero();
        FakeGateway.Ran ran = gateway.run("zh", "invoice", "check", good.toString(), bad.toString(), torn.toString());
        assertThat(ran.exitCode()).isEqualTo(TradeSeal.REFUSED);
        assertThat(ran.out()).contains("BR-CO-15", "合计", "更正", "/a", "错误", "MALFORMED", "no XML");
        assertThat(gateway.run("en", "invoice", "check", "--json", bad.toString())
                        .out())
                .contains("\"BR-CO-15\"", "\"file\"");
    }

    @Test
    void anInvoiceIsSubmittedInParts() throws IOException {
        gateway.answering("POST /v1/invoices", 201, RECORD);
        Path document = Files.writeString(folder.resolve("invoice.xml"), "<Invoice/>");
        Path signature = Files.writeString(folder.resolve("invoice.p7s"), "SIGNATURE");
        FakeGateway.Ran ran = gateway.run(
                "en", "invoice", "submit", document.toString(), "--signature", signature.toString(), "--recipient", ID);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(gateway.last().header("Content-Type")).startsWith("multipart/form-data; boundary=");
        assertThat(gateway.last().body())
                .contains(
                        "name=\"document\"; filename=\"invoice.xml\"",
                        "<Invoice/>",
                        "name=\"signature\"",
                        "SIGNATURE",
                        "name=\"recipients\"",
                        ID);
    }

    @Test
    void listsAreFilteredAndPaged() {
        gateway.answering("GET /v1/assets", 200, "{\"items\":[" + RECORD + "],\"next\":\"YjE\"}");
        FakeGateway.Ran ran =
                gateway.run("en", "list", "assets", "--filter", "q=晨星 1", "--filter", "status=FILED", "--limit", "1");
        assertThat(gateway.last().target()).isEqualTo("/v1/assets?q=%E6%99%A8%E6%98%9F%201&status=FILED&limit=1");
        assertThat(ran.out()).contains("晨星软件", "--cursor YjE");
    }

    @Test
    void tokensGoToAFileOfTheirOwnerOnly() throws IOException {
        gateway.answering("POST /v1/tokens", 201, "{\"token\":{\"id\":\"t1\"},\"secret\":\"ts_secret\"}");
        Path file = folder.resolve("bank.token");
        FakeGateway.Ran ran = gateway.run("en", "token", "create", ID, "--label", "desk", "--output", file.toString());
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).doesNotContain("ts_secret");
        assertThat(file).hasContent("ts_secret\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(gateway.run("en", "token", "create", ID, "--output", file.toString())
                        .exitCode())
                .isEqualTo(TradeSeal.MISUSED);
        assertThat(gateway.received).hasSize(1);
    }

    @Test
    void changesAreShownOncePerLine() {
        gateway.answering("GET /v1/changes", 200, "{\"items\":[{\"index\":5,\"record\":" + RECORD + "}]}");
        FakeGateway.Ran ran = gateway.run("en", "changes", "--after", "4", "--json");
        assertThat(gateway.last().target()).contains("after=4");
        assertThat(ran.out().lines()).hasSize(1);
    }

    @Test
    void columnsAlignUnderChinese() {
        java.io.StringWriter text = new java.io.StringWriter();
        new Table().row("编号", "x").row("abcd", "y").print(new java.io.PrintWriter(text), "");
        assertThat(text.toString().lines()).containsExactly("编号  x", "abcd  y");
        assertThat(Table.width("Ａé한글")).isEqualTo(2 + 1 + 4);
    }

    @Test
    void aDocumentThatIsNotConfirmedFails() throws IOException {
        Path document = Files.writeString(folder.resolve("a.xml"), "<a/>");
        gateway.answering("POST /v1/verifications", 200, """
                {"finding":"DIFFERENT","explanation":"differs","record":"%s",
                 "differences":[{"pointer":"/payableAmount","recorded":"1","presented":"2"}]}""".formatted(ID));
        FakeGateway.Ran ran = gateway.run("en", "verify", document.toString(), "--record", ID);
        assertThat(ran.exitCode()).isEqualTo(TradeSeal.REFUSED);
        assertThat(ran.out()).contains("✗ differs", "/payableAmount  recorded 1  presented 2", ID);
        assertThat(gateway.last().target()).isEqualTo("/v1/verifications?record=" + ID);
        assertThat(gateway.last().body()).isEqualTo("<a/>");
        gateway.answering("POST /v1/verifications", 200, "{\"finding\":\"UNKNOWN\",\"explanation\":\"unknown\"}");
        assertThat(gateway.run("en", "verify", document.toString()).exitCode()).isEqualTo(TradeSeal.REFUSED);
        gateway.answering("POST /v1/verifications", 200, "{\"finding\":\"IDENTICAL_BYTES\",\"explanation\":\"same\"}");
        assertThat(gateway.run("en", "verify", document.toString()).exitCode()).isZero();
    }

    @Test
    void aLedgerThatIsNotWholeFailsTheAudit() {
        gateway.answering("GET /v1/audit", 200, "{\"whole\":true}");
        assertThat(gateway.run("en", "audit").exitCode()).isZero();
        gateway.answering("GET /v1/audit", 200, "{\"whole\":false,\"findings\":[\"block 3\"]}");
        FakeGateway.Ran ran = gateway.run("en", "audit");
        assertThat(ran.exitCode()).isEqualTo(TradeSeal.REFUSED);
        assertThat(ran.out()).contains("block 3");
    }

    private static Terminal terminal(String language) {
        return new Terminal(
                new java.io.PrintWriter(new java.io.StringWriter()),
                new java.io.PrintWriter(new java.io.StringWriter()),
                java.io.InputStream.nullInputStream(),
                Map.of(),
                Texts.of(Map.of("LANG", language)),
                false);
    }
}
