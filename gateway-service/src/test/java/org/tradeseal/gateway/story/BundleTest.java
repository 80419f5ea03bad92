package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.gateway.cli.FakeGateway;
import org.tradeseal.verify.Aspect;
import org.tradeseal.verify.Bundle;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Reason;
import org.tradeseal.verify.Receipt;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.Verdict;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Bundles as the command line writes them for a court, and as the court checks them. */
class BundleTest extends GatewayStory {
    private static final String VERIFIER = "tradeseal.verifier";

    @TempDir
    private Path folder;

    @BeforeEach
    void aVerifierToTakeAlong() throws IOException {
        Path jar = Files.writeString(folder.resolve("any.jar"), "stands for the verifier");
        System.setProperty(VERIFIER, jar.toString());
    }

    @AfterEach
    void noVerifier() {
        System.clearProperty(VERIFIER);
    }

    private Path zip() {
        return folder.resolve("bundle.zip");
    }

    private FakeGateway.Ran bundle(Api caller, String... arguments) {
        List<String> line = new ArrayList<>(List.of("bundle", "--output", zip().toString()));
        line.addAll(List.of(arguments));
        Map<String, String> environment = Map.of(
                "LANG",
                "en_GB.UTF-8",
                "TRADESEAL_SERVER",
                caller.address(""),
                "TRADESEAL_TOKEN",
                caller.secret(),
                "TRADESEAL_STATE",
                "none");
        return FakeGateway.run(environment, "", line.toArray(String[]::new));
    }

