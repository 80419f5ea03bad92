package org.tradeseal.gateway.ledger.embedded;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.Text;

/** Collects what a verification finds, with the place it stands at. */
final class Findings {
    /** A damaged ledger may have a finding a transaction; the first ones say where to look. */
    private static final int MOST = 1000;

    private final List<ChainVerification.Finding> all = new ArrayList<>();
    private @Nullable Long block;
    private @Nullable String transactionId;

    void at(@Nullable Long newBlock) {
        at(newBlock, null);
    }

    void at(@Nullable Long newBlock, @Nullable String newTransactionId) {
        block = newBlock;
        transactionId = newTransactionId;
    }

    void add(String en, String zh) {
        if (all.size() < MOST) {
            all.add(new ChainVerification.Finding(Text.of(en, zh), block, transactionId));
        }
    }

    List<ChainVerification.Finding> all() {
        return all;
    }
}
