package org.tradeseal.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedCommand;

/** The commands of one transaction, each with a fresh random salt for the commitments of the records it changes. */
public record Batch(String format, List<Item> items) {
    public static final String FORMAT = "tradeseal/batch/1";

    /** More commands than this are refused. */
    public static final int MAX_ITEMS = 500;

    public Batch {
        items = List.copyOf(items);
        if (!format.equals(FORMAT)) {
            throw new Refusal(ErrorCode.UNKNOWN_FORMAT, "Unknown batch format.", "未知的批次格式。").at("/format");
        }
        if (items.isEmpty() || items.size() > MAX_ITEMS) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "A batch has 1 to " + MAX_ITEMS + " commands.",
                    "一个批次含 1 至 " + MAX_ITEMS + " 条命令。");
        }
    }

    public Batch(List<Item> items) {
        this(FORMAT, items);
    }

    /** One command, its signature (none if custodial), and its salt. */
    public record Item(Command command, @Nullable String signature, Sha256 salt) {
        public Item(SignedCommand signed, Sha256 salt) {
            this(signed.command(), signed.signature(), salt);
        }
    }
}
