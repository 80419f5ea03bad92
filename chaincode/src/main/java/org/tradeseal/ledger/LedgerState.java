package org.tradeseal.ledger;

import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.record.PrivateKeys;
import org.tradeseal.ledger.record.Shared;
import org.tradeseal.ledger.record.Transaction;
import org.tradeseal.verify.Sha256;

/** What the ledger keeps for itself: its digest, and the secret under which the registrars' keys are hidden. */
final class LedgerState {
    /** The key of the channel's state that holds the ledger digest. */
    static final String LEDGER_KEY = "ledger";

    private final Transaction transaction;
    private final Sha256 ledger;
    private final Shared shared = new Shared(this::privateKey);
    private @Nullable PrivateKeys privateKeys;

    private LedgerState(Transaction transaction, Sha256 ledger) {
        this.transaction = transaction;
        this.ledger = ledger;
    }

    static LedgerState of(Transaction transaction) {
        byte[] digest = transaction.get(LEDGER_KEY);
        if (digest == null) {
            throw new IllegalStateException("the ledger has no " + Genesis.KEY + " yet");
        }
        return new LedgerState(transaction, Sha256.fromBytes(digest));
    }

    Sha256 ledger() {
        return ledger;
    }

    /** What the commands of the transaction share. */
    Shared shared() {
        return shared;
    }

    /** The key of the collection under which a private value lies. */
    String privateKey(String key) {
        if (privateKeys == null) {
            privateKeys = PrivateKeys.of(transaction);
        }
        return privateKeys.hidden(key);
    }
}
