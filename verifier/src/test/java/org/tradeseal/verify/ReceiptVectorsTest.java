package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The receipts of docs/vectors/receipts, good and bad, with what a verifier has to say about each. They are made here, the
 * same bytes in every run; with {@code -Ddocs.update=true} they are written.
 */
class ReceiptVectorsTest {
    private static final Path FOLDER = Path.of(System.getProperty("basedir", "."), "..", "docs", "vectors", "receipts")
            .normalize();
    private static final JsonMapper PLAIN = JsonMapper.builder().build();
    private static final String DOCUMENT = "document.txt";

    private final Story story = new Story("vectors");
    private final TestLedger ledger = story.ledger;
    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<Map<String, Object>> cases = new ArrayList<>();

    ReceiptVectorsTest() {
        files.put(DOCUMENT, "tradeseal test document".getBytes(StandardCharsets.UTF_8));
        files.put("other-document.txt", "another document".getBytes(StandardCharsets.UTF_8));
        files.put("trust.json", CanonicalJson.bytes(ledger.trust(2)));
        files.put("trust-all.json", CanonicalJson.bytes(ledger.trust(3)));
        Trust all = ledger.trust(1);
        files.put(
                "trust-self.json",
                CanonicalJson.bytes(
                        new Trust(all.ledger(), 1, all.organisations().subList(0, 1), null)));
        files.put("trust-retired.json", CanonicalJson.bytes(retired(all)));
        files.put("trust-other.json", CanonicalJson.bytes(new TestLedger("other").trust(2)));
        good();
        changed();
        heads();
        statements();
        disclosures();
    }

    private static Trust retired(Trust trust) {
        List<Trust.Organisation> retired = trust.organisations().stream()
                .map(o -> new Trust.Organisation(
                        o.msp(),
                        o.name(),
                        List.of(new Trust.Key(o.logKeys().get(0).key(), 0, 5L)),
                        o.witnessKeys()))
                .toList();
        return new Trust(trust.ledger(), 2, retired, null);
    }

    private void add(String name, Receipt receipt) {
        add(name, receipt.bytes(), "trust.json", null);
    }

    private void add(String name, byte[] receipt, String trust, String document) {
        String file = name + Receipt.FILE_ENDING;
        files.put(file, receipt);
        Map<String, Object> entry = entry(file, trust, document);
        Verification verification =
                new Verifier(Trust.read(files.get(trust))).verify(receipt, digest(document), TestLedger.TIME);
        judged(entry, verification);
    }

