package org.tradeseal.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.asset.Asset;
import org.tradeseal.ledger.invoice.Invoice;
import org.tradeseal.verify.Bundle;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Receipt;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.Text;
import org.tradeseal.verify.Trust;
import org.tradeseal.verify.Verdict;
import org.tradeseal.verify.Verification;
import org.tradeseal.verify.Verifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Writes a bundle for a court or an auditor, then checks it as they will: receipts of records, documents the caller may
 * have, whom to trust, the verifier, and a page that explains. Exit code 1 unless the bundle is VALID.
 */
@Command
final class MakeBundle implements Callable<Integer> {
    static final String TRUST = "trust.json";
    static final String VERIFIER = "verifier.jar";
    static final String PAGE = "README.html";

    // Not the caller's to read, or not there.
    private static final Set<Integer> WITHHELD = Set.of(403, 404);

    private final Session session;

    @Parameters(arity = "1..*", paramLabel = "ID", descriptionKey = "IDS")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--output", paramLabel = "FILE", descriptionKey = "receipt-output")
    private Path output = Path.of("tradeseal-bundle.zip");

    MakeBundle(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        List<RecordId> records = ids.stream().map(RecordId::new).distinct().toList();
        Path unfinished = Path.of(output + ".part");
        try {
            try (BundleFile bundle = new BundleFile(Files.newOutputStream(unfinished))) {
                write(bundle, records);
            }
            Files.move(unfinished, output, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        tell("file.written", output, Files.size(output));
        Bundle.Outcome outcome = Bundle.verify(output, null, Instant.now());
        session.terminal
                .out()
                .println(
                        session.json
                                ? outcome.json()
                                : outcome.text(session.texts().language()));
        return outcome.verdict() == Verdict.VALID ? TradeSeal.DONE : TradeSeal.REFUSED;
    }

    private void write(BundleFile bundle, List<RecordId> records) throws IOException {
        Api api = session.api();
        Instant now = Instant.now();
        byte[] trustFile = api.download("/log/trust");
        Trust trust = Trust.read(trustFile);
        Sha256 trustDigest = bundle.add(TRUST, trustFile);
        Verifier verifier = new Verifier(trust);
        List<Proof> proofs = new ArrayList<>();
        for (RecordId id : records) {
            proofs.add(proof(bundle, api, id, verifier, now));
        }
        String gateway = api.address();
        BundlePage page = new BundlePage(trust, trustDigest, verifierJar(bundle), gateway, proofs, now);
        bundle.add(PAGE, page.bytes());
        bundle.finish(TRUST);
    }

    /** A file of the bundle. */
    record Listed(String path, Sha256 digest) {}

    /** What the bundle has of one record. */
    record Proof(
            String path,
            Receipt receipt,
            @Nullable Listed document,
            @Nullable Text withheld,
            List<Listed> signatures,
            List<Listed> extracts,
            List<Earlier> earlier,
            Verification verification) {}

    /** An earlier version of a record, with the receipt that proves who made it. */
    record Earlier(String path, Receipt receipt, Verification verification) {}

    private Proof proof(BundleFile bundle, Api api, RecordId id, Verifier verifier, Instant now) throws IOException {
        byte[] bytes = api.download("/v1/records/" + id + "/receipt?status=true");
        Receipt receipt = Receipt.read(bytes);
        Listed document = null;
        Text withheld = null;
        List<Listed> signatures = new ArrayList<>();
        List<Listed> extracts = new ArrayList<>();
        if (id.prefix().equals(Invoice.TYPE.prefix())) {
            try {
                document = listed(bundle, "documents/" + id + ".xml", download(api, id, "document"));
                signatures(bundle, api, id, signatures);
            } catch (ApiRefused refused) {
                requireWithheld(refused);
                withheld = Text.of(
                        Texts.in("en").get("bundle.no-document", id, refused.code()),
                        Texts.in("zh").get("bundle.no-document", id, refused.code()));
                tell("bundle.no-document", id, refused.code());
            }
        }
        if (id.prefix().equals(Asset.TYPE.prefix())) {
            try {
                byte[] payload = api.download("/v1/records/" + id + "/payload");
                document = listed(bundle, "documents/" + id + ".payload.json", payload);
                extract(bundle, id, payload, extracts);
            } catch (ApiRefused refused) {
                requireWithheld(refused);
                withheld = Text.of(
                        Texts.in("en").get("bundle.no-document", id, refused.code()),
                        Texts.in("zh").get("bundle.no-document", id, refused.code()));
                tell("bundle.no-document", id, refused.code());
            }
        }
        String path = path(receipt);
        bundle.addReceipt(path, bytes, document == null ? null : document.path());
        Verification verification = verifier.verify(bytes, document == null ? null : document.digest(), now);
        List<Earlier> earlier = new ArrayList<>();
        for (int version = 1; version < receipt.record().version(); version++) {
            earlier.add(earlier(bundle, api, id, version, document, verifier, now));
        }
        return new Proof(path, receipt, document, withheld, signatures, extracts, earlier, verification);
    }

    private static String path(Receipt receipt) {
        RegistryRecord record = receipt.record();
        return "receipts/" + record.id() + "-v" + record.version() + Receipt.FILE_ENDING;
    }

    // The first version is the seller's own signed command: it is checked with the document too, where it shows its
    // digest.
    private static Earlier earlier(
            BundleFile bundle,
            Api api,
            RecordId id,
            int version,
            @Nullable Listed document,
            Verifier verifier,
            Instant now)
            throws IOException {
        byte[] bytes = api.download("/v1/records/" + id + "/receipt?version=" + version);
        Receipt receipt = Receipt.read(bytes);
        Listed together = version == 1
                        && document != null
                        && verifier.verify(bytes, document.digest(), now).verdict() == Verdict.VALID
                ? document
                : null;
        bundle.addReceipt(path(receipt), bytes, together == null ? null : together.path());
        return new Earlier(
                path(receipt), receipt, verifier.verify(bytes, together == null ? null : together.digest(), now));
    }

    // For people, who do not read base64. What the receipt proves is the payload that holds them.
    private static void extract(BundleFile bundle, RecordId id, byte[] payload, List<Listed> extracts)
            throws IOException {
        List<Payload.Document> documents =
                CanonicalJson.read(payload, Payload.class).documents();
        for (int i = 0; i < documents.size(); i++) {
            String name = documents.get(i).name().replaceAll("[^\\p{L}\\p{N}._-]", "_");
            String path = "documents/" + id + "/" + (i + 1) + "-" + name.substring(Math.max(0, name.length() - 80));
            extracts.add(listed(
                    bundle, path, Base64.getDecoder().decode(documents.get(i).base64())));
        }
    }

    private void signatures(BundleFile bundle, Api api, RecordId id, List<Listed> signatures) throws IOException {
        for (String purpose : List.of("signature", "container")) {
            try {
                byte[] file = download(api, id, purpose);
                signatures.add(listed(bundle, "signatures/" + id + ending(purpose, file), file));
            } catch (ApiRefused refused) {
                requireWithheld(refused); // the signature is within the document
            }
        }
    }

    private static String ending(String purpose, byte[] file) {
        if (purpose.equals("container")) {
            return ".asice";
        }
        return file.length > 0 && file[0] == '<' ? ".xml" : ".p7s";
    }

    private static byte[] download(Api api, RecordId id, String purpose) {
        return api.download("/v1/invoices/" + id + "/document?purpose=" + purpose);
    }

    private static void requireWithheld(ApiRefused refused) {
        if (!WITHHELD.contains(refused.status())) {
            throw refused;
        }
    }

    private static Listed listed(BundleFile bundle, String path, byte[] content) throws IOException {
        return new Listed(path, bundle.add(path, content));
    }

    // Who runs scripts/tradeseal has it by name; who has the client's jar alone may have it beside that.
    private @Nullable Listed verifierJar(BundleFile bundle) throws IOException {
        String named = System.getProperty("tradeseal.verifier");
        Path jar = named != null
                ? Path.of(named)
                : Path.of(System.getProperty("java.class.path", "")).resolveSibling(VERIFIER);
        if (!Files.isRegularFile(jar)) {
            tell("bundle.no-verifier", jar);
            return null;
        }
        return listed(bundle, VERIFIER, Files.readAllBytes(jar));
    }

    private void tell(String key, Object... values) {
        (session.json ? session.terminal.err() : session.terminal.out())
                .println(session.texts().get(key, values));
    }
}
