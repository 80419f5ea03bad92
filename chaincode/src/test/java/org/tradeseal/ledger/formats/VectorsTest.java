package org.tradeseal.ledger.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tradeseal.ledger.formats.SecondImplementation.hex;
import static org.tradeseal.ledger.formats.SecondImplementation.json;
import static org.tradeseal.ledger.formats.SecondImplementation.sha256;
import static org.tradeseal.ledger.formats.SecondImplementation.unhex;
import static org.tradeseal.ledger.formats.SecondImplementation.utf8;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tradeseal.ledger.GeneratedFile;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The vectors of docs/vectors are current, and a second implementation reproduces each of them. */
class VectorsTest {
    private static final JsonMapper PLAIN = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    @BeforeAll
    static void vectorsAreCurrent() {
        GeneratedFile keys = GeneratedFile.of("vectors/keys.json");
        List<String> pems = keys.exists() ? list(parse(keys.read()).get("pkcs8")) : Vectors.newKeys();
        Map<String, Object> keyFile = new LinkedHashMap<>();
        keyFile.put("note", "Test keys, public on purpose: P-256, Ed25519, SM2. Use them nowhere else.");
        keyFile.put("pkcs8", pems);
        check(keys, keyFile);
        check(GeneratedFile.of("vectors/canonical-json.json"), Vectors.canonicalJson());
        check(GeneratedFile.of("vectors/record-ids.json"), Vectors.recordIds());
        check(GeneratedFile.of("vectors/ledger.json"), new Vectors(pems).ledger());
        check(GeneratedFile.of("vectors/fields.json"), new Vectors(pems).fields());
        GeneratedFile signatures = GeneratedFile.of("vectors/signatures.json");
        check(signatures, new Vectors(pems).signatures(knownSignatures(signatures)));
    }

    private static Map<String, String> knownSignatures(GeneratedFile file) {
        Map<String, String> known = new HashMap<>();
        if (file.exists()) {
            for (Map<String, Object> c : cases("signatures")) {
                known.put(hex(sha256(utf8(string(c, "signedBytes")))), string(c, "signature"));
                known.put(hex(sha256(utf8(string(c, "keyStatement")))), string(c, "keyStatementSignature"));
            }
        }
        return known;
    }