    private static Map<String, Object> entry(String receipt, String trust, String document) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("receipt", receipt);
        entry.put("trust", trust);
        if (document != null) {
            entry.put("document", document);
        }
        entry.put("now", TestLedger.TIME.toString());
        return entry;
    }

    private Sha256 digest(String document) {
        return document == null ? null : Sha256.of(files.get(document));
    }

    private void judged(Map<String, Object> entry, Verification verification) {
        entry.put("verdict", verification.verdict().name());
        Map<String, String> findings = new LinkedHashMap<>();
        verification
                .findings()
                .forEach(f -> findings.put(f.aspect().name(), f.reason().name()));
        entry.put("reasons", findings);
        Disclosed disclosed = verification.disclosed();
        if (disclosed != null) {
            Map<String, String> fields = new LinkedHashMap<>();
            disclosed
                    .fields()
                    .forEach(f -> fields.put(f.field().pointer(), f.reason().name()));
            entry.put("fields", fields);
            if (disclosed.withheld() != null) {
                entry.put("withheld", disclosed.withheld());
            }
            entry.put("leftOut", disclosed.leftOut());
        }
        cases.add(entry);
    }

    private void good() {
        add("founder", ledger.receipt(story.founded));
        add("admitted", ledger.receipt(story.admitted));
        add("asset-filed", ledger.receipt(story.filed));
        add("asset-registered", ledger.receipt(story.registered));
        add("asset-deposited-custodial", ledger.receipt(story.deposited));
        add("invoice-issued", ledger.receipt(story.issued));
        add("invoice-accepted", ledger.receipt(story.accepted));
        add("key-rotated", ledger.receipt(story.rotated));
        add("suspended", ledger.receipt(story.suspended));
        add("licence-recorded", ledger.receipt(story.recorded));
        add("asset-licensed", ledger.receipt(story.indexed));
        add("asset-with-recorded-licence", ledger.receipt(story.reindexed));
        Receipt shown = ledger.receipt(story.issued).withOpenings(List.of(story.fields.open("/document/sha256")));
        add("with-document", shown.bytes(), "trust.json", DOCUMENT);
        add("with-another-document", shown.bytes(), "trust.json", "other-document.txt");
        add("without-digest", ledger.receipt(story.issued).bytes(), "trust.json", DOCUMENT);
        add("all-cosigned", ledger.receipt(story.filed).bytes(), "trust-all.json", null);
        Checkpoint head = ledger.checkpoint();
        add("self-attested", under(ledger.head(head, "RegulatorMSP")), "trust-self.json", null);
    }

    private byte[] under(Note head) {
        return with(ledger.receipt(story.filed), r -> r.put("head", shortened(head.toString())));
    }

    private String shortened(String head) {
        return head.replace(Checkpoint.origin(ledger.ledger()), "~");
    }

    private static byte[] with(Receipt receipt, Consumer<ObjectNode> change) {
        ObjectNode tree = (ObjectNode) CanonicalJson.tree(receipt.bytes());
        change.accept(tree);
        return CanonicalJson.bytes(tree);
    }

    private void bad(String name, Consumer<ObjectNode> change) {
        add(name, with(ledger.receipt(story.registered), change), "trust.json", null);
    }

    private void text(String name, String from, String to) {
        String json = new String(ledger.receipt(story.registered).bytes(), StandardCharsets.UTF_8);
        assertThat(json).contains(from);
        add(name, json.replace(from, to).getBytes(StandardCharsets.UTF_8), "trust.json", null);
    }

    private static ObjectNode object(JsonNode tree, String name) {
        return (ObjectNode) tree.get(name);
    }

    private void changed() {
        Receipt filed = ledger.receipt(story.filed);
        JsonNode other = CanonicalJson.toTree(filed);
        List<Sha256> proof =
                new ArrayList<>(Merkle.fromText(ledger.receipt(story.registered).proof()));
        java.util.Collections.reverse(proof);
        bad("changed-content", r -> object(object(r, "record"), "content").put("status", "REJECTED"));
        bad("changed-salt", r -> r.put("salt", TestLedger.seed("x").hex()));
        bad("changed-reason", r -> object(object(r, "command"), "body").put("reason", "other"));
        bad("changed-version", r -> object(r, "record").put("version", 3));
        bad("another-command", r -> r.set("command", other.get("command")));
        bad("another-signature", r -> r.set("signature", other.get("signature")));
        bad("no-signature", r -> r.remove("signature"));
        bad("another-actor", r -> r.set("actor", other.get("actor")));
        bad("no-actor", r -> r.remove("actor"));
        bad("shuffled-proof", r -> r.put("proof", Merkle.toText(proof)));
        Receipt followed = ledger.receipt(story.reindexed);
        add("without-cause", with(followed, r -> r.remove("cause")), "trust.json", null);
        add("without-version-before", with(followed, r -> r.remove("before")), "trust.json", null);
        JsonNode accepted = CanonicalJson.tree(ledger.receipt(story.indexed).bytes());
        add("another-cause", with(followed, r -> r.set("cause", accepted.get("cause"))), "trust.json", null);
        add("another-version-before", with(followed, r -> r.set("before", accepted.get("before"))), "trust.json", null);
        bad(
                "long-digest",
                r -> r.put("salt", ledger.receipt(story.registered).salt().hex()));
        bad("long-origin", r -> r.put("head", ledger.head().toString()));
        bad("long-format", r -> object(r, "record").put("format", RegistryRecord.FORMAT));
        bad("long-actor", r -> object(r, "record").put("actor", ledger.ipCentre.value()));
        add(
                "long-content",
                with(filed, r -> ((ObjectNode) r.at("/record/content/also")).set("title", r.at("/command/body/title"))),
                "trust.json",
                null);
        bad("empty-proof", r -> r.put("proof", ""));
        bad("neighbouring-index", r -> r.put("index", r.get("index").asInt() + 1));
        bad("index-outside", r -> r.put("index", ledger.size()));
        bad("negative-index", r -> r.put("index", -1));
        bad("largest-index", r -> r.put("index", CanonicalJson.MAX_INTEGER));
        bad("newer-format", r -> r.put("format", "tradeseal/receipt/3"));
        bad("newer-record-format", r -> object(r, "record").put("format", "tradeseal/record/2"));
        bad("unknown-member", r -> r.put("timestamps", "x"));
        bad("unknown-record-member", r -> object(r, "record").put("more", "x"));
        text("space", "{\"actor\":", "{ \"actor\":");
        text("repeated-key", ",\"index\":", ",\"index\":5,\"index\":");
        text("escaped", "examined", "\\u0065xamined");
        text("fraction", ",\"index\":5", ",\"index\":5.0");
        text("huge-number", ",\"index\":5", ",\"index\":99999999999999999999");
        add("truncated", java.util.Arrays.copyOf(filed.bytes(), 2000), "trust.json", null);
        add("empty", new byte[0], "trust.json", null);
        add("deep", "[".repeat(5000).getBytes(StandardCharsets.UTF_8), "trust.json", null);
        add("no-utf-8", new byte[] {'"', (byte) 0xff, '"'}, "trust.json", null);
        Receipt opened = ledger.receipt(story.issued).withOpenings(List.of(story.fields.open("/payable/amount")));
        add(
                "changed-opening",
                new String(opened.bytes(), StandardCharsets.UTF_8)
                        .replace("1250.5", "9250.5")
                        .getBytes(StandardCharsets.UTF_8),
                "trust.json",
                null);
        collusions();
    }

    /** What only organisations that collude could log: true commands under records that they did not make. */
    private void collusions() {
        Story forged = new Story("vectors");
        TestLedger log = forged.ledger;
        int interrupted = log.move(
                "licence.suspend",
                forged.licence,
                log.ipCentre,
                "suspend",
                TestLedger.json("{}"),
                ((ObjectNode) log.latest(forged.licence).record().content().deepCopy()).put("status", "SUSPENDED"));
        ObjectNode stolenAsset = forged.licensedAsset("SUSPENDED").put("jurisdiction", "HK");
        add("changed-otherwise", log.receipt(log.changesWith(interrupted, forged.asset, stolenAsset)));
        SignedCommand decision = log.command(forged.registered);
        JsonNode content = log.latest(forged.asset).record().content();
        RecordId foreign = RecordId.derive(log.ledger(), "AST", forged.enterprise.value(), "foreign");
        int stolen = log.append(log.record(decision.command(), foreign, "asset", content), decision);
        add("decision-on-another-record", log.receipt(stolen));
        Command rejected = log.command(
                        "asset.reject",
                        log.ipCentre,
                        "reject",
                        TestLedger.json("{'id':'" + forged.asset + "'}"),
                        forged.asset)
                .withResult(StoredRecord.result(forged.asset, content));
        int other = log.append(
                log.record(rejected, forged.asset, "asset", TestLedger.json("{'status':'REJECTED'}")),
                log.key(log.ipCentre).sign(rejected));
        add("another-result", log.receipt(other));
        RecordId suspended = forged.customer;
        int late = log.create(
                "asset.deposit", "AST", "asset", suspended, "late", TestLedger.json("{}"), TestLedger.json("{}"));
        add("actor-suspended", log.receipt(late));
        log.setKey(forged.enterprise, TestLedger.signingKey("morning-star-1", PublicKey.Algorithm.P256));
        int old = log.create(
                "asset.file", "AST", "asset", forged.enterprise, "old", TestLedger.json("{}"), TestLedger.json("{}"));
        add("key-not-in-force", log.receipt(old));
        log.setKey(forged.enterprise, null);
        int bare = log.create(
                "asset.file", "AST", "asset", forged.enterprise, "bare", TestLedger.json("{}"), TestLedger.json("{}"));
        add("custody-not-allowed", log.receipt(bare));
    }

    private void heads() {
        Checkpoint head = ledger.checkpoint();
        Note good = ledger.head();
        NoteSigner bank = ledger.witness("BankMSP");
        Checkpoint fork = new Checkpoint(head.origin(), head.size(), TestLedger.seed("fork"));
        String extended = head.text() + "extension\n";
        head("too-few", ledger.head(head, "BankMSP").toString());
        head(
                "one-organisation-twice",
                ledger.head(head, "BankMSP")
                        .with(bank.sign(head.text(), TestLedger.TIME))
                        .toString());
        head("one-key-twice", good.toString() + good.signatures().get(0));
        head(
                "forged-cosignature",
                ledger.head(head, "RegulatorMSP")
                        .with(bank.sign(fork.text(), TestLedger.TIME))
                        .toString());
        head("another-root", ledger.head(fork, "RegulatorMSP", "BankMSP").toString());
        head("another-log", new Story("elsewhere").ledger.head().toString());
        head("extended-head", new Note(extended, List.of(bank.sign(extended, TestLedger.TIME))).toString());
        head("no-signatures", head.text() + "\n");
        head("leading-zero", good.toString().replace("\n" + head.size() + "\n", "\n0" + head.size() + "\n"));
        NoteSigner stranger = NoteSigner.of(
                Trust.witnessName(ledger.ledger(), "StrangerMSP"),
                NoteKey.Kind.WITNESS,
                TestLedger.seed("stranger").bytes());
        head(
                "unknown-cosigner",
                good.with(stranger.sign(head.text(), TestLedger.TIME)).toString());
        add("retired-key", under(good), "trust-retired.json", null);
        add("another-ledgers-trust", ledger.receipt(story.filed).bytes(), "trust-other.json", null);
    }

    private void head(String name, String head) {
        add("head-" + name, with(ledger.receipt(story.filed), r -> r.put("head", shortened(head))), "trust.json", null);
    }

    private void statements() {
        Receipt latest = ledger.receipt(story.accepted);
        SignedStatus bank = ledger.status("BankMSP", story.invoice, 2);
        SignedStatus centre = ledger.status("IpCentreMSP", story.invoice, 2);
        Status old = CanonicalJson.read(
                ((ObjectNode) CanonicalJson.toTree(bank.statement()))
                        .put("issuedAt", "2026-11-22T09:00:00Z")
                        .put("expires", "2026-11-22T10:00:00Z"),
                Status.class);
        SignedStatus expired = ledger.witness("BankMSP").sign(old);
        add("status-current", latest.withStatus(List.of(bank, centre)));
        add("status-too-few", latest.withStatus(List.of(bank)));
        add("status-superseded", ledger.receipt(story.issued).withStatus(List.of(bank, centre)));
        add("status-expired", latest.withStatus(List.of(expired)));
        add("status-false", latest.withStatus(List.of(ledger.status("BankMSP", story.invoice, null))));
        add("status-forged", latest.withStatus(List.of(new SignedStatus(bank.statement(), centre.signature()))));
        add("status-of-another-record", latest.withStatus(List.of(ledger.status("BankMSP", story.asset, 2))));
    }

    private void disclosures() {
        DisclosureStory disclosing = new DisclosureStory("disclosures");
        files.put("trust-disclosure.json", CanonicalJson.bytes(disclosing.ledger.trust(2)));
        DisclosureCases made = new DisclosureCases(disclosing);
        files.putAll(made.receipts());
        made.all().forEach(each -> {
            String file = "disclosure-" + each.name() + Disclosure.FILE_ENDING;
            files.put(file, each.disclosure());
            Map<String, Object> entry = entry(each.receipt(), "trust-disclosure.json", each.document());
            Map<String, Object> ordered = new LinkedHashMap<>(Map.of("disclosure", file));
            ordered.putAll(entry);
            judged(
                    ordered,
                    new Verifier(Trust.read(files.get("trust-disclosure.json")))
                            .verify(
                                    each.disclosure(),
                                    files.get(each.receipt()),
                                    digest(each.document()),
                                    Disclosure.Asked.NOTHING,
                                    TestLedger.TIME));
        });
    }

    private String index() {
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("note", "Made by ReceiptVectorsTest. The keys are public: use them nowhere else.");
        index.put("cases", cases);
        return PLAIN.writerWithDefaultPrettyPrinter().writeValueAsString(index) + "\n";
    }

    @Test
    void theReceiptsAreCurrent() throws IOException {
        files.put("index.json", index().getBytes(StandardCharsets.UTF_8));
        if (Boolean.getBoolean("docs.update")) {
            Files.createDirectories(FOLDER);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(FOLDER.resolve(file.getKey()), file.getValue());
            }
        }
        TreeSet<String> present = new TreeSet<>();
        try (Stream<Path> list = Files.list(FOLDER)) {
            list.forEach(path -> present.add(String.valueOf(path.getFileName())));
        }
        assertThat(present).isEqualTo(files.keySet());
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertThat(Files.readAllBytes(FOLDER.resolve(file.getKey())))
                    .as("%s is stale: run with -Ddocs.update=true, look at the difference and commit it", file.getKey())
                    .isEqualTo(file.getValue());
        }
    }

    /** What each verdict has to be stands in the name or here, and not only in what the verifier says today. */
    @Test
    void onlyTheGoodOnesAreValid() {
        List<String> valid = cases.stream()
                .filter(c -> c.get("verdict").equals("VALID") && !c.containsKey("disclosure"))
                .map(c -> ((String) c.get("receipt")).replace(Receipt.FILE_ENDING, ""))
                .toList();
        assertThat(valid)
                .containsExactly(
                        "founder",
                        "admitted",
                        "asset-filed",
                        "asset-registered",
                        "asset-deposited-custodial",
                        "invoice-issued",
                        "invoice-accepted",
                        "key-rotated",
                        "suspended",
                        "licence-recorded",
                        "asset-licensed",
                        "asset-with-recorded-licence",
                        "with-document",
                        "all-cosigned",
                        "self-attested",
                        "status-current",
                        "status-too-few",
                        "status-superseded",
                        "status-expired",
                        "status-false");
        List<String> disclosed = cases.stream()
                .filter(c -> c.containsKey("disclosure") && !c.get("verdict").equals("INVALID"))
                .map(c -> c.get("verdict") + " " + c.get("disclosure"))
                .toList();
        assertThat(disclosed)
                .containsExactly(
                        "VALID disclosure-some.disclosure.sd-jwt",
                        "VALID disclosure-all.disclosure.sd-jwt",
                        "VALID disclosure-none.disclosure.sd-jwt",
                        "VALID disclosure-to-somebody.disclosure.sd-jwt",
                        "VALID disclosure-with-document.disclosure.sd-jwt",
                        "VALID disclosure-left-out.disclosure.sd-jwt",
                        "UNKNOWN disclosure-under-too-few.disclosure.sd-jwt",
                        "UNKNOWN disclosure-by-a-stranger.disclosure.sd-jwt",
                        "UNKNOWN disclosure-newer-format.disclosure.sd-jwt",
                        "UNKNOWN disclosure-newer-member.disclosure.sd-jwt",
                        "UNKNOWN disclosure-newer-header.disclosure.sd-jwt",
                        "UNKNOWN disclosure-key-binding.disclosure.sd-jwt");
        List<String> unknown = cases.stream()
                .filter(c -> !c.containsKey("disclosure"))
                .filter(c -> c.get("verdict").equals("UNKNOWN"))
                .map(c -> ((String) c.get("receipt")).replace(Receipt.FILE_ENDING, ""))
                .toList();
        assertThat(unknown)
                .containsExactly(
                        "without-digest",
                        "without-cause",
                        "without-version-before",
                        "newer-format",
                        "newer-record-format",
                        "unknown-member",
                        "decision-on-another-record",
                        "head-too-few",
                        "head-one-organisation-twice",
                        "head-extended-head",
                        "head-unknown-cosigner",
                        "another-ledgers-trust");
    }
}
