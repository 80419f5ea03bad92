package org.tradeseal.ledger;

import java.time.DateTimeException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.ledger.record.Actor;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.ledger.record.Transaction;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.EncodedRecord;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.StoredRecord;

/** One command from its bytes to its outcome: binding, idempotency, actor, signature, rules, and an authority's result. */
final class CommandRun {
    private final Transaction transaction;
    private final LedgerState state;
    private final RecordType.Home home;
    private final Command command;
    private final @Nullable String signature;
    private final Sha256 salt;
    private @Nullable Execution execution;

    CommandRun(
            Transaction transaction,
            LedgerState state,
            RecordType.Home home,
            Command command,
            @Nullable String signature,
            Sha256 salt) {
        this.transaction = transaction;
        this.state = state;
        this.home = home;
        this.command = command;
        this.signature = signature;
        this.salt = salt;
    }

    /** Carries the command out. {@code written} names the keys that earlier commands of the transaction wrote. */
    Outcome outcome(Set<String> written) {
        try {
            Outcome replayed = begin(false);
            if (replayed != null) {
                return replayed;
            }
            Execution x = execution();
            runRule(x);
            requireResult(x);
            x.remember(home);
            keepIfPrivate(x);
            boolean clash = x.readKeys().stream().anyMatch(written::contains);
            return clash ? Outcome.retry() : written(x);
        } catch (Refusal refusal) {
            // A refusal that rests on a record which this transaction changes is not final.
            boolean clash = execution != null && execution.readKeys().stream().anyMatch(written::contains);
            return clash ? Outcome.retry() : Outcome.refused(refusal, home);
        }
    }

    private void keepIfPrivate(Execution x) {
        if (home == RecordType.Home.REGISTRARS) {
            String key = KeptCommand.key(command.digest());
            x.putPrivateState(key, CanonicalJson.bytes(new KeptCommand(command, signature, x.saltOf(key))));
        }
    }

    private Outcome written(Execution x) {
        RecordId subject = x.subjectId();
        int version = x.changed(subject)
                .map(EncodedRecord::record)
                .map(r -> r.version())
                .orElseThrow(() -> new IllegalStateException("the command changed nothing: " + command.command()));
        return new Outcome(Outcome.Status.WRITTEN, subject, version, transaction.id(), null);
    }

    Preview preview() {
        Outcome replayed = begin(true);
        if (replayed != null) {
            return new Preview(replayed, List.of(), null, List.of());
        }
        runRule(execution());
        return Contracts.previewOf(execution());
    }

    Execution execution() {
        return Objects.requireNonNull(execution, "the command has begun");
    }

    private @Nullable Outcome begin(boolean preview) {
        requireHome();
        Authentication.requireLedger(command, state.ledger());
        Execution x = new Execution(transaction, state.shared(), state.ledger(), command, salt, preview);
        execution = x;
        Participant participant = x.actorRecord(Participant.TYPE).content();
        if (preview) {
            Authentication.requirePreviewer(x, command, home, participant, transaction.submitter());
        } else {
            Authentication.requireAuthentic(command, signature, participant, transaction.submitter());
        }
        Outcome replayed = x.remembered(home)
                .map(m -> new Outcome(Outcome.Status.REPLAYED, m.id(), m.version(), m.transactionId(), null))
                .orElse(null);
        if (replayed != null) {
            return replayed;
        }
        Authentication.requireLife(command, x.now());
        Actor actor = Authentication.actor(command, participant);
        x.actsFor(actor);
        return null;
    }

    private void requireHome() {
        if (Contracts.rule(command.command()).home() != home) {
            throw new Refusal(
                            ErrorCode.MUST_BE_PRIVATE,
                            "The command " + command.command() + " travels "
                                    + (home == RecordType.Home.CHANNEL ? "as transient data only." : "openly."),
                            "命令 " + command.command() + (home == RecordType.Home.CHANNEL ? " 只能作为瞬态数据提交。" : " 须公开提交。"))
                    .at("/command");
        }
    }

    private void runRule(Execution x) {
        CommandRule<?> rule = Contracts.rule(command.command());
        try {
            rule.run(x, command.body());
        } catch (NullPointerException
                | IllegalArgumentException
                | ClassCastException
                | ArithmeticException
                | IndexOutOfBoundsException
                | DateTimeException e) {
            // A rule that stumbles over one command must not take the rest of the batch down with it.
            throw new Refusal(
                    ErrorCode.INTERNAL,
                    "The rule of " + command.command() + " failed on this command.",
                    "命令 " + command.command() + " 的规则在处理该命令时出错。");
        }
    }

    // An authority's signature covers what it decided, not only what it asked for.
    private void requireResult(Execution x) {
        if (!x.actor().isAuthority()) {
            return;
        }
        RecordId subject = x.subjectId();
        Sha256 actual = x.changed(subject)
                .map(r -> StoredRecord.result(subject, r.record().content()))
                .orElseThrow(() -> new IllegalStateException("the command changed nothing: " + command.command()));
        if (!actual.equals(command.result())) {
            throw new Refusal(
                            ErrorCode.RESULT_MISMATCH,
                            "The record that would result has digest " + actual + "; the decision was signed for "
                                    + command.result() + ".",
                            "将产生的记录摘要为 " + actual + "，而决定签署的是 " + command.result() + "。")
                    .at("/result");
        }
    }
}