    private static void check(GeneratedFile file, Map<String, Object> content) {
        file.mustBe(PLAIN.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> parse(String json) {
        return PLAIN.readValue(json, Map.class);
    }

    private static Map<String, Object> file(String name) {
        return parse(GeneratedFile.of("vectors/" + name + ".json").read());
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> list(Object value) {
        return (List<T>) value;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    private static List<Map<String, Object>> cases(String name) {
        return list(file(name).get("cases"));
    }

    private static String string(Map<String, Object> map, String key) {
        return (String) map.get(key);
    }

    @Test
    void theSecondImplementationUsesNothingOfTheFirst() {
        ArchRuleDefinition.noClasses()
                .that()
                .haveSimpleNameStartingWith("Second")
                .should()
                .dependOnClassesThat(com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(
                                "org.tradeseal..", "org.bouncycastle..", "tools.jackson..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching(
                                        ".*\\.Second.*"))))
                .check(new ClassFileImporter().importPackages("org.tradeseal.ledger.formats"));
    }

    @Test
    void canonicalJson() {
        for (Map<String, Object> c : cases("canonical-json")) {
            Object value = PLAIN.readValue(string(c, "json"), Object.class);
            assertThat(json(value)).isEqualTo(string(c, "canonical"));
        }
        for (String refused : VectorsTest.<String>list(file("canonical-json").get("refused"))) {
            assertThatThrownBy(() -> CanonicalJson.tree(utf8(refused)))
                    .as(refused)
                    .isInstanceOf(Refusal.class);
        }
    }

    @Test
    void recordIds() {
        for (Map<String, Object> c : cases("record-ids")) {
            assertThat(SecondImplementation.recordId(
                            string(c, "ledger"), string(c, "prefix"), string(c, "actor"), string(c, "idempotencyKey")))
                    .isEqualTo(string(c, "id"));
        }
    }

    @Test
    void commandsKeyStatementsAndSignatures() {
        String ledger = string(file("signatures"), "ledger");
        for (Map<String, Object> c : cases("signatures")) {
            Map<String, Object> command = parse(string(c, "command"));
            Map<String, Object> key = parse(string(c, "key"));
            byte[] signed = SecondImplementation.signedBytes(command);
            assertThat(signed).isEqualTo(utf8(string(c, "signedBytes")));
            assertThat(hex(sha256(signed))).isEqualTo(string(c, "digest"));
            assertThat(SecondImplementation.requestDigest(command)).isEqualTo(string(c, "requestDigest"));
            assertThat(SecondImplementation.verifies(key, signed, string(c, "signature")))
                    .isTrue();
            byte[] statement = SecondImplementation.keyStatement(ledger, string(c, "participant"), key);
            assertThat(statement).isEqualTo(utf8(string(c, "keyStatement")));
            assertThat(SecondImplementation.verifies(key, statement, string(c, "keyStatementSignature")))
                    .isTrue();
            assertThat(SecondImplementation.verifies(key, statement, string(c, "signature")))
                    .isFalse();
        }
    }

    @Test
    void fieldsOpeningsAndPayloads() {
        String ledger = string(file("fields"), "ledger");
        String record = string(file("fields"), "record");
        for (Map<String, Object> c : cases("fields")) {
            Map<String, Object> payload = parse(string(c, "payload"));
            assertThat(json(payload)).isEqualTo(string(c, "payload"));
            assertThat(hex(sha256(utf8(json(payload))))).isEqualTo(string(c, "payloadDigest"));
            List<Map<String, Object>> fields = SecondImplementation.sortedFields(list(payload.get("fields")));
            List<String> salts = fields.stream()
                    .map(f -> SecondImplementation.fieldSalt(string(payload, "seed"), string(f, "pointer")))
                    .toList();
            List<byte[]> leaves = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                leaves.add(SecondImplementation.fieldLeafHash(ledger, record, fields.get(i), salts.get(i)));
            }
            Map<String, Object> root = Map.of(
                    "root", hex(SecondImplementation.root(leaves)),
                    "count", fields.size(),
                    "schema", payload.get("schema"));
            assertThat(json(root)).isEqualTo(string(c, "fieldRoot"));
            List<String> openings = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                openings.add(json(Map.of(
                        "field",
                        fields.get(i),
                        "salt",
                        salts.get(i),
                        "index",
                        i,
                        "path",
                        SecondImplementation.path(leaves, i))));
            }
            assertThat(VectorsTest.<String>list(c.get("openings"))).containsExactlyInAnyOrderElementsOf(openings);
        }
    }

    @Test
    void theLedgersStory() {
        Map<String, Object> file = file("ledger");
        Map<String, Object> genesis = parse(string(file, "genesis"));
        String ledger = string(file, "ledger");
        assertThat(json(genesis)).isEqualTo(string(file, "genesis"));
        assertThat(SecondImplementation.ledger(genesis)).isEqualTo(ledger);
        Map<String, byte[]> lastLeaf = new HashMap<>();
        List<Map<String, Object>> transactions = list(file.get("transactions"));
        for (Map<String, Object> transaction : transactions) {
            Iterator<Map<String, Object>> entries = VectorsTest.<Map<String, Object>>list(
                            parse(string(transaction, "event")).get("leaves"))
                    .iterator();
            for (Map.Entry<String, Object> written :
                    object(transaction.get("records")).entrySet()) {
                Map<String, Object> stored = parse((String) written.getValue());
                assertThat(json(stored)).isEqualTo(written.getValue());
                Map<String, Object> record = object(stored.get("record"));
                String commitment = SecondImplementation.commitment(string(stored, "salt"), record);
                long version = (Long) record.get("version");
                assertThat(entries.next())
                        .isEqualTo(Map.of("id", written.getKey(), "version", version, "commitment", commitment));
                byte[] previous = lastLeaf.get(written.getKey());
                assertThat(record.get("previousLeaf")).isEqualTo(previous == null ? null : hex(previous));
                boolean founder = version == 1 && written.getKey().equals(record.get("actor"));
                byte[] acting = founder ? null : lastLeaf.get(record.get("actor"));
                assertThat(record.get("actorLeaf")).isEqualTo(acting == null ? null : hex(acting));
                String leaf = SecondImplementation.leaf(ledger, written.getKey(), version, commitment);
                lastLeaf.put(written.getKey(), SecondImplementation.leafHash(utf8(leaf)));
                assertThat(record.get("transactionId")).isEqualTo(transaction.get("id"));
                assertThat(record.get("recordedAt")).isEqualTo(transaction.get("timestamp"));
            }
            assertThat(entries.hasNext()).isFalse();
            if (transaction.containsKey("batch")) {
                commandMatchesItsRecord(ledger, genesis, transaction);
            }
        }
        foundersMatchTheGenesis(ledger, genesis, transactions.get(0));
    }

