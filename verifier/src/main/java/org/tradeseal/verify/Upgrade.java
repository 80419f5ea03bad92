package org.tradeseal.verify;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a receipt under a newer head of its log, from a copy of the log's files and without the ledger: the newer head may
 * have more signatures, or be signed by keys that still count. What the receipt says does not change.
 */
public final class Upgrade {
    private final LogTiles log;

    public Upgrade(LogTiles log) {
        this.log = log;
    }

    /**
     * The receipt under the log's head. Throws {@link Refusal} if the log is another one, is shorter than the receipt's, or
     * is not the one that the receipt's head was signed for (READ_CONFLICT): such heads contradict each other.
     */
    public Receipt of(Receipt receipt) throws IOException, LogTiles.Missing {
        Checkpoint newer = log.head();
        Note olderNote = Note.parse(receipt.head());
        Checkpoint older = Checkpoint.parse(olderNote.text());
        boolean sameLog =
                newer.origin().equals(Checkpoint.origin(receipt.command().ledger()))
                        && older.origin().equals(newer.origin());
        if (!sameLog) {
            throw new Refusal(
                    ErrorCode.NOT_FOUND, "The folder holds another log than the receipt's.", "该文件夹中的日志不是收据所属的日志。");
        }
        if (newer.size() < older.size()) {
            throw new Refusal(
                    ErrorCode.STALE_VERSION,
                    "The folder's head is older than the receipt's: " + newer.size() + " leaves, not " + older.size()
                            + " or more.",
                    "该文件夹中的树头比收据的旧：" + newer.size() + " 片叶，少于 " + older.size() + "。");
        }
        Receipt.Cause cause = receipt.cause();
        if (cause == null) {
            log.requireTiles(newer.size(), List.of(receipt.index()));
        } else {
            log.requireTiles(newer.size(), List.of(receipt.index(), cause.index()));
        }
        if (!log.root(newer.size()).equals(newer.root())) {
            throw new Refusal(
                    ErrorCode.MALFORMED, "The tiles do not make the root of the head beside them.", "瓦片算出的根与旁边的树头不符。");
        }
        if (!log.root(older.size()).equals(older.root())) {
            throw new Refusal(
                    ErrorCode.READ_CONFLICT,
                    "The log of the newer head does not begin with the log of the receipt's head: the two contradict each"
                            + " other. Keep both.",
                    "较新树头的日志并非由收据树头的日志延续而来：二者相互矛盾。请保留两者。");
        }
        Sha256 leaf = leaf(receipt.record(), receipt.salt(), receipt.command().ledger());
        String proof = proof(leaf, receipt.index());
        return receipt.under(head(olderNote, older).toString(), proof, moved(cause, receipt));
    }

    private Receipt.@Nullable Cause moved(Receipt.@Nullable Cause cause, Receipt receipt)
            throws IOException, LogTiles.Missing {
        if (cause == null) {
            return null;
        }
        Sha256 leaf = leaf(cause.record(), cause.salt(), receipt.command().ledger());
        return new Receipt.Cause(cause.record(), cause.salt(), cause.index(), proof(leaf, cause.index()));
    }

    private static Sha256 leaf(RegistryRecord record, Sha256 salt, Sha256 ledger) {
        return new StoredRecord(record, salt).leaf(ledger).hash();
    }

    private String proof(Sha256 leaf, long index) throws IOException, LogTiles.Missing {
        Checkpoint head = log.head();
        List<Sha256> path = index < 0 || index >= head.size() ? List.of() : log.inclusion(index);
        if (!Merkle.includes(head.root(), head.size(), index, leaf, path)) {
            throw new Refusal(
                    ErrorCode.READ_CONFLICT,
                    "The record is not where the receipt says in this log.",
                    "该记录不在收据所称的日志位置。");
        }
        return Merkle.toText(path);
    }

    /** The newer head; of two copies of one head the signatures of both. */
    private Note head(Note olderNote, Checkpoint older) {
        Note head = log.note();
        if (older.equals(log.head())) {
            for (Note.Signature line : olderNote.signatures()) {
                boolean known = head.signatures().stream()
                        .anyMatch(s -> s.name().equals(line.name()) && s.keyId().equals(line.keyId()));
                head = known ? head : head.with(line);
            }
        }
        return head;
    }
}
