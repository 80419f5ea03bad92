package org.tradeseal.ledger.formats;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.tradeseal.ledger.Batch;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.Preview;
import org.tradeseal.ledger.participant.AdmitParticipant;
import org.tradeseal.ledger.participant.Custody;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.participant.Identifier;
import org.tradeseal.ledger.participant.KeyStatement;
import org.tradeseal.ledger.participant.SuspendParticipant;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.Field;
import org.tradeseal.verify.FieldTree;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SigningKey;
import tools.jackson.databind.node.ObjectNode;

/** Makes the test vectors of docs/vectors from the registry's own code. */
final class Vectors {
    private static final Instant CREATED = Instant.parse("2026-11-22T08:00:00Z");
    private static final MspId REGULATOR = new MspId("RegulatorMSP");
    private static final String NEVER_A_SECRET = "Keys and seeds of these vectors are public: use them nowhere else.";

    private final SigningKey regulator;
    private final SigningKey ipCentre;
    private final SigningKey bank;
    private final VectorLedger ledger = new VectorLedger();
    private final Genesis genesis;
    private final List<Map<String, Object>> transactions = new ArrayList<>();

    /** The keys as PKCS#8 in base64: P-256, Ed25519 and SM2. */
    Vectors(List<String> keys) {
        regulator = SigningKey.fromPem("regulator-1", pem(keys.get(0)));
        ipCentre = SigningKey.fromPem("ip-centre-1", pem(keys.get(1)));
        bank = SigningKey.fromPem("bank-1", pem(keys.get(2)));
        genesis = new Genesis(
                Genesis.FORMAT,
                "vectors",
                CREATED,
                salt("nonce"),
                List.of(REGULATOR, new MspId("IpCentreMSP")),
                List.of(
                        founder("regulator", "监管机构", REGULATOR, Role.REGULATOR, regulator),
                        founder("ip-centre", "知识产权保护中心", new MspId("IpCentreMSP"), Role.IP_CENTRE, ipCentre),
                        founder("bank", "银行", new MspId("BankMSP"), Role.BANK, bank)));
    }

    static List<String> newKeys() {
        SecureRandom random = new SecureRandom();
        return List.of(PublicKey.Algorithm.P256, PublicKey.Algorithm.ED25519, PublicKey.Algorithm.SM2).stream()
                .map(a -> SigningKey.generate("k", a, random).toPem().replaceAll("-----[A-Z ]*-----|\n", ""))
                .toList();
    }

    private static String pem(String base64) {
        return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
    }

    private static Sha256 salt(String name) {
        return Sha256.of(("vector " + name).getBytes(StandardCharsets.US_ASCII));
    }

    private static Genesis.Founder founder(String name, String zh, MspId msp, Role role, SigningKey key) {
        return new Genesis.Founder(
                name,
                new AdmitParticipant(
                        new Name(zh, name),
                        msp,
                        new CountryCode("CN"),
                        new TreeSet<>(List.of(role)),
                        List.of(),
                        List.of(key.publicKey()),
                        Custody.SELF));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    static Map<String, Object> canonicalJson() {
        List<Object> cases = new ArrayList<>();
        for (String json : List.of(
                "{ \"b\" : 1, \"a\" : [ true, false, null ] }",
                "[9007199254740991,-9007199254740991,0,-0]",
                "{\"\\u20ac\":1,\"\\r\":2,\"\\ufb33\":3,\"1\":4,\"\\ud83d\\ude00\":5,\"\\u0080\":6,\"\\u00f6\":7}",
                "[\"\\u20ac$\\nA'\\u0042\\u0022\\u005c\\\\\\\"\\/\\t\\r\"]",
                "{\"名称\":\"贸印 TradeSeal\",\"\":{},\"a\":[]}")) {
            cases.add(map(
                    "json",
                    json,
                    "canonical",
                    text(CanonicalJson.bytes(CanonicalJson.tree(json.getBytes(StandardCharsets.UTF_8))))));
        }
        List<String> refused = List.of(
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "[1.0]",
                "[1e3]",
                "[9007199254740992]",
                "[\"\\ud800\"]",
                "[\"\\u0000\"]",
                "[\"\\u007f\"]",
                "[1] 2",
                "\ufeff{}",
                "[01]",
                "[1,]",
                "",
                "[".repeat(65) + "]".repeat(65));
        return map("cases", cases, "refused", refused);
    }

    static Map<String, Object> recordIds() {
        List<Object> cases = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Sha256 ledger = salt("ledger " + i % 3);
            String prefix = List.of("PTC", "AST", "LIC", "INV").get(i % 4);
            RecordId actor = RecordId.derive(ledger, "PTC", "founder", "regulator");
            String key = i == 11 ? "~".repeat(128) : "key/" + i + "\"\\";
            cases.add(map(
                    "ledger",
                    ledger.hex(),
                    "prefix",
                    prefix,
                    "actor",
                    actor.value(),
                    "idempotencyKey",
                    key,
                    "id",
                    RecordId.derive(ledger, prefix, actor.value(), key).value()));
        }
        return map("cases", cases);
    }

