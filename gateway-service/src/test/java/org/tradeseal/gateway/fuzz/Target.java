package org.tradeseal.gateway.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.tradeseal.gateway.einvoice.AcceptanceReader;
import org.tradeseal.gateway.einvoice.Fingerprints;
import org.tradeseal.gateway.einvoice.InvoiceFields;
import org.tradeseal.gateway.einvoice.InvoiceReader;
import org.tradeseal.gateway.einvoice.InvoiceRefused;
import org.tradeseal.gateway.einvoice.ReadInvoice;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.signature.SampleSigner;
import org.tradeseal.gateway.signature.SignatureValidation;
import org.tradeseal.gateway.signature.TrustSettings;
import org.tradeseal.gateway.spreadsheet.Spreadsheet;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.verify.Bundle;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Checkpoint;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.Disclosure;
import org.tradeseal.verify.Note;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.Trust;
import org.tradeseal.verify.Verdict;
import org.tradeseal.verify.Verifier;
import tools.jackson.databind.JsonNode;

/**
 * What meets foreign bytes. Whatever comes, it ends in an answer or a refusal; every other exception is a finding.
 * Findings go to {@code src/test/resources/fuzz/<target>/} and are tried for ever.
 */
enum Target {
    /** Strict JSON, as every door reads it; what it writes again reads the same. */
    JSON {
        @Override
        void read(byte[] bytes) {
            JsonNode tree = CanonicalJson.request(bytes);
            byte[] canonical = CanonicalJson.bytes(tree);
            must(Arrays.equals(canonical, CanonicalJson.bytes(CanonicalJson.tree(canonical))), "not canonical twice");
        }

        @Override
        List<byte[]> seeds() {
            return resources(
                    "/examples/asset.file.json", "/examples/licence.offer.json", "/examples/invoice.cancel.json");
        }
    },

    /** Command bodies of every kind. */
    COMMAND {
        @Override
        void read(byte[] bytes) {
            JsonNode tree = CanonicalJson.request(bytes);
            refusing(() -> CanonicalJson.read(tree, SignedCommand.class));
            refusing(() -> CanonicalJson.read(tree, Command.class));
            Contracts.table().values().forEach(rule -> refusing(() -> CanonicalJson.read(tree, rule.body())));
        }

        @Override
        List<byte[]> seeds() {
            return resources(Contracts.table().keySet().stream()
                    .map(c -> "/examples/" + c + ".json")
                    .filter(r -> Target.class.getResource(r) != null)
                    .toArray(String[]::new));
        }
    },

    /** Receipts, under a trust that none of the changed ones has. */
    RECEIPT {
        private final Verifier verifier = new Verifier(Trust.read(file("../docs/vectors/receipts/trust.json")));

        @Override
        void read(byte[] bytes) {
            Objects.requireNonNull(verifier.verify(bytes, null, Instant.EPOCH));
            Objects.requireNonNull(verifier.verifyEvidence(bytes));
        }

        @Override
        List<byte[]> seeds() {
            return files("../docs/vectors/receipts", ".receipt.json");
        }
    },

