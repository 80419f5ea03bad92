package org.tradeseal.gateway.ledger;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Text;

/** The check of a whole ledger, from its first block on: what its blocks hold follows from signed commands by the rules. */
public interface LedgerVerification {
    /** Walks the whole ledger. Throws a Refusal UNAVAILABLE if it is away. */
    Report run(Consumer<Progress> progress);

    /** How many blocks have been walked, of how many. */
    record Progress(long blocks, long ofBlocks) {}

    /**
     * Something that is not as it has to be, and where: if it is about a record, with the status that the record was
     * given, and with the organisations that endorsed the transaction, as far as they are known.
     */
    record Finding(
            Text what,
            @Nullable Long block,
            @Nullable String transactionId,
            @Nullable RecordId record,
            @Nullable String status,
            List<MspId> endorsers) {
        public Finding {
            endorsers = List.copyOf(endorsers);
        }
    }

    /**
     * What was checked, and what was found; no findings means that the ledger is whole as far as it can be seen from here.
     * {@code records} counts record versions, {@code untraced} those among them whose command travelled to the registrars
     * only and is kept by nobody, {@code unseen} those among the untraced whose content this gateway does not hold either:
     * of these the place in the log and the version are checked, and of untraced ones with content also what it says.
     */
    record Report(
            long blocks,
            long transactions,
            long commands,
            long records,
            long untraced,
            long unseen,
            List<Finding> findings) {
        public Report {
            findings = List.copyOf(findings);
        }

        public boolean isWhole() {
            return findings.isEmpty();
        }
    }
}
