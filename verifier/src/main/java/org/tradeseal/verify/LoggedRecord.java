package org.tradeseal.verify;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A record version of a receipt with its place in the log, taken apart into the bytes that are hashed. */
final class LoggedRecord {
    private static final Set<String> MEMBERS = Set.of(
            "actor",
            "command",
            "content",
            "custodial",
            "format",
            "id",
            "recordedAt",
            "times",
            "transactionId",
            "type",
            "version");

    private final RecordId id;
    private final int version;
    private final Json record;
    private final long index;
    private final byte[] path;
    private final byte[] committed;
    private final byte[] beforeCommitment;
    private final byte[] afterCommitment;

    /** Reads {@code record}, {@code salt}, {@code index} and {@code proof}. Throws {@link Refusal}. */
    LoggedRecord(Json holder, Sha256 ledger) {
        this(holder, ledger, holder.integer("index"), Merkle.proofBytes(holder.text("proof")));
    }

    /** Reads {@code record} and {@code salt} of a version whose leaf another record names. Throws {@link Refusal}. */
    static LoggedRecord named(Json holder, Sha256 ledger) {
        holder.requireMembers(Set.of("record", "salt"), Set.of());
        return new LoggedRecord(holder, ledger, -1, new byte[0]);
    }

    private LoggedRecord(Json holder, Sha256 ledger, long index, byte[] path) {
        this.index = index;
        this.path = path;
        record = holder.get("record");
        record.requireFormat(RegistryRecord.FORMAT);
        record.requireMembers(MEMBERS, Set.of("actorLeaf", "previousLeaf"));
        id = new RecordId(record.text("id"));
        version = version(record.integer("version"));
        new RecordId(record.text("actor"));
        record.digest("command");
        record.truth("custodial");
        record.text("transactionId");
        requireTime(record.text("recordedAt"));
        record.text("type");
        actorLeaf();
        Sha256 previousLeaf = previousLeaf();
        if ((version == 1) != (previousLeaf == null)) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "A version names the leaf before it, the first one none.",
                    "每一版本须指明前一版本的叶，首版除外。");
        }
        committed = record.bytesAfter(StoredRecord.DOMAIN, holder.digest("salt").bytes());
        beforeCommitment = Json.utf8("\0" + Leaf.beforeCommitment());
        afterCommitment = Json.utf8(Leaf.afterCommitment(ledger.hex(), id.value(), version));
    }

    private static int version(long version) {
        if (version < 1 || version > Integer.MAX_VALUE) {
            throw new Refusal(ErrorCode.MALFORMED, "Versions are numbered from 1.", "版本自 1 起编号。");
        }
        return (int) version;
    }

    /** Refuses what is not a time to the second or finer, in UTC. Whether there is such a day does not matter here. */
    static void requireTime(String time) {
        String shape = "0000-00-00T00:00:00";
        boolean fits = time.length() > shape.length() && time.endsWith("Z");
        for (int i = 0; fits && i < shape.length(); i++) {
            char c = time.charAt(i);
            fits = shape.charAt(i) == '0' ? c >= '0' && c <= '9' : c == shape.charAt(i);
        }
        if (!fits) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "A time is RFC 3339 in UTC, such as 2026-11-22T10:00:00Z.",
                    "时间须为 RFC 3339 UTC 格式，如 2026-11-22T10:00:00Z。");
        }
    }

    RecordId id() {
        return id;
    }

    int version() {
        return version;
    }

    long index() {
        return index;
    }

    /** The record as it stands. */
    Json record() {
        return record;
    }

    Json content() {
        return record.get("content");
    }

    @Nullable Sha256 previousLeaf() {
        return record.find("previousLeaf") == null ? null : record.digest("previousLeaf");
    }

    /** The leaf of the actor's participant record in force; a founder's first version has none. */
    @Nullable Sha256 actorLeaf() {
        return record.find("actorLeaf") == null ? null : record.digest("actorLeaf");
    }

    /** Whether this version's leaf has that hash. */
    boolean hasLeaf(@Nullable Sha256 hash) {
        return hash != null && Arrays.equals(hash.bytes(), leafHash());
    }

    /** The hash of this version's leaf. */
    Sha256 leaf() {
        return Sha256.fromBytes(leafHash().clone());
    }

    private byte[] leafHash() {
        return Hasher.own().leafHash(committed, beforeCommitment, afterCommitment);
    }

    /** Whether the path leads from the leaf of this record to the root of the tree of this size. */
    boolean isIn(byte[] root, long size) {
        return Hasher.own().includes(root, size, index, leafHash(), path);
    }
}
