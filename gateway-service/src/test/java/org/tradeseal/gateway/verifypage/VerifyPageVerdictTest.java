package org.tradeseal.gateway.verifypage;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Checkpoint;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.Disclosed;
import org.tradeseal.verify.Disclosure;
import org.tradeseal.verify.Finding;
import org.tradeseal.verify.Merkle;
import org.tradeseal.verify.Note;
import org.tradeseal.verify.NoteKey;
import org.tradeseal.verify.NoteSigner;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.Reason;
import org.tradeseal.verify.Receipt;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.SigningKey;
import org.tradeseal.verify.StoredRecord;
import org.tradeseal.verify.Text;
import org.tradeseal.verify.Trust;
import org.tradeseal.verify.Verdict;
import org.tradeseal.verify.Verification;
import org.tradeseal.verify.Verifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The page says of every receipt what the Java verifier says, word for word. */
class VerifyPageVerdictTest extends PageInBrowser {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What only Java checks, and what only a browser can lack. */
    private static final List<String> OF_EVIDENCE =
            List.of("EQUIVOCATION", "FALSE_STATUS", "NO_EVIDENCE", "EVIDENCE_UNDECIDED");

    private static final List<String> OF_THE_PAGE = List.of("NO_TRUST", "NO_CRYPTO");

    private static final String CHECK = "async cases => {"
            + " const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));"
            + " const answers = [];"
            + " for (const c of cases) answers.push(JSON.stringify("
            + "   await tradeseal.check(bytes(c.receipt), bytes(c.trust), c.document ?? null, c.now,"
            + "     c.disclosure == null ? null : bytes(c.disclosure))));"
            + " return answers; }";

    /** A receipt with what it is judged by; receipt, trust file and disclosure in base64. */
    private record Case(
            String name,
            String receipt,
            String trust,
            @Nullable Sha256 document,
            Instant now,
            @Nullable String disclosure) {
        Case(String name, byte[] receipt, byte[] trust, @Nullable Sha256 document, Instant now) {
            this(
                    name,
                    Base64.getEncoder().encodeToString(receipt),
                    Base64.getEncoder().encodeToString(trust),
                    document,
                    now,
                    null);
        }

        /** The same receipt with a disclosure. */
        Case disclosing(String otherName, byte[] file) {
            return new Case(
                    otherName,
                    receipt,
                    trust,
                    document,
                    now,
                    Base64.getEncoder().encodeToString(file));
        }

        JsonNode byJava() {
            Verifier verifier = new Verifier(Trust.read(Base64.getDecoder().decode(trust)));
            byte[] bytes = Base64.getDecoder().decode(receipt);
            return JSON.valueToTree(told(
                    disclosure == null
                            ? verifier.verify(bytes, document, now)
                            : verifier.verify(
                                    Base64.getDecoder().decode(disclosure),
                                    bytes,
                                    document,
                                    Disclosure.Asked.NOTHING,
                                    now)));
        }

        /** The same with another text in the receipt. */
        Case with(String text, String other) {
            String json = new String(Base64.getDecoder().decode(receipt), StandardCharsets.UTF_8);
            byte[] changed = json.replace(text, other).getBytes(StandardCharsets.UTF_8);
            return new Case(name, Base64.getEncoder().encodeToString(changed), trust, document, now, disclosure);
        }

        private Map<String, @Nullable String> arguments() {
            Map<String, @Nullable String> arguments = new HashMap<>();
            arguments.put("receipt", receipt);
            arguments.put("trust", trust);
            arguments.put("document", document == null ? null : document.hex());
            arguments.put("now", now.toString());
            arguments.put("disclosure", disclosure);
            return arguments;
        }
    }

    private static Map<String, @Nullable Object> told(Verification verification) {
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        told.put("verdict", verification.verdict().name());
        told.put("summary", verification.summary());
        List<Map<String, Object>> findings = new ArrayList<>();
        for (Finding finding : verification.findings()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("aspect", finding.aspect().name());
            entry.put("reason", finding.reason().name());
            entry.put("verdict", finding.verdict().name());
            entry.put("text", finding.text());
            entry.put("next", finding.reason().next());
            findings.add(entry);
        }
        told.put("findings", findings);
        RecordId id = verification.record();
        told.put("record", id == null ? null : id.value());
        told.put("version", verification.version());
        Disclosed disclosed = verification.disclosed();
        told.put("disclosed", disclosed == null ? null : told(disclosed));
        return told;
    }