    private static Map<String, byte[]> unpacked(Path zip) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipFile file = new ZipFile(zip.toFile())) {
            Enumeration<? extends ZipEntry> entries = file.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                files.put(entry.getName(), file.getInputStream(entry).readAllBytes());
            }
        }
        return files;
    }

    private Bundle.Outcome checked(Map<String, byte[]> files) throws IOException {
        Path again = folder.resolve("again.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(again))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return Bundle.verify(again, null, Instant.now());
    }

    /** The manifest as somebody would write it who changed a file on purpose. */
    private static byte[] relisted(byte[] manifest, String path, byte[] content) {
        JsonNode tree = CanonicalJson.tree(manifest);
        tree.path("files").forEach(file -> {
            if (file.path("path").asString("").equals(path)) {
                ((ObjectNode) file).put("sha256", Sha256.of(content).hex());
            }
        });
        return CanonicalJson.bytes(tree);
    }

    @Test
    void anInvoiceAndAnAssetGoIntoABundleThatIsValid() throws IOException {
        String xml = World.invoice(World.unique("BDL"));
        String invoice = world.issued(xml, world.bankA);
        String asset = world.registeredSoftware("证据包");
        FakeGateway.Ran ran = bundle(world.seller, invoice, asset, invoice);
        assertThat(ran.exitCode()).as(ran.toString()).isZero();
        assertThat(ran.out()).contains(zip().toString(), "VALID: every file is as the manifest says; ");

        Map<String, byte[]> files = unpacked(zip());
        String document = "documents/" + invoice + ".xml";
        assertThat(files)
                .containsKeys("trust.json", "verifier.jar", "README.html", document, "signatures/" + invoice + ".p7s");
        assertThat(files.keySet()).anyMatch(f -> f.startsWith("receipts/" + asset + "-v"));
        assertThat(files.get(document)).isEqualTo(World.bytes(xml));
        // The seller's own command stands in the first version's receipt.
        Receipt first = Receipt.read(files.get("receipts/" + invoice + "-v1.receipt.json"));
        assertThat(first.command().command()).isEqualTo("invoice.issue");
        assertThat(first.command().actor().value()).isEqualTo(world.seller.participant());
        // Filed, taken up, registered: each version of the asset, and what was filed in private.
        assertThat(files.keySet().stream().filter(f -> f.startsWith("receipts/" + asset)))
                .hasSizeGreaterThanOrEqualTo(3);
        assertThat(files).containsKey("documents/" + asset + ".payload.json");
        assertThat(page(files)).contains("Earlier versions", "此前各版", "<svg ", "二维码");
        assertThat(files.keySet()).noneMatch(f -> f.contains(".part"));
        assertThat(folder.resolve("bundle.zip.part")).doesNotExist();

        Bundle.Outcome outcome = checked(files);
        assertThat(outcome.verdict()).as(outcome.text("en")).isEqualTo(Verdict.VALID);
        assertThat(outcome.receipts().values())
                .allMatch(v -> v.about(Aspect.STATUS).isPresent())
                .anySatisfy(
                        v -> assertThat(v.about(Aspect.DOCUMENT).orElseThrow().reason())
                                .isEqualTo(Reason.SAME_DOCUMENT));
    }

    @Test
    void aChangedByteOfADocumentIsInvalidEvenIfTheManifestIsChangedToo() throws IOException {
        String invoice = world.issued(World.invoice(World.unique("BDL")));
        assertThat(bundle(world.seller, invoice).exitCode()).isZero();
        Map<String, byte[]> files = unpacked(zip());
        assertThat(checked(files).verdict()).isEqualTo(Verdict.VALID);

        String document = "documents/" + invoice + ".xml";
        byte[] changed = files.get(document).clone();
        changed[changed.length / 2] ^= 1;
        files.put(document, changed);
        Bundle.Outcome noticed = checked(files);
        assertThat(noticed.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(noticed.summary().en()).contains("not the one that the manifest lists");

        files.put(Bundle.MANIFEST, relisted(files.get(Bundle.MANIFEST), document, changed));
        Bundle.Outcome forged = checked(files);
        assertThat(forged.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(forged.receipts().values())
                .anySatisfy(
                        v -> assertThat(v.about(Aspect.DOCUMENT).orElseThrow().reason())
                                .isEqualTo(Reason.OTHER_DOCUMENT));
    }

    @Test
    void whoMayNotReadADocumentGetsABundleWithoutIt() throws IOException {
        String invoice = world.issued(World.invoice(World.unique("BDL")));
        System.setProperty(VERIFIER, folder.resolve("missing.jar").toString());
        FakeGateway.Ran ran = bundle(world.regulator, invoice);
        assertThat(ran.exitCode()).as(ran.toString()).isZero();
        assertThat(ran.out()).contains("No document of " + invoice, "No verifier in the bundle");
        Map<String, byte[]> files = unpacked(zip());
        assertThat(files.keySet().stream().filter(f -> !f.startsWith("receipts/")))
                .containsExactlyInAnyOrder("trust.json", "README.html", "manifest.json");
        assertThat(page(files)).contains("No document of " + invoice, "证据包不含 " + invoice + " 的文件");
    }

    @Test
    void aRecordThatOneMayNotSeeMakesNoBundle() throws IOException {
        String invoice = world.issued(World.invoice(World.unique("BDL")));
        FakeGateway.Ran ran = bundle(world.bankB, invoice);
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("NOT_FOUND");
        try (var left = Files.list(folder)) {
            assertThat(left.map(f -> f.getFileName().toString())).containsExactly("any.jar");
        }
    }

    @Test
    void programsGetTheVerdictAlone() throws IOException {
        Api company = world.enterprise("程序读者", "Read by programs", World.unique("91"));
        FakeGateway.Ran ran = bundle(company, company.participant(), "--json");
        assertThat(ran.exitCode()).as(ran.toString()).isZero();
        JsonNode answer = CanonicalJson.tree(World.bytes(ran.out().strip()));
        assertThat(answer.path("verdict").asString("")).isEqualTo("VALID");
        assertThat(answer.path("receipts")).hasSize(1);
    }

    @Test
    void thePageSaysWhatIsProvedInBothLanguagesAndLoadsNothing() throws Exception {
        Api company = world.enterprise("甲&<b>乙</b>", "A & <script>alert(1)</script> Ltd", World.unique("91"));
        String invoice = world.issued(World.invoice(World.unique("BDL")));
        assertThat(bundle(world.seller, invoice, world.seller.participant()).exitCode())
                .isZero();
        String page = page(unpacked(zip()));
        assertThat(page)
                .contains(
                        invoice,
                        "Lihua Software",
                        "杭州砺华软件有限公司",
                        "What is proved",
                        "证明内容",
                        "How to check it",
                        "如何核验",
                        "发票第")
                .contains(Sha256.of(unpacked(zip()).get("trust.json")).hex())
                .contains(Sha256.of(unpacked(zip()).get("verifier.jar")).hex())
                .contains("java -jar verifier.jar --trust YOUR-trust.json receipts/" + invoice)
                .doesNotContain("http:", "https:", "src=", "<script", "url(");

        assertThat(bundle(company, company.participant()).exitCode()).isZero();
        assertThat(page(unpacked(zip())))
                .contains("A &amp; &lt;script&gt;alert(1)&lt;/script&gt; Ltd", "甲&amp;&lt;b&gt;乙&lt;/b&gt;")
                .doesNotContain("<script", "<b>");
    }

    private static String page(Map<String, byte[]> files) {
        return new String(files.get("README.html"), StandardCharsets.UTF_8);
    }
}
