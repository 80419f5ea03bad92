package org.tradeseal.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.node.ObjectNode;

/**
 * A folder of invoices, with those below it: every XML, PDF and signed container is one. A detached signature lies beside its
 * invoice under the same name and {@code .p7s}, {@code .sig} or {@code .xades}: {@code a.xml.p7s} or {@code a.p7s}.
 */
final class ImportFolder implements ImportSource {
    private static final Set<String> INVOICES = Set.of("xml", "pdf", "asice", "sce");
    private static final List<String> SIGNATURES = List.of(".p7s", ".sig", ".xades");

    private final ImportFiles files;
    private final Path folder;
    private final List<String> recipients;
    private List<String> names = List.of();

    ImportFolder(Path folder, List<String> recipients) throws IOException {
        this.files = new ImportFiles(folder);
        this.folder = folder;
        this.recipients = List.copyOf(recipients);
    }

    @Override
    public String things() {
        return "invoices";
    }

    @Override
    public String command() {
        return "invoice.issue";
    }

    @Override
    public long count() throws IOException {
        try (Stream<Path> walked = Files.walk(folder)) {
            names = walked.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
                    .map(f -> folder.relativize(f).toString())
                    .filter(ImportFolder::isInvoice)
                    .sorted()
                    .toList();
        }
        return names.size();
    }

    private static boolean isInvoice(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean hidden = lower.startsWith(".") || lower.contains("/.");
        return !hidden && INVOICES.contains(lower.substring(lower.lastIndexOf('.') + 1));
    }

    @Override
    public void forEach(Items items) throws IOException {
        for (int i = 0; i < names.size(); i++) {
            items.item(item(i + 1, names.get(i)));
        }
    }

    private ImportItem item(int line, String name) throws IOException {
        try {
            ObjectNode body = CanonicalJson.jsonMapper().createObjectNode();
            body.put("document", Base64.getEncoder().encodeToString(files.bytes(name)));
            String signature = signature(name);
            if (signature != null) {
                body.put("signature", Base64.getEncoder().encodeToString(files.bytes(signature)));
            }
            if (!recipients.isEmpty()) {
                body.set("recipients", CanonicalJson.toTree(recipients));
            }
            return new ImportItem(line, name, body, null, Map.of());
        } catch (Refusal refusal) {
            return new ImportItem(line, name, null, refusal.at("/document"), Map.of());
        }
    }

    private @Nullable String signature(String name) {
        List<String> candidates = new ArrayList<>();
        int dot = name.lastIndexOf('.');
        SIGNATURES.forEach(ending -> {
            candidates.add(name + ending);
            candidates.add(name.substring(0, dot) + ending);
        });
        return candidates.stream()
                .filter(c -> Files.isRegularFile(folder.resolve(c), LinkOption.NOFOLLOW_LINKS))
                .findFirst()
                .orElse(null);
    }
}