    private static Map<String, @Nullable Object> told(Disclosed disclosed) {
        Map<String, @Nullable Object> told = new LinkedHashMap<>();
        List<Map<String, Object>> fields = new ArrayList<>();
        for (Disclosed.Shown shown : disclosed.fields()) {
            fields.add(Map.of(
                    "pointer", shown.field().pointer(),
                    "type", shown.field().type().name(),
                    "value", shown.field().value(),
                    "reason", shown.reason().name()));
        }
        told.put("fields", fields);
        told.put("withheld", disclosed.withheld());
        told.put("leftOut", disclosed.leftOut());
        return told;
    }

    private static List<JsonNode> byPage(Page page, List<Case> cases) {
        Object answers =
                page.evaluate(CHECK, cases.stream().map(Case::arguments).toList());
        return ((List<?>) answers)
                .stream().map(answer -> JSON.readTree((String) answer)).toList();
    }

    private static void assertAlike(Page page, List<Case> cases) {
        List<JsonNode> answers = byPage(page, cases);
        for (int i = 0; i < cases.size(); i++) {
            assertThat(answers.get(i))
                    .as(cases.get(i).name())
                    .isEqualTo(JSON.readTree(JSON.writeValueAsBytes(cases.get(i).byJava())));
        }
    }

    private static byte[] vector(String name) throws IOException {
        return Files.readAllBytes(VECTORS.resolve(name));
    }

    @Test
    void everyVectorIsJudgedAsInJava() throws IOException {
        List<Case> cases = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        Set<String> names = new HashSet<>(Set.of(""));
        for (JsonNode entry : JSON.readTree(vector("index.json")).get("cases")) {
            String document = entry.path("document").asString("");
            Case receipt = new Case(
                    entry.get("receipt").asString(),
                    vector(entry.get("receipt").asString()),
                    vector(entry.get("trust").asString()),
                    document.isEmpty() ? null : Sha256.of(vector(document)),
                    Instant.parse(entry.get("now").asString()));
            String disclosure = entry.path("disclosure").asString("");
            cases.add(disclosure.isEmpty() ? receipt : receipt.disclosing(disclosure, vector(disclosure)));
            names.add(receipt.name());
            names.add(disclosure);
            expected.add(entry.get("verdict") + " " + entry.get("reasons"));
        }
        try (Stream<Path> files = Files.list(VECTORS)) {
            assertThat(files.map(f -> String.valueOf(f.getFileName()))
                            .filter(f -> f.endsWith(Receipt.FILE_ENDING) || f.endsWith(Disclosure.FILE_ENDING)))
                    .as("every receipt and every disclosure is a case")
                    .isSubsetOf(names);
        }
        Page page = open();
        assertAlike(page, cases);
        assertThat(byPage(page, cases).stream().map(VerifyPageVerdictTest::brief))
                .containsExactlyElementsOf(expected);
    }

    private static String brief(JsonNode answer) {
        ObjectNode reasons = JSON.createObjectNode();
        answer.get("findings").forEach(f -> reasons.set(f.get("aspect").asString(), f.get("reason")));
        return answer.get("verdict") + " " + reasons;
    }

    @Test
    void everyReasonIsWordedAsInJava() {
        JsonNode page = JSON.readTree((String) open().evaluate("() => JSON.stringify(tradeseal.reasons)"));
        Map<String, List<String>> worded = new TreeMap<>();
        page.properties()
                .forEach(reason -> worded.put(
                        reason.getKey(),
                        reason.getValue().valueStream().map(JsonNode::asString).toList()));
        assertThat(OF_THE_PAGE)
                .allSatisfy(reason -> assertThat(worded.get(reason)).startsWith(Verdict.UNKNOWN.name()));
        OF_THE_PAGE.forEach(worded::remove);
        Map<String, List<String>> inJava = new TreeMap<>();
        for (Reason reason : Reason.values()) {
            List<String> texts = new ArrayList<>(List.of(
                    reason.verdict().name(), reason.text().en(), reason.text().zh()));
            if (!reason.next().en().isEmpty()) {
                texts.addAll(List.of(reason.next().en(), reason.next().zh()));
            }
            inJava.put(reason.name(), texts);
        }
        OF_EVIDENCE.forEach(inJava::remove);
        assertThat(worded).isEqualTo(inJava);
    }