    /** Selective disclosures beside the receipt of their record. */
    DISCLOSURE {
        private final Verifier verifier = new Verifier(Trust.read(file("../docs/vectors/receipts/trust.json")));
        private final byte[] receipt = file("../docs/vectors/receipts/asset-filed.receipt.json");

        @Override
        void read(byte[] bytes) {
            Objects.requireNonNull(verifier.verify(bytes, receipt, null, Disclosure.Asked.NOTHING, Instant.EPOCH));
        }

        @Override
        List<byte[]> seeds() {
            String header = part("{\"alg\":\"Ed25519\",\"typ\":\"vnd.tradeseal.disclosure+sd-jwt\"}");
            String payload = part("{\"_sd\":[\"x\"],\"_sd_alg\":\"sha-256\",\"exp\":1,\"iat\":0}");
            String shown = part("[\"salt\",\"/a\",\"value\"]");
            return List.of((header + "." + payload + "." + part("no signature") + "~" + shown + "~")
                    .getBytes(StandardCharsets.US_ASCII));
        }

        private static String part(String json) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        }
    },

    /** Trust files. */
    TRUST {
        @Override
        void read(byte[] bytes) {
            new Verifier(Trust.read(bytes));
        }

        @Override
        List<byte[]> seeds() {
            return List.of(
                    file("../docs/vectors/receipts/trust.json"), file("../docs/vectors/receipts/trust-all.json"));
        }
    },

    /** Signed notes and checkpoints of the log. */
    NOTE {
        @Override
        void read(byte[] bytes) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            refusing(() -> Checkpoint.parse(text));
            Note.parse(text);
        }

        @Override
        List<byte[]> seeds() {
            JsonNode receipt = CanonicalJson.tree(file("../docs/vectors/receipts/asset-filed.receipt.json"));
            return receipt.findValues("head").stream()
                    .map(h -> h.isString() ? h.stringValue() : h.toString())
                    .map(h -> h.getBytes(StandardCharsets.UTF_8))
                    .toList();
        }
    },

    /** Bundles: ZIP files that anybody may hand to a court. */
    BUNDLE {
        @Override
        void read(byte[] bytes) throws IOException {
            Path zip = Files.createTempFile("bundle", ".zip");
            try {
                Files.write(zip, bytes);
                must(Bundle.verify(zip, null, Instant.EPOCH).verdict() != Verdict.VALID, "a changed bundle is VALID");
            } finally {
                Files.delete(zip);
            }
        }

        @Override
        List<byte[]> seeds() {
            return List.of(Zips.of(Map.of(
                    "manifest.json",
                    "{\"format\":\"tradeseal/bundle/1\"}".getBytes(StandardCharsets.UTF_8),
                    "trust.json",
                    file("../docs/vectors/receipts/trust.json"),
                    "receipts/a.receipt.json",
                    file("../docs/vectors/receipts/asset-filed.receipt.json"))));
        }
    },

    /** Invoices in UBL and CII, up to their fields and fingerprints. */
    INVOICE {
        private final InvoiceReader reader = new InvoiceReader();
        private final Fingerprints fingerprints = new Fingerprints(new byte[32], 1);

        @Override
        void read(byte[] bytes) {
            ReadInvoice invoice = reader.read(bytes);
            InvoiceFields.of(invoice);
            refusing(() -> fingerprints.identity(invoice.facts()));
            refusing(() -> fingerprints.content(invoice.facts()));
        }

        @Override
        List<byte[]> seeds() {
            List<byte[]> seeds = new ArrayList<>(files("../docs/samples/invoices", ".xml"));
            seeds.addAll(files("src/test/resources/einvoice", ".xml"));
            return seeds;
        }
    },

    /** Signed answers of buyers outside. */
    ACCEPTANCE {
        private final AcceptanceReader reader = new AcceptanceReader();

        @Override
        void read(byte[] bytes) {
            reader.read(bytes);
        }

        @Override
        List<byte[]> seeds() {
            return List.of(file("../docs/samples/invoices/acceptance.xml"));
        }
    },

    /** Signed documents: XAdES, CAdES and containers. */
    SIGNATURE {
        private final Signed signed = Signed.make();

        @Override
        void read(byte[] bytes) {
            Objects.requireNonNull(signed.validation().check(bytes, Optional.empty()));
        }

        @Override
        List<byte[]> seeds() {
            byte[] xml = signed.document();
            return List.of(
                    signed.signer().signContainer(xml, "invoice.xml"),
                    signed.signer().signEnveloped(xml),
                    signed.signer().signEnveloping(xml));
        }
    },

    /** Detached signatures over a document that is as it was. */
    DETACHED {
        private final Signed signed = Signed.make();

        @Override
        void read(byte[] bytes) {
            Objects.requireNonNull(signed.validation().check(signed.document(), Optional.of(bytes)));
        }

        @Override
        List<byte[]> seeds() {
            byte[] xml = signed.document();
            return List.of(signed.signer().signDetached(xml), signed.signer().signXmlDetached(xml, "invoice.xml"));
        }
    },

    /** Tables as text, in any encoding. */
    TABLE {
        @Override
        void read(byte[] bytes) {
            readTable(bytes, ".csv");
        }

        @Override
        List<byte[]> seeds() {
            String text = "类别,名称（中文）;开发完成日期\r\n软件,\"港口\n排程\",2026-01-15\r\n\r\n\"a\"\"b\",,\n";
            return List.of(
                    text.getBytes(StandardCharsets.UTF_8),
                    ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8),
                    text.getBytes(Charset.forName("GB18030")));
        }
    },

    /** Workbooks as files. */
    WORKBOOK {
        @Override
        void read(byte[] bytes) {
            readTable(bytes, ".xlsx");
        }

        @Override
        List<byte[]> seeds() {
            return List.of(workbook());
        }
    },

    /** The XML of a sheet in a workbook that is otherwise whole. */
    SHEET {
        private static final String PART = "xl/worksheets/sheet1.xml";
        private final Map<String, byte[]> parts = Zips.entries(workbook());

        @Override
        void read(byte[] bytes) {
            Map<String, byte[]> changed = new TreeMap<>(parts);
            changed.put(PART, bytes);
            readTable(Zips.of(changed), ".xlsx");
        }

        @Override
        List<byte[]> seeds() {
            return List.of(Objects.requireNonNull(parts.get(PART)));
        }
    };

    /** Reads the bytes. Throws a refusal, or what is a finding. */
    abstract void read(byte[] bytes) throws IOException;

    /** What the changed bytes are made of. */
    abstract List<byte[]> seeds();

    /** Reads the bytes and passes over refusals. Throws findings. */
    void feed(byte[] bytes) {
        try {
            read(bytes);
        } catch (Refusal | InvoiceRefused | IOException refused) {
            // that is what is asked for
        }
    }

    /** Inputs that were findings once, and others worth keeping. */
    List<byte[]> corpus() {
        Path folder = Path.of("src/test/resources/fuzz", name().toLowerCase(Locale.ROOT));
        return Files.isDirectory(folder) ? files(folder.toString(), "") : List.of();
    }

    /** A signer under an authority of its own, and who trusts it. */
    private record Signed(SampleSigner signer, SignatureValidation validation, Bytes content) {
        byte[] document() {
            return content.toArray();
        }

        static Signed make() {
            try {
                Path folder = Files.createTempDirectory("fuzz-trust");
                SampleSigner signer = SampleSigner.create(folder.resolve("keys"), "Fuzz Ltd", "NTRCN-1");
                Path trust = Files.createDirectories(folder.resolve("trust"));
                Files.copy(folder.resolve("keys/ca.pem"), trust.resolve("ca.pem"));
                return new Signed(
                        signer,
                        new SignatureValidation(TrustSettings.ofFolder(trust)),
                        Bytes.of(file("../docs/samples/invoices/en16931-ubl.xml")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void readTable(byte[] bytes, String ending) {
        try {
            Path file = Files.createTempFile("fuzz", ending);
            try {
                Files.write(file, bytes);
                Spreadsheet.open(file, null).read(row -> must(row.number() > 0, "no row number"));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) { // nobody is told by it what is wrong with the table
            throw new IllegalStateException(e);
        }
    }

    private static byte[] workbook() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (XSSFWorkbook workbook = new XSSFWorkbook()) {
            XSSFRow row = workbook.createSheet("Assets").createRow(0);
            row.createCell(0).setCellValue("软件");
            row.createCell(1).setCellValue(48000);
            row.createCell(2).setCellValue(true);
            workbook.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void refusing(Runnable reading) {
        try {
            reading.run();
        } catch (Refusal | InvoiceRefused refused) {
            // that is what is asked for
        }
    }

    private static void must(boolean condition, String finding) {
        if (!condition) {
            throw new IllegalStateException(finding);
        }
    }

    private static byte[] file(String path) {
        try {
            return Files.readAllBytes(Path.of(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> files(String folder, String ending) {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.filter(f -> f.toString().endsWith(ending))
                    .sorted()
                    .map(f -> file(f.toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> resources(String... names) {
        List<byte[]> all = new ArrayList<>();
        for (String name : names) {
            try (InputStream in = Objects.requireNonNull(Target.class.getResourceAsStream(name), name)) {
                all.add(in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }
}
