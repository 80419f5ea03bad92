package org.tradeseal.verify;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A ZIP for a court or an auditor: documents, receipts, trust data, and a manifest with the digest of every file. Refused:
 * names that leave the folder, names that occur twice, files that the manifest does not list, more than it says, and
 * archives that two ways of reading ZIP take for different ones.
 */
public final class Bundle {
    public static final String FORMAT = "tradeseal/bundle/1";

    /** The name of the manifest, at the archive's top. */
    public static final String MANIFEST = "manifest.json";

    private static final int MAX_FILES = 10_000;
    private static final long MAX_TOTAL = 1L << 30;
    private static final int MAX_NAME = 255;
    private static final int MAX_JSON = 1 << 20;

    private Bundle() {}

    /** What a bundle's check gives: why the bundle as such is refused, if it is, and the outcome for each receipt. */
    public record Outcome(@Nullable Text refused, Text trusted, Map<String, Verification> receipts) {

        /** INVALID if the bundle is refused or one receipt is INVALID, VALID if all are, else UNKNOWN. */
        public Verdict verdict() {
            Set<Verdict> verdicts = new HashSet<>();
            receipts.values().forEach(v -> verdicts.add(v.verdict()));
            if (refused != null || verdicts.contains(Verdict.INVALID)) {
                return Verdict.INVALID;
            }
            return verdicts.isEmpty() || verdicts.contains(Verdict.UNKNOWN) ? Verdict.UNKNOWN : Verdict.VALID;
        }

        /** The verdict in one sentence, with why a bundle was refused and whose trust file was believed. */
        public Text summary() {
            if (refused != null) {
                return Text.of("INVALID: " + refused.en(), "无效：" + refused.zh());
            }
            return Text.of(
                    verdict() + ": every file is as the manifest says; " + receipts.size() + " receipts checked. "
                            + trusted.en(),
                    verdict().text().zh() + "：所有文件与清单一致；已核验 " + receipts.size() + " 份收据。" + trusted.zh());
        }

        /** The outcome of each receipt and of the whole, for people, in {@code zh} or {@code en}. */
        public String text(String language) {
            StringBuilder text = new StringBuilder();
            receipts.forEach((path, verification) -> text.append("== ")
                    .append(path)
                    .append('\n')
                    .append(Report.text(verification, language))
                    .append('\n'));
            return text.append(summary().in(language)).toString();
        }

        /** The same as canonical JSON in both languages. */
        public String json() {
            List<String> each = new ArrayList<>();
            receipts.forEach((path, v) ->
                    each.add("{\"path\":" + Json.quoted(path) + ",\"verification\":" + Report.json(v) + "}"));
            Text summary = summary();
            return "{\"format\":\"tradeseal/bundle-verification/1\",\"receipts\":[" + String.join(",", each)
                    + "],\"summary\":{\"en\":" + Json.quoted(summary.en()) + ",\"zh\":" + Json.quoted(summary.zh())
                    + "},\"verdict\":\"" + verdict() + "\"}";
        }
    }

    /** A file's length and digest, with its bytes where the check reads them. */
    private static final class Entry {
        private final long size;
        private final Sha256 sha256;
        private final byte @Nullable [] bytes;

        private Entry(long size, Sha256 sha256, byte @Nullable [] bytes) {
            this.size = size;
            this.sha256 = sha256;
            this.bytes = bytes;
        }

        private boolean isSame(Entry other) {
            return size == other.size && sha256.equals(other.sha256);
        }
    }

    /**
     * Checks a bundle as a whole. {@code given} is whom the reader trusts; without it the bundle's own trust file is
     * believed, and the outcome says so. {@code now} is when statements are looked at. Throws {@link IOException} only where
     * the file cannot be read.
     */
    public static Outcome verify(Path zip, @Nullable Trust given, Instant now) throws IOException {
        try {
            Map<String, Entry> entries = entries(zip);
            return verify(entries, given, now);
        } catch (Refusal refusal) {
            return new Outcome(refusal.detail(), Text.of("", ""), Map.of());
        } catch (ZipException | EOFException | IllegalArgumentException e) { // the last for names in no encoding
            return new Outcome(
                    Text.of("The file is not a readable ZIP archive.", "该文件不是可读的 ZIP 归档。"), Text.of("", ""), Map.of());
        }
    }

