package org.tradeseal.gateway.signature;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Unpacks an ASiC container (ETSI EN 319 162-1) within limits, before the validator does. */
final class ContainerGate {
    private static final int MOST_FILES = 100;

    private ContainerGate() {}

    /** The files that carry content, and what the signatures inside use. */
    record Look(Optional<VerdictReason> refusal, Map<String, byte[]> dataFiles, int signatures, boolean sm2) {}

    static Look lookAt(byte[] zip, int maxBytes) {
        Map<String, byte[]> files;
        try {
            files = unpack(zip, maxBytes);
        } catch (IOException | RuntimeException e) {
            return refused(VerdictReason.CONTAINER_REFUSED);
        }
        Map<String, byte[]> dataFiles = new LinkedHashMap<>();
        int signatures = 0;
        boolean sm2 = false;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String name = file.getKey();
            boolean isMeta = name.startsWith("META-INF/");
            if (!isMeta && !name.equals("mimetype")) {
                dataFiles.put(name, file.getValue());
            }
            if (Form.of(file.getValue()) == Form.XML) {
                XmlGate.Look look = XmlGate.lookAt(file.getValue());
                if (look.refusal().isPresent()) {
                    return refused(look.refusal().get());
                }
                sm2 |= look.sm2();
                signatures += isMeta ? look.signatures() : 0;
            } else if (isMeta && name.toLowerCase(Locale.ROOT).endsWith(".p7s")) {
                sm2 |= Sm2.isUsedByCms(file.getValue());
                signatures++;
            }
        }
        return new Look(Optional.empty(), dataFiles, signatures, sm2);
    }

    private static Look refused(VerdictReason reason) {
        return new Look(Optional.of(reason), Map.of(), 0, false);
    }

    private static Map<String, byte[]> unpack(byte[] zip, int maxBytes) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        long total = 0;
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String name = entry.getName();
                byte[] content = readLimited(in, maxBytes - total);
                total += content.length;
                if (entry.isDirectory() && content.length == 0) {
                    continue;
                }
                // Two files of one name let validator and reader see different ones.
                if (isUnsafe(name) || files.put(name, content) != null || files.size() > MOST_FILES) {
                    throw new IOException("refused entry " + name);
                }
                if (Form.of(content) == Form.ZIP) {
                    throw new IOException("nested container " + name);
                }
            }
        }
        return files;
    }

    private static byte[] readLimited(InputStream in, long limit) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            if (out.size() + read > limit) {
                throw new IOException("container expands too far");
            }
            out.write(buffer, 0, read);
        }
        return out.toByteArray();
    }

    private static boolean isUnsafe(String name) {
        return name.isBlank()
                || name.startsWith("/")
                || name.contains("\\")
                || name.contains("..")
                || name.contains(":");
    }
}
