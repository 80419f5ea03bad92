package org.tradeseal.gateway.ledger.audit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.LedgerVerification.Finding;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Text;

/** Collects what a verification finds, with the place it stands at. */
public final class Findings {
    /** A damaged ledger may have a finding a transaction; the first ones say where to look. */
    private static final int MOST = 1000;

    private final List<Finding> all = new ArrayList<>();
    private @Nullable Long block;
    private @Nullable String transactionId;
    private List<MspId> endorsers = List.of();

    /** What follows is about a block, or about none. */
    public void at(@Nullable Long newBlock) {
        at(newBlock, null);
    }

    /** What follows is about a transaction. */
    public void at(@Nullable Long newBlock, @Nullable String newTransactionId) {
        block = newBlock;
        transactionId = newTransactionId;
        endorsers = List.of();
    }

    void at(long newBlock, Block.Tx tx) {
        at(newBlock, tx.id());
        endorsers = List.copyOf(tx.endorsers());
    }

    public void add(String en, String zh) {
        if (all.size() < MOST) {
            all.add(new Finding(Text.of(en, zh), block, transactionId, null, null, endorsers));
        }
    }

    void add(RegistryRecord about, String en, String zh) {
        if (all.size() < MOST) {
            String status = about.content().path("status").asString("");
            all.add(new Finding(Text.of(en, zh), block, transactionId, about.id(), status, endorsers));
        }
    }

    int count() {
        return all.size();
    }

    boolean isFull() {
        return all.size() >= MOST;
    }

    public List<Finding> all() {
        return all;
    }
}