    /** A story of three transactions: the start, an admission, a suspension. */
    Map<String, Object> ledger() {
        VectorLedger.Step start = ledger.begin(REGULATOR);
        Sha256 digest =
                Contracts.start(start, genesis, salt("registrars' secret").bytes());
        add(start, null);
        AdmitParticipant admit = new AdmitParticipant(
                new Name("晨星软件有限公司", "Morning Star Software"),
                new MspId("OperatorMSP"),
                new CountryCode("CN"),
                new TreeSet<>(List.of(Role.ENTERPRISE)),
                List.of(new Identifier("USCC", "91310000MA1FL0000X")),
                List.of(),
                Custody.HOST);
        RecordId enterprise = RecordId.derive(digest, "PTC", actor("regulator").value(), "admit-1");
        run("participant.admit", "admit-1", admit);
        run("participant.suspend", "suspend-1", new SuspendParticipant(enterprise, "inquiry / 调查"));
        return map(
                "note",
                NEVER_A_SECRET,
                "genesis",
                text(CanonicalJson.bytes(genesis)),
                "ledger",
                digest.hex(),
                "transactions",
                transactions);
    }

    private RecordId actor(String founder) {
        return Genesis.founderId(genesis.ledger(), founder);
    }

    private Command command(String name, String key, Object body) {
        return new Command(
                Command.FORMAT,
                genesis.ledger(),
                name,
                actor("regulator"),
                regulator.publicKey().keyId(),
                key,
                CREATED.plus(Duration.ofDays(7)),
                List.of(),
                (ObjectNode) CanonicalJson.toTree(body),
                null);
    }

    private void run(String name, String key, Object body) {
        VectorLedger.Step step = ledger.begin(REGULATOR);
        Command draft = command(name, key, body);
        Preview preview = Contracts.preview(step, draft);
        Command complete = new Command(
                draft.format(),
                draft.ledger(),
                draft.command(),
                draft.actor(),
                draft.keyId(),
                draft.idempotencyKey(),
                draft.expires(),
                preview.expect(),
                draft.body(),
                preview.result());
        Batch batch = new Batch(List.of(new Batch.Item(regulator.sign(complete), salt(key))));
        byte[] answer = CanonicalJson.bytes(Contracts.submit(step, batch, RecordType.Home.CHANNEL));
        add(step, map("batch", text(CanonicalJson.bytes(batch)), "answer", text(answer)));
    }

    private void add(VectorLedger.Step step, Map<String, Object> submitted) {
        step.commit();
        Map<String, Object> records = new LinkedHashMap<>();
        step.writes.forEach((key, value) -> {
            if (key.matches("[A-Z]{3}-.*")) {
                records.put(key, text(value));
            }
        });
        Map<String, Object> transaction =
                map("id", step.id(), "timestamp", step.timestamp().toString());
        if (submitted != null) {
            transaction.putAll(submitted);
        }
        transaction.put("event", text(step.event));
        transaction.put("records", records);
        transactions.add(transaction);
    }

