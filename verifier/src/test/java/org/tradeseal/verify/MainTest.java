package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private static final Story STORY = new Story("command line");
    private static final TestLedger LEDGER = STORY.ledger;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void files() throws IOException {
        Files.write(folder.resolve("trust.json"), CanonicalJson.bytes(LEDGER.trust(2)));
        Files.write(
                folder.resolve("a.receipt.json"),
                LEDGER.receipt(STORY.issued)
                        .withOpenings(List.of(STORY.fields.open("/document/sha256")))
                        .bytes());
        Files.writeString(folder.resolve("document.xml"), "tradeseal test document");
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = arguments[i].replace("@", folder + "/");
        }
        return Main.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void tellsPeopleWhatWasCheckedInBothLanguages() {
        assertThat(run("--language", "en", "@a.receipt.json", "@document.xml")).isZero();
        assertThat(out())
                .contains(STORY.invoice.value(), "[+] Inclusion", "VALID (SIGNED)", "Trusted: 2 of 3", "Next:")
                .contains("VALID: it was recorded so");
        assertThat(run("--language", "zh", "@a.receipt.json", "@document.xml")).isZero();
        assertThat(out()).contains("记录", "完整性", "有效：确由该出具方", "下一步");
    }

    @Test
    void exitCodesTellTheVerdict() throws IOException {
        assertThat(run("@a.receipt.json")).isZero();
        Files.writeString(folder.resolve("document.xml"), "another document");
        assertThat(run("@a.receipt.json", "@document.xml")).isEqualTo(1);
        Files.write(folder.resolve("k3.json"), CanonicalJson.bytes(LEDGER.trust(3)));
        Files.write(
                folder.resolve("b.receipt.json"),
                LEDGER.receipt(
                                STORY.issued,
                                LEDGER.head(LEDGER.checkpoint(), "BankMSP").toString(),
                                i -> Merkle.toText(Merkle.path(LEDGER.leafHashes(), i)))
                        .bytes());
        assertThat(run("--trust", "@k3.json", "@b.receipt.json")).isEqualTo(2);
        assertThat(out()).contains("TOO_FEW");
    }

    @Test
    void jsonIsOneCanonicalLine() {
        assertThat(run("--json", "@a.receipt.json", "@document.xml")).isZero();
        Json report = CanonicalReader.read(out().strip().getBytes(StandardCharsets.UTF_8));
        assertThat(report.text("verdict")).isEqualTo("VALID");
        assertThat(report.list("findings")).hasSize(6);
        assertThat(report.integer("version")).isEqualTo(1);
    }

    @Test
    void wrongCallsExitWithThree() throws IOException {
        assertThat(run()).isEqualTo(3);
        assertThat(run("--help")).isZero();
        assertThat(run("@missing")).isEqualTo(3);
        assertThat(run("@a.receipt.json", "@missing")).isEqualTo(3);
        assertThat(run("--wrong", "@a.receipt.json")).isEqualTo(3);
        assertThat(run("--trust")).isEqualTo(3);
        assertThat(run("a", "b", "c")).isEqualTo(3);
        assertThat(run("evidence")).isEqualTo(3);
        assertThat(run("--trust", "@document.xml", "@a.receipt.json")).isEqualTo(3);
        assertThat(err()).contains("trust file");
        Files.delete(folder.resolve("trust.json"));
        assertThat(run("@a.receipt.json")).isEqualTo(3);
        assertThat(err()).contains("--trust");
    }

    @Test
    void aHugeFileIsRefusedEarly() throws IOException {
        try (RandomAccessFile huge = new RandomAccessFile(folder.resolve("huge").toFile(), "rw")) {
            huge.setLength(4L << 30);
        }
        assertThat(run("@huge")).isEqualTo(1);
    }

    @Test
    void checksEvidence() throws IOException {
        Files.write(
                folder.resolve("evidence.json"),
                Evidence.falseStatus(LEDGER.status("BankMSP", STORY.invoice, null), LEDGER.receipt(STORY.accepted))
                        .bytes());
        assertThat(run("--language", "en", "evidence", "@evidence.json")).isZero();
        assertThat(out()).contains("FALSE_STATUS", "BankMSP");
        assertThat(run("evidence", "@a.receipt.json")).isEqualTo(2);
    }

    @Test
    void checksDisclosures() throws IOException {
        DisclosureStory story = new DisclosureStory("command line");
        Files.write(folder.resolve("trust.json"), CanonicalJson.bytes(story.ledger.trust(2)));
        Files.write(folder.resolve("d.receipt.json"), story.receipt(story.issued));
        Disclosure.Terms terms = new Disclosure.Terms(null, "Bank A", null, null);
        Files.write(
                folder.resolve("d.disclosure.sd-jwt"),
                story.signed(story.disclosure(terms, "/document/sha256", "/payable/amount")));
        assertThat(run("--language", "en", "disclosure", "@d.disclosure.sd-jwt", "@d.receipt.json", "@document.xml"))
                .isZero();
        assertThat(out())
                .contains(
                        "[+] /payable/amount (DECIMAL): 1250.5",
                        "[?] Withheld: 7",
                        "UNKNOWN (WITHHELD)",
                        "to Bank A",
                        "VALID: the fields shown were recorded so")
                .doesNotContain("91310000MA1FL0000X");
        assertThat(run("--language", "zh", "disclosure", "@d.disclosure.sd-jwt", "@d.receipt.json"))
                .isZero();
        assertThat(out()).contains("披露的字段", "未披露：7 个", "有效：所示字段");
        assertThat(run("--json", "disclosure", "@d.disclosure.sd-jwt", "@d.receipt.json"))
                .isZero();
        Json report = CanonicalReader.read(out().strip().getBytes(StandardCharsets.UTF_8));
        assertThat(report.get("disclosed").list("fields")).hasSize(2);
        assertThat(report.get("disclosed").integer("withheld")).isEqualTo(7);
        assertThat(run("--audience", "Bank B", "disclosure", "@d.disclosure.sd-jwt", "@d.receipt.json"))
                .isEqualTo(1);
        Files.write(folder.resolve("d.receipt.json"), story.receipt(story.another));
        assertThat(run("disclosure", "@d.disclosure.sd-jwt", "@d.receipt.json")).isEqualTo(1);
        assertThat(out()).contains("OTHER_RECORD");
        assertThat(run("disclosure", "@d.disclosure.sd-jwt")).isEqualTo(3);
    }

    @Test
    void namesFromAFileAreNoTerminalCommands() {
        Finding finding = Finding.of(Aspect.ISSUER, Reason.SIGNED, "\u001b[31m\u202e", "");
        assertThat(Report.text(new Verification(null, null, List.of(finding)), "en"))
                .doesNotContain("\u001b", "\u202e");
    }
}