    @Test
    void changedReceiptsAreJudgedAsInJava() throws IOException {
        Random random = new Random(20261122);
        byte[] trust = vector("trust.json");
        byte[] letters = "0123456789abcdefAZ\"\\,:{}[]-ntu \n".getBytes(StandardCharsets.US_ASCII);
        List<Case> cases = new ArrayList<>();
        for (String name : List.of("asset-registered", "with-document", "status-current", "founder")) {
            byte[] receipt = vector(name + Receipt.FILE_ENDING);
            for (int i = 0; i < 60; i++) {
                int at = random.nextInt(receipt.length);
                byte[] changed = receipt.clone();
                changed[at] = i % 2 == 0
                        ? (byte) (changed[at] ^ (1 << random.nextInt(8)))
                        : letters[random.nextInt(letters.length)];
                cases.add(new Case(name + " changed at " + at, changed, trust, null, NOW));
            }
        }
        Page page = open();
        assertAlike(page, cases);
        long valid = cases.stream()
                .filter(c -> !Arrays.asList("INVALID", "UNKNOWN")
                        .contains(c.byJava().get("verdict").asString()))
                .count();
        assertThat(valid)
                .as("put in their own place, a few letters change nothing")
                .isLessThan(16);
    }

    @Test
    void changedDisclosuresAreJudgedAsInJava() throws IOException {
        Random random = new Random(20261123);
        byte[] letters = "0123456789abcdefAZ_-.~= \n".getBytes(StandardCharsets.US_ASCII);
        Case receipt = new Case("", vector("disclosed.receipt.json"), vector("trust-disclosure.json"), null, NOW);
        List<Case> cases = new ArrayList<>();
        for (String name : List.of("some", "to-somebody", "left-out")) {
            byte[] disclosure = vector("disclosure-" + name + Disclosure.FILE_ENDING);
            for (int i = 0; i < 60; i++) {
                int at = random.nextInt(disclosure.length);
                byte[] changed = disclosure.clone();
                changed[at] = i % 2 == 0
                        ? (byte) (changed[at] ^ (1 << random.nextInt(8)))
                        : letters[random.nextInt(letters.length)];
                cases.add(receipt.disclosing(name + " changed at " + at, changed));
            }
        }
        assertAlike(open(), cases);
    }

    @Test
    void signaturesOfEveryAlgorithmAreVerified() {
        Page page = open();
        for (PublicKey.Algorithm algorithm : PublicKey.Algorithm.values()) {
            SigningKey key = SigningKey.generate("key-1", algorithm, new SecureRandom());
            SigningKey other = SigningKey.generate("key-1", algorithm, new SecureRandom());
            List<Case> cases = List.of(
                    signed(algorithm + " signed", key, key::sign), signed(algorithm + " forged", key, other::sign));
            assertAlike(page, cases);
            assertThat(byPage(page, cases).stream().map(VerifyPageVerdictTest::issuer))
                    .as(algorithm.name())
                    .containsExactly("SIGNED", "BAD_SIGNATURE");
        }
    }

