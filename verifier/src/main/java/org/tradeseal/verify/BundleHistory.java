package org.tradeseal.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What the receipts of one bundle have to agree on: the versions of a record follow each other, and heads are of one log. */
final class BundleHistory {
    private final Map<String, TreeMap<Integer, LoggedRecord>> versions = new HashMap<>();
    private final Map<Long, Sha256> roots = new HashMap<>();

    /** Adds a receipt; what cannot be read is not looked at here, but found by its own check. */
    void add(byte[] file) {
        try {
            ParsedReceipt receipt = ParsedReceipt.read(file);
            requireOneRoot(Checkpoint.parse(Note.parse(receipt.head()).text()));
            LoggedRecord version = receipt.record();
            LoggedRecord other = versions.computeIfAbsent(version.id().value(), id -> new TreeMap<>())
                    .putIfAbsent(version.version(), version);
            if (other != null && !version.hasLeaf(other.leaf())) {
                throw contradiction(version);
            }
        } catch (Refusal refusal) {
            if (refusal.code() == ErrorCode.READ_CONFLICT) {
                throw refusal;
            }
        }
    }

    private void requireOneRoot(Checkpoint head) {
        Sha256 known = roots.putIfAbsent(head.size(), head.root());
        if (known != null && !known.equals(head.root())) {
            throw new Refusal(
                    ErrorCode.READ_CONFLICT,
                    "Two receipts have heads of " + head.size() + " leaves with different roots.",
                    "两份收据的树头同为 " + head.size() + " 片叶而根不同。");
        }
    }

    /** Refuses versions of a record of which a later one does not name the one before. */
    void require() {
        for (TreeMap<Integer, LoggedRecord> record : versions.values()) {
            for (LoggedRecord version : record.values()) {
                LoggedRecord before = record.get(version.version() - 1);
                if (before != null && !before.hasLeaf(version.previousLeaf())) {
                    throw contradiction(version);
                }
            }
        }
    }

    private static Refusal contradiction(LoggedRecord version) {
        return new Refusal(
                ErrorCode.READ_CONFLICT,
                "Version " + version.version() + " of " + version.id()
                        + " is not the one that another receipt of the bundle shows or names.",
                version.id() + " 的第 " + version.version() + " 版与包内其他收据所示不符。");
    }
}
