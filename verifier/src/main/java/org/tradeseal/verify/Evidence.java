package org.tradeseal.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * That an organisation contradicts itself, for anybody to check: either {@code heads}, two that one key signed and that no
 * one log can have had, or a {@code status} that denies the record of a {@code receipt}. Where the heads' sizes differ,
 * {@code proof} shows that the larger tree began with another {@code root} than the smaller head names.
 */
public record Evidence(
        String format,
        @Nullable List<String> heads,
        @Nullable Sha256 root,
        @Nullable String proof,
        @Nullable SignedStatus status,
        @Nullable Receipt receipt) {
    public static final String FORMAT = "tradeseal/evidence/1";

    public Evidence {
        heads = heads == null ? null : List.copyOf(heads);
    }

    /** Two heads of one size and different roots. */
    public static Evidence equivocation(String first, String second) {
        return new Evidence(FORMAT, List.of(first, second), null, null, null, null);
    }

    /** Two heads of different sizes, and the consistency proof from the larger one's real beginning. */
    public static Evidence equivocation(String smaller, String larger, Sha256 root, List<Sha256> proof) {
        return new Evidence(FORMAT, List.of(smaller, larger), root, Merkle.toText(proof), null, null);
    }

    /** A statement that denies a record, and the record's receipt. */
    public static Evidence falseStatus(SignedStatus status, Receipt receipt) {
        return new Evidence(FORMAT, null, null, null, status, receipt);
    }

    /** The canonical bytes: the evidence's file. */
    public byte[] bytes() {
        ObjectNode json = (ObjectNode) CanonicalJson.toTree(this);
        if (receipt != null) {
            json.set("receipt", receipt.json());
        }
        return CanonicalJson.bytes(json);
    }
}
