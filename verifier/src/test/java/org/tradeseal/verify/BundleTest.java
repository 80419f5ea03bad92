package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
    private static final Story STORY = new Story("bundles");
    private static final TestLedger LEDGER = STORY.ledger;
    private static final byte[] DOCUMENT = "tradeseal test document".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private static Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("documents/发票.xml", DOCUMENT);
        files.put(
                "receipts/invoice.receipt.json",
                LEDGER.receipt(STORY.issued)
                        .withOpenings(List.of(STORY.fields.open("/document/sha256")))
                        .bytes());
        files.put(
                "receipts/asset.receipt.json", LEDGER.receipt(STORY.registered).bytes());
        files.put("trust.json", CanonicalJson.bytes(LEDGER.trust(2)));
        return files;
    }

    private static byte[] manifest(Map<String, byte[]> files) {
        List<Map<String, Object>> listed = files.entrySet().stream()
                .map(f -> Map.<String, Object>of(
                        "path", f.getKey(), "sha256", Sha256.of(f.getValue()).hex(), "size", f.getValue().length))
                .toList();
        return CanonicalJson.bytes(new TreeMap<>(Map.of(
                "files",
                listed,
                "format",
                Bundle.FORMAT,
                "receipts",
                List.of(
                        Map.of("path", "receipts/invoice.receipt.json", "document", "documents/发票.xml"),
                        Map.of("path", "receipts/asset.receipt.json")),
                "trust",
                "trust.json")));
    }

    private Bundle.Outcome verify(Map<String, byte[]> files, byte[] manifest, Trust trust) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
            zip.putNextEntry(new ZipEntry(Bundle.MANIFEST));
            zip.write(manifest);
        }
        return verify(bytes.toByteArray(), trust);
    }

    private Bundle.Outcome verify(byte[] zip, Trust trust) throws IOException {
        return Bundle.verify(Files.write(folder.resolve("bundle.zip"), zip), trust, TestLedger.TIME);
    }

    @Test
    void aBundleIsCheckedAsAWhole() throws IOException {
        Bundle.Outcome own = verify(files(), manifest(files()), null);
        assertThat(own.verdict()).as(own.text("en")).isEqualTo(Verdict.VALID);
        assertThat(own.receipts()).hasSize(2);
        assertThat(own.summary().en()).contains("came with the bundle");
        Bundle.Outcome given = verify(files(), manifest(files()), LEDGER.trust(3));
        assertThat(given.verdict()).isEqualTo(Verdict.VALID);
        assertThat(given.summary().zh()).contains("由您提供");
        CanonicalReader.read(given.json().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void filesAreAsTheManifestListsThem() throws IOException {
        byte[] manifest = manifest(files());
        Map<String, byte[]> changed = files();
        changed.put("documents/发票.xml", "another".getBytes(StandardCharsets.UTF_8));
        assertThat(verify(changed, manifest, null).verdict()).isEqualTo(Verdict.INVALID);
        Map<String, byte[]> without = files();
        without.remove("documents/发票.xml");
        assertThat(verify(without, manifest, null).verdict()).isEqualTo(Verdict.INVALID);
        Map<String, byte[]> more = files();
        more.put("more.txt", new byte[1]);
        assertThat(verify(more, manifest, null).verdict()).isEqualTo(Verdict.INVALID);
        // A document that the manifest lists as it is, and that is not the one recorded.
        Bundle.Outcome other = verify(changed, manifest(changed), null);
        assertThat(other.refused()).isNull();
        assertThat(other.verdict()).isEqualTo(Verdict.INVALID);
        for (byte[] wrong :
                List.of(new byte[0], "{}".getBytes(StandardCharsets.UTF_8), "[1]".getBytes(StandardCharsets.UTF_8))) {
            assertThat(verify(files(), wrong, null).verdict()).isEqualTo(Verdict.INVALID);
        }
    }

    @Test
    void namesThatLeaveTheFolderOrOccurTwiceAreRefused() throws IOException {
        for (String name : List.of(
                "../x",
                "/x",
                "a/../../x",
                "a//x",
                "./x",
                "a\\x",
                "C:x",
                "a\u0007",
                "x".repeat(300),
                "TRUST.json",
                "a/")) {
            Map<String, byte[]> files = files();
            files.put(name, name.endsWith("/") ? new byte[0] : new byte[1]);
            assertThat(verify(files, manifest(files), null).refused()).as(name).isNotNull();
        }
    }

    @Test
    void anArchiveThatTwoReadersTakeForDifferentOnesIsRefused() throws IOException {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(first)) {
            zip.putNextEntry(new ZipEntry("hidden.txt"));
            zip.write(1);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(whole)) {
            for (Map.Entry<String, byte[]> file : files().entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
            zip.putNextEntry(new ZipEntry(Bundle.MANIFEST));
            zip.write(manifest(files()));
        }
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(first.toByteArray());
        both.write(whole.toByteArray());
        assertThat(verify(whole.toByteArray(), null).verdict()).isEqualTo(Verdict.VALID);
        assertThat(verify(both.toByteArray(), null).verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void aDamagedArchiveIsInvalidAndNeverAnException() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files().entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
            zip.putNextEntry(new ZipEntry(Bundle.MANIFEST));
            zip.write(manifest(files()));
        }
        byte[] whole = bytes.toByteArray();
        assertThat(verify(whole, null).verdict()).isEqualTo(Verdict.VALID);
        for (int at = 0; at < whole.length; at += 101) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x10;
            Bundle.Outcome outcome = verify(changed, null);
            if (outcome.verdict() == Verdict.VALID) {
                // times, attributes and versions in the headers are nobody's
                assertThat(outcome.receipts()).hasSize(2);
            }
        }
        for (int length : new int[] {0, 1, 100, whole.length / 2, whole.length - 1}) {
            assertThat(verify(java.util.Arrays.copyOf(whole, length), null).verdict())
                    .isEqualTo(Verdict.INVALID);
        }
    }

    @Test
    void aZipBombIsRefused() throws IOException {
        Path bomb = folder.resolve("bomb.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
            byte[] zeros = new byte[1 << 20];
            zip.putNextEntry(new ZipEntry("zeros"));
            for (int i = 0; i < 1100; i++) {
                zip.write(zeros);
            }
        }
        assertThat(Files.size(bomb)).isLessThan(4 << 20);
        assertThat(Bundle.verify(bomb, null, TestLedger.TIME).refused().en()).contains("1 GiB");
    }
}