    private static Outcome verify(Map<String, Entry> entries, @Nullable Trust given, Instant now) {
        Json manifest = CanonicalReader.read(bytes(entries, MANIFEST));
        manifest.requireFormat(FORMAT);
        manifest.requireMembers(Set.of("files", "format", "receipts", "trust"), Set.of());
        requireListed(manifest, entries);
        byte[] own = bytes(entries, manifest.text("trust"));
        Verifier verifier = new Verifier(given != null ? given : Trust.read(own));
        Map<String, Verification> receipts = new LinkedHashMap<>();
        BundleHistory history = new BundleHistory();
        for (Json receipt : manifest.list("receipts")) {
            receipt.requireMembers(Set.of("path"), Set.of("document"));
            String document = receipt.findText("document");
            Sha256 digest = document == null ? null : entry(entries, document).sha256;
            String path = receipt.text("path");
            byte[] file = bytes(entries, path);
            Verification verification = verifier.verify(file, digest, now);
            Verification other = receipts.get(path); // beside another document
            receipts.put(path, other == null || verification.verdict() != Verdict.VALID ? verification : other);
            history.add(file);
        }
        history.require();
        Text trusted = given != null
                ? Text.of("The trust file was yours.", "信任文件由您提供。")
                : Text.of(
                        "The trust file came with the bundle: compare its SHA-256, " + Sha256.of(own)
                                + ", with one from somebody you trust.",
                        "信任文件随包附带：请将其 SHA-256（" + Sha256.of(own) + "）与可信来源比对。");
        return new Outcome(null, trusted, receipts);
    }

    private static void requireListed(Json manifest, Map<String, Entry> entries) {
        Set<String> listed = new HashSet<>(Set.of(MANIFEST));
        for (Json file : manifest.list("files")) {
            file.requireMembers(Set.of("path", "sha256", "size"), Set.of());
            String path = file.text("path");
            Entry entry = entry(entries, path);
            boolean same = entry.size == file.integer("size") && entry.sha256.equals(file.digest("sha256"));
            if (!listed.add(path) || !same) {
                throw refused(
                        "The file " + path + " is not the one that the manifest lists.", "文件 " + path + " 与清单不符。");
            }
        }
        for (String path : entries.keySet()) {
            if (!listed.contains(path)) {
                throw refused("The manifest does not list the file " + path + ".", "清单未列出文件 " + path + "。");
            }
        }
    }

    private static Entry entry(Map<String, Entry> entries, String path) {
        Entry entry = entries.get(path);
        if (entry == null) {
            throw refused("The bundle lacks the file " + path + ".", "证据包缺少文件 " + path + "。");
        }
        return entry;
    }

    private static byte[] bytes(Map<String, Entry> entries, String path) {
        byte[] bytes = entry(entries, path).bytes;
        if (bytes == null) {
            throw refused("The file " + path + " is too large for what it is.", "文件 " + path + " 过大。");
        }
        return bytes;
    }

    private static Refusal refused(String en, String zh) {
        return new Refusal(ErrorCode.MALFORMED, en, zh);
    }

    // Programs read the directory at a ZIP's end or the headers before each file. Who can make both differ can show one
    // file to the verifier and another to the reader.
    private static Map<String, Entry> entries(Path zip) throws IOException {
        Map<String, Entry> entries = new TreeMap<>();
        Set<String> names = new HashSet<>();
        long[] total = {0};
        try (ZipFile file = new ZipFile(zip.toFile())) {
            if (file.size() > MAX_FILES) {
                throw refused("The archive has too many files.", "归档文件过多。");
            }
            for (ZipEntry each : Collections.list(file.entries())) {
                requireName(each, names);
                try (InputStream in = file.getInputStream(each)) {
                    entries.put(each.getName(), read(in, each.getName(), total));
                }
            }
        }
        total[0] = 0;
        int streamed = 0;
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry each = in.getNextEntry(); each != null; each = in.getNextEntry()) {
                Entry known = entries.get(each.getName());
                Entry again = read(in, "", total);
                streamed++;
                if (known == null || !known.isSame(again)) {
                    streamed = -1;
                    break;
                }
            }
        }
        if (streamed != entries.size()) {
            throw refused("The archive's directory and its files differ.", "归档目录与其中文件不一致。");
        }
        return entries;
    }

    private static void requireName(ZipEntry entry, Set<String> names) {
        String name = entry.getName();
        boolean fits = !entry.isDirectory() && name.length() <= MAX_NAME;
        for (String part : name.split("/", -1)) {
            fits = fits && !part.isEmpty() && !part.equals(".") && !part.equals("..");
        }
        fits = fits
                && name.codePoints().noneMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c) || c == 0xfffd);
        // Some file systems take two names that differ in case for one.
        if (!fits || !names.add(name.toLowerCase(Locale.ROOT))) {
            throw refused(
                    "The archive has a name that is not allowed, occurs twice, or too many files.",
                    "归档含有不允许或重复的名称，或文件过多。");
        }
    }

    private static Entry read(InputStream in, String name, long[] total) throws IOException {
        java.security.MessageDigest sha256 = Sha256.newDigest();
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        boolean json = name.endsWith(".json"); // manifest, receipts and trust file, which the check reads
        long size = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            size += read;
            total[0] += read;
            if (total[0] > MAX_TOTAL) {
                throw refused("The archive unpacks to more than 1 GiB.", "归档解压后超过 1 GiB。");
            }
            sha256.update(buffer, 0, read);
            if (json && size <= MAX_JSON) {
                kept.write(buffer, 0, read);
            }
        }
        boolean whole = json && size <= MAX_JSON;
        return new Entry(size, Sha256.fromBytes(sha256.digest()), whole ? kept.toByteArray() : null);
    }
}