    private static void commandMatchesItsRecord(
            String ledger, Map<String, Object> genesis, Map<String, Object> transaction) {
        Map<String, Object> batch = parse(string(transaction, "batch"));
        assertThat(json(batch)).isEqualTo(string(transaction, "batch"));
        Map<String, Object> item =
                VectorsTest.<Map<String, Object>>list(batch.get("items")).get(0);
        Map<String, Object> command = object(item.get("command"));
        Map.Entry<String, Object> written =
                object(transaction.get("records")).entrySet().iterator().next();
        String id = written.getKey();
        Map<String, Object> stored = parse((String) written.getValue());
        Map<String, Object> record = object(stored.get("record"));
        byte[] signed = SecondImplementation.signedBytes(command);
        Map<String, Object> founder =
                VectorsTest.<Map<String, Object>>list(genesis.get("founders")).get(0);
        Map<String, Object> key = VectorsTest.<Map<String, Object>>list(
                        object(founder.get("participant")).get("keys"))
                .get(0);

        assertThat(record.get("command")).isEqualTo(hex(sha256(signed)));
        assertThat(record.get("actor")).isEqualTo(command.get("actor"));
        assertThat(SecondImplementation.verifies(key, signed, string(item, "signature")))
                .isTrue();
        assertThat(stored.get("salt"))
                .isEqualTo(SecondImplementation.recordSalt(string(item, "salt"), id, (Long) record.get("version")));
        assertThat(command.get("result")).isEqualTo(SecondImplementation.result(id, record.get("content")));
        if (record.get("version").equals(1L)) {
            assertThat(SecondImplementation.recordId(
                            ledger, "PTC", string(command, "actor"), string(command, "idempotencyKey")))
                    .isEqualTo(id);
        }
        assertThat(parse(string(transaction, "answer")).get("outcomes"))
                .isEqualTo(List.of(Map.of(
                        "status",
                        "WRITTEN",
                        "id",
                        id,
                        "version",
                        record.get("version"),
                        "transactionId",
                        transaction.get("id"))));
    }

    // A founder's command exists nowhere: its own record is its actor, the genesis nonce its salt.
    private static void foundersMatchTheGenesis(String ledger, Map<String, Object> genesis, Map<String, Object> start) {
        for (Map<String, Object> founder : VectorsTest.<Map<String, Object>>list(genesis.get("founders"))) {
            String id = SecondImplementation.recordId(ledger, "PTC", "founder", string(founder, "name"));
            Map<String, Object> stored =
                    parse((String) object(start.get("records")).get(id));
            Map<String, Object> command = new HashMap<>(Map.of(
                    "format",
                    "tradeseal/command/1",
                    "ledger",
                    ledger,
                    "command",
                    "participant.found",
                    "actor",
                    id,
                    "idempotencyKey",
                    founder.get("name"),
                    "expires",
                    genesis.get("createdAt"),
                    "expect",
                    List.of(),
                    "body",
                    founder.get("participant")));
            assertThat(object(stored.get("record")).get("command"))
                    .isEqualTo(hex(sha256(SecondImplementation.signedBytes(command))));
            assertThat(stored.get("salt")).isEqualTo(SecondImplementation.recordSalt(string(genesis, "nonce"), id, 1));
        }
        assertThat(unhex(string(genesis, "nonce"))).hasSize(32);
    }
}
