package org.tradeseal.gateway.ledger.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Leaves;
import org.tradeseal.ledger.record.PrivateKeys;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.StoredRecord;

/**
 * The record versions that a transaction wrote: those whose content is visible, and the leaves of those that only the
 * registrars hold. Leaves and writes agree one to one, with recomputed commitments.
 */
record ChangedRecords(List<StoredRecord> visible, List<Leaves.Entry> hidden) {
    private static final Pattern RECORD_KEY = Pattern.compile("[A-Z]{3}-[0-9A-Z]{17}");

    static ChangedRecords of(Block.Tx tx, KnownState before, Sight sight, Findings findings) {
        List<StoredRecord> visible = new ArrayList<>();
        for (Block.Write write : tx.writes()) {
            if (RECORD_KEY.matcher(write.key()).matches()) {
                StoredRecord stored = CanonicalJson.readCanonical(write.value().toArray(), StoredRecord.class);
                if (!stored.record().id().value().equals(write.key())) {
                    findings.add(stored.record(), "A record lies under another id.", "记录存放在另一编号下。");
                }
                visible.add(stored);
            }
        }
        boolean valuesVisible = false;
        for (Block.PrivateWrite write : tx.privateWrites()) {
            if (write.collection().equals(RecordType.FINANCING)) {
                valuesVisible = true;
                privateRecord(tx, write, before, findings).ifPresent(visible::add);
            }
        }
        boolean mayHide = sight == Sight.PARTIAL
                && !valuesVisible
                && tx.function() == Invocation.Function.SUBMIT_PRIVATE
                && tx.collections().contains(RecordType.FINANCING);
        return new ChangedRecords(visible, hidden(tx, visible, mayHide, findings));
    }

    private static Optional<StoredRecord> privateRecord(
            Block.Tx tx, Block.PrivateWrite write, KnownState before, Findings findings) {
        if (!isRecord(write.value().toArray())) {
            return Optional.empty();
        }
        StoredRecord stored = CanonicalJson.readCanonical(write.value().toArray(), StoredRecord.class);
        boolean placed = before.get(RecordType.FINANCING, PrivateKeys.SECRET_KEY) != null
                && PrivateKeys.of(new Replay(before, tx, Sight.WHOLE))
                        .hidden(stored.record().id().value())
                        .equals(write.key());
        if (!placed) {
            findings.add(stored.record(), "A private record lies under another key.", "私密记录存放在另一键下。");
        }
        return Optional.of(stored);
    }

    // The collection also holds the secret, remembered requests and names. The leaf of a record that is made to look
    // like one of these lacks its record.
    private static boolean isRecord(byte[] value) {
        try {
            return CanonicalJson.tree(value).has("record");
        } catch (Refusal e) {
            return false;
        }
    }

    // Leaves stand in command order, records in the order of the two state spaces; each has its counterpart.
    private static List<Leaves.Entry> hidden(
            Block.Tx tx, List<StoredRecord> visible, boolean mayHide, Findings findings) {
        Map<RecordId, Leaves.Entry> wanted = new HashMap<>();
        visible.forEach(r -> wanted.put(
                r.record().id(), new Leaves.Entry(r.record().id(), r.record().version(), r.commitment())));
        List<Leaves.Entry> hidden = new ArrayList<>();
        boolean agree = wanted.size() == visible.size();
        for (Leaves.Entry leaf : leaves(tx)) {
            Leaves.Entry same = wanted.remove(leaf.id());
            if (same == null) {
                hidden.add(leaf);
            } else {
                agree &= same.equals(leaf);
            }
        }
        agree &= wanted.isEmpty() && hidden.stream().allMatch(leaf -> mayHide && isRegistrars(leaf.id()));
        if (!agree) {
            findings.add("The event's leaves are not those of the changed records.", "事件中的叶与变更的记录不一致。");
        }
        return agree ? hidden : List.of();
    }

    private static List<Leaves.Entry> leaves(Block.Tx tx) {
        return tx.event() == null
                ? List.of()
                : CanonicalJson.readCanonical(tx.event().toArray(), Leaves.class)
                        .leaves();
    }

    private static boolean isRegistrars(RecordId id) {
        return Contracts.type(id.prefix())
                .filter(t -> t.home() == RecordType.Home.REGISTRARS)
                .isPresent();
    }

    int size() {
        return visible.size() + hidden.size();
    }
}
