package org.tradeseal.gateway.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.Bundle;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Sha256;

/** A bundle that is being written, file by file; its manifest comes last (docs/formats.md, Bundle). */
final class BundleFile implements AutoCloseable {
    private final ZipOutputStream zip;
    private final List<Map<String, Object>> files = new ArrayList<>();
    private final List<Map<String, String>> receipts = new ArrayList<>();

    BundleFile(OutputStream out) {
        zip = new ZipOutputStream(out);
    }

    /** Adds a file and gives its digest. */
    Sha256 add(String path, byte[] content) throws IOException {
        Sha256 digest = Sha256.of(content);
        files.add(Map.of("path", path, "sha256", digest.hex(), "size", content.length));
        write(path, content);
        return digest;
    }

    /** Adds a receipt, with the path of the document that it is checked with. */
    void addReceipt(String path, byte[] receipt, @Nullable String document) throws IOException {
        add(path, receipt);
        Map<String, String> listed = new LinkedHashMap<>(Map.of("path", path));
        if (document != null) {
            listed.put("document", document);
        }
        receipts.add(listed);
    }

    /** Adds the manifest; nothing comes after it. */
    void finish(String trust) throws IOException {
        write(
                Bundle.MANIFEST,
                CanonicalJson.bytes(
                        Map.of("files", files, "format", Bundle.FORMAT, "receipts", receipts, "trust", trust)));
    }

    private void write(String path, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(path));
        zip.write(content);
        zip.closeEntry();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
