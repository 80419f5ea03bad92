package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class StoredRecordTest {
    private static final Sha256 LEDGER = Sha256.of(new byte[] {1});
    private static final Sha256 SALT = Sha256.of(new byte[] {2});
    private static final RecordId ID = RecordId.derive(LEDGER, "AST", "PTC-1", "key");

    private static JsonNode json(String json) {
        return CanonicalJson.tree(json.getBytes(StandardCharsets.UTF_8));
    }

    private static RegistryRecord record(int version, String content) {
        TreeMap<String, Instant> times = new TreeMap<>();
        times.put("filedAt", Instant.parse("2026-11-22T10:00:00Z"));
        return new RegistryRecord(
                RegistryRecord.FORMAT,
                ID,
                "asset",
                version,
                SALT,
                ID,
                false,
                version == 1 ? null : SALT,
                Instant.parse("2026-11-22T10:00:00Z"),
                "tx-1",
                times,
                json(content));
    }

    private static StoredRecord stored() {
        return new StoredRecord(record(1, "{\"title\":\"a\"}"), StoredRecord.salt(SALT, ID, 1));
    }

    @Test
    void everyPartOfTheRecordAndTheSaltAreCommitted() {
        List<Sha256> commitments = new ArrayList<>(List.of(
                stored().commitment(),
                new StoredRecord(stored().record(), SALT).commitment(),
                new StoredRecord(record(2, "{\"title\":\"a\"}"), stored().salt()).commitment(),
                new StoredRecord(record(1, "{\"title\":\"b\"}"), stored().salt()).commitment()));
        ObjectNode tree = (ObjectNode) CanonicalJson.toTree(stored().record());
        for (String field : List.of("transactionId", "type", "recordedAt")) {
            ObjectNode changed = tree.deepCopy();
            changed.put(field, field.equals("recordedAt") ? "2026-11-22T10:00:01Z" : "other");
            RegistryRecord record = CanonicalJson.read(changed, RegistryRecord.class);
            commitments.add(new StoredRecord(record, stored().salt()).commitment());
        }
        ObjectNode custodial = tree.deepCopy().put("custodial", true);
        commitments.add(
                new StoredRecord(CanonicalJson.read(custodial, RegistryRecord.class), stored().salt()).commitment());
        assertThat(commitments).doesNotHaveDuplicates();
    }

    @Test
    void survivesJson() {
        byte[] bytes = CanonicalJson.bytes(stored());
        StoredRecord read = CanonicalJson.readCanonical(bytes, StoredRecord.class);
        assertThat(read).isEqualTo(stored());
        assertThat(read.commitment()).isEqualTo(stored().commitment());
    }

    @Test
    void aLeafNamesLedgerIdVersionAndCommitment() {
        Leaf leaf = stored().leaf(LEDGER);
        assertThat(new String(CanonicalJson.bytes(leaf), StandardCharsets.US_ASCII))
                .isEqualTo("{\"commitment\":\"" + stored().commitment() + "\",\"format\":\"tradeseal/leaf/1\",\"id\":\""
                        + ID + "\",\"ledger\":\"" + LEDGER + "\",\"version\":1}");
        assertThat(leaf.hash()).isEqualTo(Merkle.leafHash(CanonicalJson.bytes(leaf)));
        assertThat(stored().leaf(SALT).hash()).isNotEqualTo(leaf.hash());
    }

    @Test
    void saltsDifferByRecordVersionAndCommand() {
        RecordId other = RecordId.derive(LEDGER, "AST", "PTC-1", "other");
        assertThat(List.of(
                        StoredRecord.salt(SALT, ID, 1),
                        StoredRecord.salt(SALT, ID, 2),
                        StoredRecord.salt(SALT, ID, 11),
                        StoredRecord.salt(SALT, other, 1),
                        StoredRecord.salt(LEDGER, ID, 1)))
                .doesNotHaveDuplicates();
    }

    @Test
    void aResultCoversIdAndContentOnly() {
        Sha256 result = StoredRecord.result(ID, json("{\"b\":1,\"a\":2}"));
        assertThat(StoredRecord.result(ID, json("{\"a\":2,\"b\":1}"))).isEqualTo(result);
        assertThat(StoredRecord.result(ID, json("{\"a\":2,\"b\":2}"))).isNotEqualTo(result);
        assertThat(StoredRecord.result(RecordId.derive(LEDGER, "AST", "x", "y"), json("{\"a\":2,\"b\":1}")))
                .isNotEqualTo(result);
    }

    @Test
    void refusesUnknownFormatsAndMissingFields() {
        ObjectNode tree = (ObjectNode) CanonicalJson.toTree(stored().record());
        for (String field : List.of(
                "format",
                "id",
                "type",
                "version",
                "command",
                "actor",
                "custodial",
                "recordedAt",
                "transactionId",
                "times",
                "content")) {
            ObjectNode without = tree.deepCopy();
            without.remove(field);
            assertThatThrownBy(() -> CanonicalJson.read(without, RegistryRecord.class))
                    .as(field)
                    .isInstanceOf(Refusal.class);
        }
        ObjectNode unknown = tree.deepCopy().put("format", "tradeseal/record/2");
        assertThatThrownBy(() -> CanonicalJson.read(unknown, RegistryRecord.class))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(ErrorCode.UNKNOWN_FORMAT));
        ObjectNode leaf = (ObjectNode) CanonicalJson.toTree(stored().leaf(LEDGER));
        leaf.put("format", "tradeseal/leaf/2");
        assertThatThrownBy(() -> CanonicalJson.read(leaf, Leaf.class)).isInstanceOf(Refusal.class);
    }

    @Test
    void aDigestIsLowerCaseHexOnly() {
        for (String wrong :
                List.of("", "ab", "AB".repeat(32), "ab".repeat(33), "zz".repeat(32), " " + "ab".repeat(32))) {
            assertThatThrownBy(() -> new Sha256(wrong)).isInstanceOf(Refusal.class);
        }
        assertThat(Sha256.of().hex()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(Sha256.of(new byte[] {'a'}, new byte[] {'b', 'c'}).hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
