package org.tradeseal.gateway.verifypage;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.ColorScheme;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as people use it. */
class VerifyPageUseTest extends PageInBrowser {
    private static final String REGISTERED = "asset-registered.receipt.json";

    private static String link(byte[] receipt) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, new Deflater(9, true))) {
            out.write(receipt);
        }
        return "#r=" + Base64.getUrlEncoder().withoutPadding().encodeToString(packed.toByteArray());
    }

    private static String text(Page page, String selector) {
        return page.locator(selector).innerText();
    }

    @Test
    void afterItsLoadThePageAsksNobodyForAnything() throws IOException {
        Page page = open();
        assertThat(requested).containsExactly(address(), address().replace(VerifyPage.PATH, "/log/trust"));
        assertThat(verdict(page, "with-document.receipt.json", "document.txt")).isEqualTo("VALID");
        page.setInputFiles("#file-trust", VECTORS.resolve("trust-all.json"));
        page.setInputFiles("#file-document", VECTORS.resolve("other-document.txt"));
        page.click("#language");
        page.click("#remove-receipt");
        page.evaluate("hash => { location.hash = hash; }", link(Files.readAllBytes(VECTORS.resolve(REGISTERED))));
        assertThat(verdict(page)).isNotEqualTo("NONE");
        page.click("#record summary");
        page.waitForDownload(() -> page.click("#save"));
        assertThat(SERVED).containsExactly(VerifyPage.PATH, "/log/trust");
        assertThat(requested).filteredOn(url -> !url.startsWith("blob:")).hasSize(2);
        assertThat(complaints).isEmpty();
    }

    @Test
    void nothingElseMayRunOrBeAsked() {
        Page page = open();
        page.evaluate("() => { const s = document.createElement('script'); s.textContent = 'window.foreign = 1';"
                + " document.head.append(s); }");
        assertThat(page.evaluate("() => window.foreign === undefined")).isEqualTo(true);
        assertThat(page.evaluate("() => fetch('http://localhost:1/').then(() => 'answered', e => e.name)"))
                .isEqualTo("TypeError");
        assertThat(page.evaluate("() => { const p = document.createElement('p'); p.setAttribute('style', 'color: red');"
                        + " document.body.append(p); return p.style.color; }"))
                .isEqualTo("");
        assertThat(complaints).hasSizeGreaterThanOrEqualTo(3).allMatch(c -> c.contains("Content Security Policy"));
        assertThat(SERVED).containsExactly(VerifyPage.PATH, "/log/trust");
    }

    @Test
    void filesMayComeInAnyOrder() {
        Page page = open();
        page.click("#remove-trust");
        page.setInputFiles("#any", VECTORS.resolve("document.txt"));
        assertThat(verdict(page, "with-document.receipt.json")).isEqualTo("UNKNOWN");
        assertThat(reason(page, "COSIGNATURES")).isEqualTo("NO_TRUST");
        assertThat(reason(page, "DOCUMENT")).isEqualTo("SAME_DOCUMENT");
        page.setInputFiles("#file-trust", VECTORS.resolve("trust-all.json"));
        page.waitForSelector("#verdict[data-verdict=VALID]");
        page.setInputFiles("#file-document", VECTORS.resolve("other-document.txt"));
        page.waitForSelector("#verdict[data-verdict=INVALID]");
        assertThat(reason(page, "DOCUMENT")).isEqualTo("OTHER_DOCUMENT");
        page.click("#remove-document");
        page.waitForSelector("#verdict[data-verdict=VALID]");
    }

    @Test
    void filesMayBeDropped() throws IOException {
        Page page = open();
        page.evaluate(
                "files => { const data = new DataTransfer();"
                        + " for (const [name, text] of files) data.items.add(new File([text], name));"
                        + " document.querySelector('#files').dispatchEvent("
                        + "   new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data })); }",
                List.of(
                        List.of("document.txt", Files.readString(VECTORS.resolve("document.txt"))),
                        List.of("renamed.txt", Files.readString(VECTORS.resolve("with-document.receipt.json")))));
        assertThat(verdict(page)).isEqualTo("VALID");
        assertThat(reason(page, "DOCUMENT")).isEqualTo("SAME_DOCUMENT");
    }

    @Test
    void everyVerdictIsSaidInWordsAndWhatIsNotProvedIsCalledSo() {
        Page page = open();
        assertThat(verdict(page, REGISTERED)).isEqualTo("VALID");
        assertThat(text(page, "#word")).isEqualTo("Valid");
        assertThat(text(page, "#record-title")).isEqualTo("What was recorded");
        assertThat(text(page, "#record dl"))
                .contains("Warehouse control software", "Registered (REGISTERED)", "ip-centre", "asset.register");
        page.setInputFiles("#file-receipt", VECTORS.resolve("changed-content.receipt.json"));
        page.waitForSelector("#verdict[data-verdict=INVALID]");
        assertThat(text(page, "#live")).startsWith("Invalid Do not rely on it.");
        assertThat(text(page, "#record-title")).contains("not proved");
        page.setInputFiles("#file-receipt", VECTORS.resolve("head-too-few.receipt.json"));
        page.waitForSelector("#verdict[data-verdict=UNKNOWN]");
        assertThat(text(page, "#notes")).contains("Fewer organisations");
        assertThat(complaints).isEmpty();
    }

    @Test
    void aDisclosureShowsItsFieldsAndHowManyItWithholds() {
        Page page = open();
        page.setInputFiles("#file-trust", VECTORS.resolve("trust-disclosure.json"));
        page.setInputFiles("#any", VECTORS.resolve("disclosure-to-somebody.disclosure.sd-jwt"));
        page.waitForSelector("#remove-disclosure");
        assertThat(page.getAttribute("#verdict", "data-verdict")).isEqualTo("NONE");
        assertThat(text(page, "#sentence")).contains("Add the receipt");
        assertThat(verdict(page, "disclosed.receipt.json")).isEqualTo("VALID");
        assertThat(reason(page, "DISCLOSURE")).isEqualTo("DISCLOSED");
        assertThat(text(page, "#steps")).contains("to Bank A");
        assertThat(text(page, "#shown"))
                .contains("/payable/amount", "1250.5", "DECIMAL", "Withheld: 7")
                .doesNotContain("/lines");
        page.click("#language");
        assertThat(text(page, "#shown")).contains("未披露：7 个", "有效");
        page.click("#language");
        page.setInputFiles("#file-disclosure", VECTORS.resolve("disclosure-integer-as-text.disclosure.sd-jwt"));
        page.waitForSelector("#verdict[data-verdict=INVALID]");
        assertThat(page.getAttribute("#shown li[data-pointer='/quantity']", "data-verdict"))
                .isEqualTo("INVALID");
        assertThat(page.getAttribute("#shown li[data-pointer='/note']", "data-verdict"))
                .isEqualTo("VALID");
        page.click("#remove-disclosure");
        page.waitForSelector("#verdict[data-verdict=VALID]");
        assertThat(page.locator("#shown").isVisible()).isFalse();
        assertThat(SERVED).containsExactly(VerifyPage.PATH, "/log/trust");
        assertThat(complaints).isEmpty();
    }

    @Test
    void aLinkOpensAReceipt() throws IOException {
        byte[] receipt = Files.readAllBytes(VECTORS.resolve(REGISTERED));
        Page page = open(blank("en", ColorScheme.LIGHT), address() + link(receipt));
        assertThat(verdict(page)).isEqualTo("VALID");
        assertThat(SERVED).containsExactly(VerifyPage.PATH, "/log/trust");
        page.evaluate("() => { location.hash = '#r=AAAA'; }");
        page.waitForSelector("[data-slot=receipt] .error");
        assertThat(page.getAttribute("#verdict", "data-verdict")).isEqualTo("NONE");
    }

    @Test
    void aSavedPageWorksWithoutNetwork(@TempDir Path folder) {
        Page page = open();
        Download download = page.waitForDownload(() -> page.click("#save"));
        Path saved = folder.resolve(download.suggestedFilename());
        download.saveAs(saved);
        assertThat(saved.getFileName()).hasToString("tradeseal-verify.html");
        SERVED.clear();
        Page alone = blank("en", ColorScheme.LIGHT);
        context().setOffline(true);
        open(alone, saved.toUri().toString());
        assertThat(text(alone, "#name-trust")).contains("saved with this page");
        assertThat(verdict(alone, "with-document.receipt.json", "document.txt")).isEqualTo("VALID");
        assertThat(SERVED).isEmpty();
        assertThat(complaints).isEmpty();
        // What was saved can be saved again.
        Download again = alone.waitForDownload(() -> alone.click("#save"));
        assertThat(again.path()).hasSameTextualContentAs(saved);
    }

    @Test
    void whereTheBrowserLacksEd25519NothingIsValid() {
        Page page = blank("en", ColorScheme.LIGHT);
        page.addInitScript("const known = SubtleCrypto.prototype.importKey;"
                + " SubtleCrypto.prototype.importKey = function (format, key, algorithm, ...more) {"
                + "   if (algorithm.name === 'Ed25519') throw new DOMException('none', 'NotSupportedError');"
                + "   return known.call(this, format, key, algorithm, ...more); };");
        open(page, address());
        assertThat(verdict(page, REGISTERED)).isEqualTo("UNKNOWN");
        assertThat(reason(page, "COSIGNATURES")).isEqualTo("NO_CRYPTO");
    }

    @Test
    void whereTheBrowserComputesNothingNothingIsValid() {
        Page page = blank("en", ColorScheme.LIGHT);
        page.addInitScript("Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });");
        open(page, address());
        assertThat(verdict(page, REGISTERED)).isEqualTo("UNKNOWN");
        assertThat(reason(page, "INTEGRITY")).isEqualTo("NO_CRYPTO");
        assertThat(complaints).isEmpty();
    }

    @Test
    void theKeyboardIsEnough() {
        Page page = open();
        tabTo(page, "language");
        page.keyboard().press("Enter");
        assertThat(page.getAttribute("html", "lang")).isEqualTo("zh-CN");
        page.keyboard().press("Enter");
        choose(page, "any", REGISTERED);
        assertThat(verdict(page)).isEqualTo("VALID");
        choose(page, "file-document", "document.txt");
        page.waitForSelector("#steps li[data-aspect=DOCUMENT]");
        tabTo(page, "remove-document");
        page.keyboard().press("Enter");
        page.waitForSelector("#verdict[data-verdict=VALID]");
        assertThat(page.evaluate("() => document.activeElement.id")).isEqualTo("file-document");
        for (int i = 0; i < 30 && !focused(page).equals("SUMMARY record"); i++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");
        assertThat(page.locator("#record pre").isVisible()).isTrue();
    }

    private static void choose(Page page, String input, String file) {
        tabTo(page, input);
        for (int attempt = 1; ; attempt++) {
            try {
                page.waitForFileChooser(
                                new Page.WaitForFileChooserOptions().setTimeout(10_000),
                                () -> page.keyboard().press("Space"))
                        .setFiles(VECTORS.resolve(file));
                return;
            } catch (TimeoutError slow) {
                // On a busy machine the browser loses a press while it draws; a person presses again.
                if (attempt == 3) {
                    throw slow;
                }
            }
        }
    }

    private static void tabTo(Page page, String id) {
        for (int i = 0; i < 30; i++) {
            page.keyboard().press("Tab");
            if (id.equals(page.evaluate("() => document.activeElement.id"))) {
                return;
            }
        }
        throw new AssertionError("Tab never leads to " + id);
    }

    private static String focused(Page page) {
        return (String) page.evaluate("() => document.activeElement.tagName + ' '"
                + " + (document.activeElement.closest('section')?.id ?? '')");
    }

    @Test
    void theReadersLanguageIsSpokenAndCanBeChanged() {
        Page page = open(blank("zh-CN", ColorScheme.LIGHT), address());
        assertThat(page.getAttribute("html", "lang")).isEqualTo("zh-CN");
        assertThat(page.title()).isEqualTo("核验收据 · TradeSeal 贸印");
        assertThat(verdict(page, REGISTERED)).isEqualTo("VALID");
        assertThat(text(page, "#word")).isEqualTo("有效");
        assertThat(text(page, "#record dl")).contains("仓储控制软件", "已登记");
        assertThat(text(page, "main").replaceAll("[a-z-]+[.:][a-z-]+", ""))
                .as("no English sentence is left")
                .doesNotContainPattern("[a-z]+ [a-z]+ [a-z]+");
        page.click("#language");
        assertThat(page.getAttribute("html", "lang")).isEqualTo("en");
        assertThat(text(page, "#word")).isEqualTo("Valid");
        assertThat(text(page, "#steps")).doesNotContainPattern("[一-龥]");
    }

    @Test
    void accessibilityHasNoFinding() throws IOException {
        String axe;
        try (InputStream in = Objects.requireNonNull(PageInBrowser.class.getResourceAsStream("/axe.min.js"))) {
            axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> findings = new ArrayList<>();
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            boolean light = scheme == ColorScheme.LIGHT;
            Page page = open(blank(light ? "en" : "zh-CN", scheme), address());
            page.setViewportSize(light ? 1280 : 390, 800);
            page.evaluate(axe);
            findings.addAll(violations(page, scheme + " empty"));
            page.click(".slot summary");
            for (String receipt : List.of("with-document", "changed-content", "head-too-few", "status-superseded")) {
                page.setInputFiles("#file-receipt", VECTORS.resolve(receipt + ".receipt.json"));
                verdict(page);
                findings.addAll(violations(page, scheme + " " + receipt));
            }
            page.setInputFiles("#file-receipt", VECTORS.resolve("disclosed.receipt.json"));
            page.setInputFiles("#file-disclosure", VECTORS.resolve("disclosure-some.disclosure.sd-jwt"));
            page.setInputFiles("#file-trust", VECTORS.resolve("trust-disclosure.json"));
            page.waitForSelector("#verdict[data-verdict=VALID]");
            findings.addAll(violations(page, scheme + " disclosure"));
            assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                    .as("nothing sticks out at the side")
                    .isEqualTo(true);
        }
        assertThat(findings).isEmpty();
    }

    private static List<String> violations(Page page, String state) {
        Object found = page.evaluate("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations"
                + ".flatMap(rule => rule.nodes.map(node =>"
                + " `${rule.impact} ${rule.id} ${node.target}: ${node.failureSummary}`))");
        return ((List<?>) found).stream().map(finding -> state + ": " + finding).toList();
    }
}
