package org.tradeseal.gateway.ledger;

import java.time.Duration;
import java.util.List;
import org.tradeseal.gateway.ledger.audit.BlockVerification;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.Sha256;

/** A ledger as a gateway uses it, with Fabric's verbs: submit, evaluate, follow blocks. */
public interface Ledger extends AutoCloseable {
    /** What the ledger started from. */
    Genesis genesis();

    /** The ledger digest: of the genesis record. */
    default Sha256 digest() {
        return genesis().ledger();
    }

    /** The organisations this gateway submits and reads for: one on Fabric, all on the embedded ledger. */
    List<MspId> organisations();

    /**
     * Endorses and submits one transaction and waits until it is committed, valid or not. Throws a Refusal: what the
     * chaincode refused as a whole, UNAVAILABLE, STORAGE_FULL, or OUTCOME_UNKNOWN.
     */
    Committed submit(MspId submitter, Invocation call);

    /** Runs a call on the organisation's own peer without submitting. Throws a Refusal. */
    byte[] evaluate(MspId submitter, Invocation call);

    /** At most this many committed blocks from a number on, oldest first; empty beyond the newest. */
    List<Block> blocks(long fromNumber, int limit);

    /** How many blocks there are. */
    long height();

    /** Waits until there are at least this many blocks, or the time is over; answers the height. */
    long awaitHeight(long height, Duration atMost) throws InterruptedException;

    /** The check of the whole ledger, by its blocks as this gateway's organisations see them. */
    default LedgerVerification verification() {
        return new BlockVerification(this);
    }

    @Override
    void close();

    /** What became of a submitted transaction. The result is the chaincode's answer. */
    record Committed(String transactionId, long block, Validation validation, Bytes result) {}

    /** A transaction's validation code. */
    enum Validation {
        VALID,
        /** A key it read had another version at commit. */
        MVCC_READ_CONFLICT,
        /** A transaction of this id is on the ledger already. */
        DUPLICATE_TXID,
        /** The peers found another fault, for example a missing endorsement; it wrote nothing and never will. */
        REJECTED
    }
}
