package org.tradeseal.gateway.ledger.audit;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.ledger.Leaves;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Leaf;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.StoredRecord;

/** The newest version of every record and its leaf, and the participants, as they stand at the position walked to. */
final class Histories {
    private final Sha256 ledger;
    private final Findings findings;
    private final Map<RecordId, Latest> latest = new HashMap<>();
    private final Map<RecordId, Participant> participants = new HashMap<>();

    private record Latest(int version, Sha256 leaf) {}

    Histories(Sha256 ledger, Findings findings) {
        this.ledger = ledger;
        this.findings = findings;
    }

    Optional<Participant> participant(RecordId id) {
        return Optional.ofNullable(participants.get(id));
    }

    /** Whether the record version follows the one before it and names the transaction that it came with. */
    void verify(StoredRecord stored, Block.Tx tx) {
        RegistryRecord record = stored.record();
        Latest before = latest.get(record.id());
        boolean continues = before == null
                ? record.version() == 1 && record.previousLeaf() == null
                : record.version() == before.version() + 1 && before.leaf().equals(record.previousLeaf());
        if (!continues) {
            findings.add(
                    record,
                    "Version " + record.version() + " of " + record.id() + " does not continue its history.",
                    record.id() + " 的第 " + record.version() + " 版未衔接其历史。");
        }
        if (!record.transactionId().equals(tx.id()) || !record.recordedAt().equals(seconds(tx))) {
            findings.add(
                    record,
                    "The record " + record.id() + " names another transaction or time.",
                    "记录 " + record.id() + " 所载的交易或时间不符。");
        }
    }

    /** Whether a leaf follows the one before it; all there is to see of a record that only the registrars hold. */
    void verify(Leaves.Entry leaf) {
        Latest before = latest.get(leaf.id());
        if (leaf.version() != (before == null ? 0 : before.version()) + 1) {
            findings.add(
                    "Version " + leaf.version() + " of " + leaf.id() + " does not continue its history.",
                    leaf.id() + " 的第 " + leaf.version() + " 版未衔接其历史。");
        }
    }

    void append(StoredRecord stored) {
        RegistryRecord record = stored.record();
        latest.put(record.id(), new Latest(record.version(), stored.leaf(ledger).hash()));
        if (record.type().equals(Participant.TYPE.name())) {
            participants.put(record.id(), CanonicalJson.read(record.content(), Participant.class));
        }
    }

    void append(Leaves.Entry leaf) {
        Sha256 hash = new Leaf(ledger, leaf.id(), leaf.version(), leaf.commitment()).hash();
        latest.put(leaf.id(), new Latest(leaf.version(), hash));
    }

    static Instant seconds(Block.Tx tx) {
        return Instant.ofEpochSecond(tx.timestamp().getEpochSecond());
    }
}
