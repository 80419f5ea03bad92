package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ReceiptTest {
    private static final Sha256 LEDGER = Sha256.of(new byte[] {1});
    private static final RecordId ID = RecordId.derive(LEDGER, "AST", "PTC-1", "key");

    private static Receipt receipt() {
        ObjectNode body = (ObjectNode) CanonicalJson.tree("{\"title\":\"a\"}".getBytes(StandardCharsets.UTF_8));
        Instant time = Instant.parse("2026-11-22T10:00:00Z");
        Command command = new Command(
                Command.FORMAT, LEDGER, "asset.file", ID, null, "key", time.plusSeconds(60), List.of(), body, null);
        RegistryRecord record = new RegistryRecord(
                RegistryRecord.FORMAT,
                ID,
                "asset",
                1,
                command.digest(),
                ID,
                true,
                null,
                time,
                "tx",
                new TreeMap<>(),
                body);
        StoredRecord stored = new StoredRecord(record, LEDGER);
        RegistryRecord actor = new RegistryRecord(
                RegistryRecord.FORMAT,
                ID,
                "participant",
                1,
                LEDGER,
                ID,
                true,
                null,
                time,
                "tx",
                new TreeMap<>(),
                CanonicalJson.tree("{\"text\":\"~\"}".getBytes(StandardCharsets.UTF_8)));
        return new Receipt(
                stored,
                3,
                Merkle.toText(List.of(LEDGER)),
                "head",
                new SignedCommand(command, null),
                new Receipt.Shown(new StoredRecord(actor, LEDGER)));
    }

    @Test
    void survivesJson() {
        Receipt receipt = receipt();
        assertThat(Receipt.read(receipt.bytes())).isEqualTo(receipt);
        Receipt full = receipt.withGenesis(receipt.command().body())
                .withOpenings(List.of())
                .withStatus(List.of());
        assertThat(Receipt.read(full.bytes())).isEqualTo(full);
    }

    @Test
    void whatIsAbsentIsLeftOut() {
        assertThat(new String(receipt().bytes(), StandardCharsets.UTF_8))
                .startsWith("{\"actor\":{\"record\":{")
                .doesNotContain("null", "genesis", "openings", "status", "\"signature\"");
    }

    @Test
    void anotherFormatIsUnknown() {
        ObjectNode tree = (ObjectNode) CanonicalJson.toTree(receipt());
        tree.put("format", "tradeseal/receipt/3");
        assertThatThrownBy(() -> CanonicalJson.read(tree, Receipt.class))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(ErrorCode.UNKNOWN_FORMAT));
    }
}