    // The browser's own ECDSA takes s and n - s alike.
    @Test
    void theSecondFormOfASignatureIsRefused() {
        BigInteger n = new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
        SigningKey key = SigningKey.generate("key-1", PublicKey.Algorithm.P256, new SecureRandom());
        Case high = signed("high s", key, message -> {
            byte[] signature = Base64.getUrlDecoder().decode(key.sign(message));
            BigInteger s = n.subtract(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64)));
            byte[] padded = s.setBit(256).toByteArray(); // 33 bytes
            System.arraycopy(padded, 1, signature, 32, 32);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        });
        Page page = open();
        assertAlike(page, List.of(high));
        assertThat(issuer(byPage(page, List.of(high)).get(0))).isEqualTo("BAD_SIGNATURE");
    }

    // Under the neutral point as key the base point with s = 1 signs every message, says RFC 8032 without further
    // checks.
    @Test
    void aKeyOutsideThePrimeOrderGroupIsRefused() {
        byte[] neutral = new byte[32];
        neutral[0] = 1;
        byte[] forged = HexFormat.of().parseHex("58" + "66".repeat(31) + "01" + "00".repeat(31));
        SigningKey key = SigningKey.generate("key-1", PublicKey.Algorithm.ED25519, new SecureRandom());
        Case good = signed(
                "neutral key", key, m -> Base64.getUrlEncoder().withoutPadding().encodeToString(forged));
        byte[] der = Base64.getDecoder().decode(key.publicKey().spki());
        System.arraycopy(neutral, 0, der, 12, 32);
        Page page = open();
        Case neutralKey = good.with(key.publicKey().spki(), Base64.getEncoder().encodeToString(der));
        assertThat(neutralKey.byJava().at("/findings/3/reason").asString()).isEqualTo("MALFORMED");
        assertAlike(page, List.of(neutralKey));
    }

    private static String issuer(JsonNode answer) {
        return answer.get("findings").get(3).get("reason").asString();
    }

    // A ledger of two records: a participant with one key, and what it filed.
    private static Case signed(String name, SigningKey key, Function<byte[], String> signer) {
        Sha256 ledger = Sha256.of(new byte[] {7});
        RecordId actor = RecordId.derive(ledger, "PTC", "founder", "a");
        ObjectNode content = JSON.createObjectNode();
        content.put("custody", "SELF");
        content.putArray("keys").addObject().put("fromVersion", 1).set("key", CanonicalJson.toTree(key.publicKey()));
        content.putObject("name").put("en", "Morning Star");
        content.putArray("roles").add("ENTERPRISE");
        content.put("status", "ACTIVE");
        ObjectNode body = JSON.createObjectNode().put("title", "a");
        Command command = new Command(
                Command.FORMAT, ledger, "asset.file", actor, "key-1", "a", NOW.plusSeconds(60), List.of(), body, null);
        RecordId asset = RecordId.derive(ledger, "AST", actor.value(), "a");
        StoredRecord participant = record(actor, "participant", Sha256.of(), actor, null, content);
        Sha256 actorLeaf = participant.leaf(ledger).hash();
        StoredRecord filed = record(asset, "asset", command.digest(), actor, actorLeaf, body);
        List<Sha256> leaves =
                List.of(participant.leaf(ledger).hash(), filed.leaf(ledger).hash());
        NoteSigner log = NoteSigner.of(Checkpoint.origin(ledger), NoteKey.Kind.LOG, ledger.bytes());
        String text = new Checkpoint(Checkpoint.origin(ledger), 2, Merkle.root(leaves)).text();
        Note head = new Note(text, List.of(log.sign(text, NOW)));
        Receipt receipt = new Receipt(
                filed,
                1,
                Merkle.toText(Merkle.path(leaves, 1)),
                head.toString(),
                new SignedCommand(command, signer.apply(command.signedBytes())),
                new Receipt.Shown(participant));
        Trust.Organisation organisation = new Trust.Organisation(
                "OneMSP", Text.of("One", "一"), List.of(new Trust.Key(log.key().key(), 0, null)), List.of());
        Trust trust = new Trust(ledger, 1, List.of(organisation), null);
        return new Case(name, receipt.bytes(), CanonicalJson.bytes(trust), null, NOW);
    }

    private static StoredRecord record(
            RecordId id, String type, Sha256 command, RecordId actor, @Nullable Sha256 actorLeaf, JsonNode content) {
        return new StoredRecord(
                new RegistryRecord(
                        RegistryRecord.FORMAT,
                        id,
                        type,
                        1,
                        command,
                        actor,
                        actorLeaf,
                        false,
                        null,
                        NOW,
                        "tx",
                        new TreeMap<>(),
                        content),
                Sha256.of(new byte[] {1}));
    }
}
