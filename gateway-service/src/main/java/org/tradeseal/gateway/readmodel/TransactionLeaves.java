package org.tradeseal.gateway.readmodel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Leaves;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.EncodedRecord;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.StoredRecord;
import org.tradeseal.verify.Text;

/**
 * The leaves of one valid transaction, if they are to be believed: a majority of the registrars endorsed it, leaves and
 * record writes match one to one, with recomputed commitments, versions continue by one, and each names its actor's newest
 * participant record. Leaves of the registrars' records, whose values only their peers hold, need a write to the registrars' collection instead.
 */
final class TransactionLeaves {
    private final Block.Tx tx;
    private final List<MspId> registrars;

    TransactionLeaves(Block.Tx tx, List<MspId> registrars) {
        this.tx = tx;
        this.registrars = registrars;
    }

    /** One leaf, with the record it stands for, unless that is hidden from this gateway. */
    record Told(
            RecordId id,
            int version,
            Sha256 commitment,
            @Nullable EncodedRecord encoded) {}

    /** Why a transaction's leaves do not count; never what its private values say. */
    static final class NotBelieved extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Text reason;

        private NotBelieved(String en, String zh) {
            super(en);
            this.reason = Text.of(en, zh);
        }

        Text reason() {
            return reason;
        }
    }

    /** The leaves in their order. {@code newest} gives a record's newest version before this transaction, or 0. */
    List<Told> told(ToIntFunction<RecordId> newest) throws NotBelieved {
        try {
            Map<RecordId, EncodedRecord> written = written();
            List<Leaves.Entry> leaves = tx.event() == null
                    ? List.of()
                    : CanonicalJson.read(tx.event().toArray(), Leaves.class).leaves();
            if (!leaves.isEmpty() || !written.isEmpty()) {
                requireEndorsed();
            }
            List<Told> told = new ArrayList<>();
            for (Leaves.Entry leaf : leaves) {
                told.add(told(leaf, written.remove(leaf.id()), newest));
            }
            if (!written.isEmpty()) {
                throw disagreement("records without leaf: " + written.keySet());
            }
            if (told.stream().map(Told::id).distinct().count() != told.size()) {
                throw disagreement("a record with two leaves");
            }
            return told;
        } catch (Refusal unreadable) {
            throw disagreement(unreadable.code().name());
        } catch (RuntimeException unreadable) {
            throw disagreement(unreadable.getClass().getSimpleName());
        }
    }

    /** Who acted in these records, as far as this gateway sees them. */
    static Set<RecordId> actors(List<Told> told) {
        return told.stream()
                .map(Told::encoded)
                .filter(Objects::nonNull)
                .map(encoded -> encoded.record().actor())
                .collect(Collectors.toSet());
    }

    /**
     * Each record names the participant record in force: that of the actor before this transaction. {@code newest} holds
     * the hashes of those leaves. So receipts need no second path, and cosigning a head vouches for it.
     */
    static void requireActors(List<Told> told, Map<RecordId, Sha256> newest) throws NotBelieved {
        for (Told each : told) {
            RegistryRecord record =
                    each.encoded() == null ? null : each.encoded().record();
            if (record != null) {
                boolean founder = record.version() == 1 && record.actor().equals(record.id());
                if (!Objects.equals(record.actorLeaf(), founder ? null : newest.get(record.actor()))) {
                    throw disagreement("the actor of " + record.id() + "/" + record.version());
                }
            }
        }
    }

    private Told told(Leaves.Entry leaf, @Nullable EncodedRecord encoded, ToIntFunction<RecordId> newest)
            throws NotBelieved {
        boolean agrees = encoded == null
                ? isHidden(leaf.id())
                : encoded.record().version() == leaf.version()
                        && encoded.commitment().equals(leaf.commitment());
        if (!agrees || leaf.version() != newest.applyAsInt(leaf.id()) + 1) {
            throw disagreement("leaf " + leaf.id() + "/" + leaf.version());
        }
        return new Told(leaf.id(), leaf.version(), leaf.commitment(), encoded);
    }

    // A peer has all values that a transaction wrote to a collection, or none of them.
    private boolean isHidden(RecordId id) {
        return Contracts.type(id.prefix())
                        .filter(t -> t.home() == RecordType.Home.REGISTRARS)
                        .isPresent()
                && tx.collections().contains(RecordType.FINANCING)
                && tx.privateWrites().stream().noneMatch(w -> w.collection().equals(RecordType.FINANCING));
    }

    // A transaction that writes nothing but its organisation's own collection is valid with that organisation's
    // endorsement alone, its event included: it could claim anything. The embedded ledger names no endorsers.
    private void requireEndorsed() throws NotBelieved {
        long endorsed =
                tx.endorsers().stream().filter(registrars::contains).distinct().count();
        if (!tx.endorsers().isEmpty() && endorsed <= registrars.size() / 2) {
            String by = tx.endorsers().stream().map(MspId::value).collect(Collectors.joining(", "));
            throw new NotBelieved(
                    "The transaction emits leaves, but no majority of the registrars endorsed it, only " + by + ".",
                    "该交易产生了叶，但未获多数登记机构背书，仅有 " + by + "。");
        }
    }

    /** The records of the channel's state that a transaction writes. */
    static List<RecordId> recordsWritten(Block.Tx tx) {
        return tx.writes().stream()
                .map(Block.Write::key)
                .filter(key -> key.length() == RecordId.LENGTH
                        && Contracts.type(key.substring(0, 3)).isPresent())
                .flatMap(key -> wellFormed(key).stream())
                .toList();
    }

    private static Optional<RecordId> wellFormed(String key) {
        try {
            return Optional.of(new RecordId(key));
        } catch (Refusal noId) {
            return Optional.empty();
        }
    }

    private Map<RecordId, EncodedRecord> written() {
        Map<RecordId, EncodedRecord> written = new LinkedHashMap<>();
        for (Block.Write write : tx.writes()) {
            if (Contracts.type(write.key().split("-", 2)[0]).isPresent()) {
                put(written, write.value().toArray());
            }
        }
        for (Block.PrivateWrite write : tx.privateWrites()) {
            // Keys of this collection are hidden, so that a record is known by its form.
            byte[] value = write.value().toArray();
            if (write.collection().equals(RecordType.FINANCING) && startsLikeRecord(value)) {
                put(written, value);
            }
        }
        return written;
    }

    private static void put(Map<RecordId, EncodedRecord> written, byte[] value) {
        StoredRecord stored = CanonicalJson.read(value, StoredRecord.class);
        written.put(stored.record().id(), stored.encoded());
    }

    private static boolean startsLikeRecord(byte[] value) {
        return new String(value, 0, Math.min(value.length, 10), StandardCharsets.ISO_8859_1).equals("{\"record\":");
    }

    private static NotBelieved disagreement(String reason) {
        return new NotBelieved("Leaves and records of the transaction do not agree: " + reason, "交易的叶与记录不一致：" + reason);
    }
}