    /** Signatures of all algorithms over a custodial-free command and over a key statement. */
    Map<String, Object> signatures(Map<String, String> known) {
        List<Object> cases = new ArrayList<>();
        Command base = command("participant.end-custody", "end-1", Map.of("id", actor("bank")));
        for (SigningKey key : List.of(regulator, ipCentre, bank)) {
            Command command = new Command(
                    base.format(),
                    base.ledger(),
                    base.command(),
                    base.actor(),
                    key.publicKey().keyId(),
                    base.idempotencyKey(),
                    base.expires(),
                    base.expect(),
                    base.body(),
                    null);
            byte[] statement = KeyStatement.bytes(genesis.ledger(), actor("bank"), key.publicKey());
            cases.add(map(
                    "key", text(CanonicalJson.bytes(key.publicKey())),
                    "command", text(command.bytes()),
                    "signedBytes", text(command.signedBytes()),
                    "digest", command.digest().hex(),
                    "requestDigest", command.requestDigest().hex(),
                    "signature", sign(key, command.signedBytes(), known),
                    "participant", actor("bank").value(),
                    "keyStatement", text(statement),
                    "keyStatementSignature", sign(key, statement, known)));
        }
        return map("note", NEVER_A_SECRET, "ledger", genesis.ledger().hex(), "cases", cases);
    }

    // SM2 signatures are random: one that stands in the file and still verifies is kept.
    private static String sign(SigningKey key, byte[] message, Map<String, String> known) {
        String before = known.get(Sha256.of(message).hex());
        return before != null && key.publicKey().verifies(message, before) ? before : key.sign(message);
    }

    Map<String, Object> fields() {
        RecordId record = RecordId.derive(genesis.ledger(), "INV", actor("bank").value(), "invoice-1");
        List<Field> fields = List.of(
                new Field("/payableAmount", Field.Type.DECIMAL, "1250.5"),
                new Field("/currency", Field.Type.CODE, "EUR"),
                new Field("/number", Field.Type.TEXT, "2026-\"1\"\\"),
                new Field("/issueDate", Field.Type.DATE, "2026-11-22"),
                new Field("/seller/id", Field.Type.IDENTIFIER, "91310000MA1FL0000X"),
                new Field("/lines/10", Field.Type.INTEGER, "3"),
                new Field("/lines/2", Field.Type.BOOLEAN, "true"),
                new Field("/买方", Field.Type.TEXT, "甲公司"),
                new Field("/\ud83d\ude00", Field.Type.TIME, "2026-11-22T08:00:00Z"),
                new Field("/\uffee", Field.Type.DIGEST, salt("document").hex()),
                new Field("/a~1b~0c", Field.Type.TEXT, ""));
        List<Object> cases = new ArrayList<>();
        for (int count = 1; count <= fields.size(); count++) {
            Sha256 seed = salt("seed " + count);
            FieldTree tree = new FieldTree(genesis.ledger(), record, "invoice/1", fields.subList(0, count), seed);
            Payload payload = new Payload(
                    record,
                    "invoice/1",
                    seed,
                    fields.subList(0, count),
                    List.of(new Payload.Document(
                            "invoice.xml",
                            "application/xml",
                            Base64.getEncoder().encodeToString("<Invoice/>".getBytes(StandardCharsets.US_ASCII)),
                            null)));
            List<String> openings = fields.subList(0, count).stream()
                    .map(f -> text(CanonicalJson.bytes(tree.open(f.pointer()))))
                    .toList();
            cases.add(map(
                    "payload", text(payload.bytes()),
                    "payloadDigest", payload.digest().hex(),
                    "fieldRoot", text(CanonicalJson.bytes(tree.root())),
                    "openings", openings));
        }
        return map("ledger", genesis.ledger().hex(), "record", record.value(), "cases", cases);
    }
}
