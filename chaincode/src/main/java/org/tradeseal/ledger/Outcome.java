package org.tradeseal.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/**
 * What became of one command of a batch. It names the record and its version, never its content. A replayed one names
 * the transaction that carried the command out the first time.
 */
public record Outcome(
        Status status,
        @Nullable RecordId id,
        @Nullable Integer version,
        @Nullable String transactionId,
        Refusal.@Nullable Stated refusal) {

    /** How a command ended. */
    public enum Status {
        /** Its writes are part of the transaction. */
        WRITTEN,
        /** The same request was carried out before; nothing is written. */
        REPLAYED,
        /** A rule forbids it; nothing is written. */
        REFUSED,
        /** Another command of the batch touches the same record; to be sent again in a later transaction. */
        RETRY
    }

    /**
     * A transaction's answer is seen by every peer. About the registrars' records it says the code only; the actor's
     * host learns the detail from a {@link Preview}, which no transaction carries.
     */
    static Outcome refused(Refusal refusal, RecordType.Home home) {
        Refusal.Stated stated = home == RecordType.Home.CHANNEL
                ? refusal.stated()
                : new Refusal(refusal.code(), refusal.code().title()).stated();
        return new Outcome(Status.REFUSED, null, null, null, stated);
    }

    static Outcome retry() {
        return new Outcome(Status.RETRY, null, null, null, null);
    }

    /** The outcomes of a batch, in its order: the transaction's answer. */
    public record Answer(String format, List<Outcome> outcomes) {
        public static final String FORMAT = "tradeseal/outcomes/1";

        public Answer {
            outcomes = List.copyOf(outcomes);
        }
    }
}
