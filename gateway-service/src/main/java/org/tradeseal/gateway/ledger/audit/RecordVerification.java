package org.tradeseal.gateway.ledger.audit;

import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.ledger.Invocation.Function;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.record.PrivateKeys;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;

/**
 * Checks what valid transactions did, in their order: the leaves are those of the records written, every version continues
 * its record's history, and the writes are, to the byte, what the contracts lead to with the commands of the transaction.
 * So neither its submitter nor colluding registrars can have written anything that its actor did not sign and the rules do
 * not allow. Participants and their keys are taken from the records as they stand at that position.
 */
public final class RecordVerification {
    private static final byte[] NONE = {};

    private final Genesis genesis;
    private final Findings findings;
    private final Sight sight;
    private final KnownState state;
    private final Histories histories;
    private final BatchVerification batches;
    private final RegistrarsChanges registrarsChanges;
    private long records;
    private long untraced;
    private long unseen;

    public RecordVerification(Genesis genesis, Findings findings, Sight sight, VerifiedTransactions ledger) {
        this(genesis, findings, sight, new KnownState(ledger, KnownState.VALUES_AT_HAND));
    }

    RecordVerification(Genesis genesis, Findings findings, Sight sight, KnownState state) {
        this.genesis = genesis;
        this.findings = findings;
        this.sight = sight;
        this.state = state;
        histories = new Histories(genesis.ledger(), findings);
        batches = new BatchVerification(genesis.ledger(), state, histories, findings);
        registrarsChanges = new RegistrarsChanges(state, histories, findings);
    }

    /** How many commands made record versions here. */
    public long commands() {
        return batches.commands();
    }

    /** How many record versions there are. */
    public long records() {
        return records;
    }

    /** How many record versions were made by commands that nobody keeps. */
    public long untraced() {
        return untraced;
    }

    /** How many of the untraced ones have their content elsewhere. */
    public long unseen() {
        return unseen;
    }

    /**
     * Checks the valid transaction at this position of a block. {@code registrarsBatch} is the batch of SUBMIT_PRIVATE,
     * where somebody keeps it.
     */
    public void verify(long block, int position, Block.Tx tx, @Nullable Bytes registrarsBatch) {
        try {
            ChangedRecords changed = ChangedRecords.of(tx, state, sight, findings);
            try {
                changed.visible().forEach(r -> histories.verify(r, tx));
                changed.hidden().forEach(histories::verify);
                verify(tx, changed, registrarsBatch);
            } finally {
                records += changed.size();
                changed.visible().forEach(histories::append);
                changed.hidden().forEach(histories::append);
            }
        } catch (Refusal e) {
            findings.add(
                    "The transaction's content is malformed: " + e.detail().en(),
                    "交易内容格式有误：" + e.detail().zh());
        } catch (RuntimeException e) {
            findings.add("The transaction's content is malformed.", "交易内容格式有误。");
        } finally {
            state.apply(block, position, tx);
        }
    }

    private void verify(Block.Tx tx, ChangedRecords changed, @Nullable Bytes registrarsBatch) {
        Function function = tx.function();
        if (function == Function.START) {
            verifyStart(tx);
        } else if (function == Function.SUBMIT) {
            batches.verify(tx, changed.visible(), replay(tx), tx.argument(), NONE);
        } else if (function == Function.SUBMIT_PRIVATE && registrarsBatch != null) {
            batches.verify(tx, changed.visible(), replay(tx), registrarsBatch, registrarsBatch.toArray());
        } else if (function == Function.SUBMIT_PRIVATE) {
            untraced += changed.size();
            unseen += changed.hidden().size();
            changed.visible().stream().map(r -> r.record()).forEach(registrarsChanges::verify);
        } else if (function == Function.DELIVER) {
            verifyDelivery(tx);
        } else {
            verifyReading(tx, changed);
        }
    }

    private Replay replay(Block.Tx tx) {
        return new Replay(state, tx, sight);
    }

    // The first transaction follows from the genesis and the registrars' secret alone, to the byte; of the secret
    // nothing public depends.
    private void verifyStart(Block.Tx tx) {
        byte[] secret = tx.privateWrites().stream()
                .filter(w ->
                        w.collection().equals(RecordType.FINANCING) && w.key().equals(PrivateKeys.SECRET_KEY))
                .map(w -> w.value().toArray())
                .findFirst()
                .orElse(NONE);
        Replay again = replay(tx);
        boolean genuine = tx.argument().equals(Bytes.of(CanonicalJson.bytes(genesis)))
                && genesis.registrars().contains(tx.submitter());
        if (genuine) {
            again.run(Function.START, secret);
        }
        if (!genuine || !again.isWhatWasWritten()) {
            findings.add("The ledger did not start from its genesis.", "账本并非由其创世记录启动。");
        }
    }

    private void verifyDelivery(Block.Tx tx) {
        String own = tx.submitter().payloadCollection();
        boolean ownOnly = tx.writes().isEmpty() && tx.collections().stream().allMatch(own::equals);
        if (!ownOnly) {
            findings.add("A delivery writes outside the submitter's collection.", "投递写入了提交方集合之外。");
        }
    }

    private void verifyReading(Block.Tx tx, ChangedRecords changed) {
        for (RegistryRecord record :
                changed.visible().stream().map(r -> r.record()).toList()) {
            findings.add(
                    record,
                    "No command made " + record.id() + ": the transaction is none of the calls that write.",
                    record.id() + " 并非由命令产生：该交易不是写入调用。");
        }
        if (changed.size() == 0 && !(tx.writes().isEmpty() && tx.collections().isEmpty())) {
            findings.add("A call that only reads has written.", "只读调用写入了数据。");
        }
    }
}
