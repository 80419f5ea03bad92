package org.tradeseal.gateway.ledger.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.ledger.Batch;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Invocation.Function;
import org.tradeseal.ledger.Outcome;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.StoredRecord;
import org.tradeseal.verify.Text;

/**
 * Carries a batch out again. Where that leads to exactly what was written, every signature, role, state and result has
 * been checked by the contracts themselves; where it does not, this says what is wrong.
 */
final class BatchVerification {
    private final KnownState state;
    private final Findings findings;
    private final CommandVerification commandVerification;
    private long commands;

    BatchVerification(Sha256 ledger, KnownState state, Histories histories, Findings findings) {
        this.state = state;
        this.findings = findings;
        commandVerification = new CommandVerification(ledger, histories, findings);
    }

    long commands() {
        return commands;
    }

    /** Checks a batch, given as JSON, and the records that its transaction wrote. */
    void verify(Block.Tx tx, List<StoredRecord> changed, Replay again, Bytes batch, byte[] transientArgument) {
        Function function = transientArgument.length == 0 ? Function.SUBMIT : Function.SUBMIT_PRIVATE;
        Map<Sha256, List<StoredRecord>> byCommand = new LinkedHashMap<>();
        changed.forEach(r -> byCommand
                .computeIfAbsent(r.record().command(), d -> new ArrayList<>())
                .add(r));
        int before = findings.count();
        Outcome.Answer answer = CanonicalJson.read(again.run(function, transientArgument), Outcome.Answer.class);
        if (again.isWhatWasWritten()) {
            commands += byCommand.size();
            return;
        }
        List<Batch.Item> items =
                CanonicalJson.readCanonical(batch.toArray(), Batch.class).items();
        explain(tx, byCommand, items);
        if (findings.count() == before && !findings.isFull()) {
            compare(tx, changed, again, refusals(items, answer));
        }
    }

    private void explain(Block.Tx tx, Map<Sha256, List<StoredRecord>> byCommand, List<Batch.Item> items) {
        // One command may stand in a batch several times, sent at once by an impatient client: one of them was written.
        Map<Sha256, List<Batch.Item>> byDigest = new HashMap<>();
        items.forEach(item -> byDigest.computeIfAbsent(item.command().digest(), d -> new ArrayList<>())
                .add(item));
        byCommand.forEach((digest, made) -> {
            Batch.Item item = CommandVerification.written(byDigest.getOrDefault(digest, List.of()), made);
            if (item == null) {
                made.forEach(r -> withoutCommand(r.record()));
            } else {
                commands++;
                commandVerification.verify(tx, item, made);
            }
        });
    }

    private void withoutCommand(RegistryRecord record) {
        RegistryRecord before =
                state.record(record.id()).map(StoredRecord::record).orElse(null);
        Text decided = Decisions.about(before, record)
                .map(t -> Text.of(" " + t.en(), t.zh()))
                .orElse(Text.of("", ""));
        findings.add(
                record,
                "No command of the transaction made " + record.id() + "." + decided.en(),
                "交易中没有产生 " + record.id() + " 的命令。" + decided.zh());
    }

    private static Map<Sha256, Text> refusals(List<Batch.Item> items, Outcome.Answer answer) {
        Map<Sha256, Text> refusals = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            Outcome outcome = answer.outcomes().get(i);
            Sha256 digest = items.get(i).command().digest();
            if (outcome.refusal() != null) {
                refusals.put(digest, outcome.refusal().detail());
            } else if (outcome.status() == Outcome.Status.WRITTEN) {
                refusals.remove(digest);
            }
        }
        return refusals;
    }

    // The commands are genuine; what was written is not what the rules make of them.
    private void compare(Block.Tx tx, List<StoredRecord> changed, Replay again, Map<Sha256, Text> refusals) {
        int before = findings.count();
        for (StoredRecord stored : changed) {
            RegistryRecord record = stored.record();
            Text refusal = refusals.get(record.command());
            if (refusal != null) {
                findings.add(
                        record,
                        record.id() + " became " + Decisions.status(record) + " by a command that the rules refuse: "
                                + refusal.en(),
                        record.id() + " 因一条规则所拒绝的命令成为 " + Decisions.status(record) + "：" + refusal.zh());
            } else if (differs(stored, again.writes().get(record.id().value()))) {
                findings.add(
                        record,
                        record.id() + " is not what its command leads to by the rules.",
                        record.id() + " 与其命令按规则应产生的结果不符。");
            }
        }
        if (findings.count() == before) {
            findings.add(
                    "The transaction did not write what its commands lead to by the rules" + firstDifference(tx, again)
                            + ".",
                    "交易写入的内容与其命令按规则应产生的结果不符" + firstDifference(tx, again) + "。");
        }
    }

    // A registrars' record is looked for in the writes of the channel's state in vain, and then named by the whole.
    private static boolean differs(StoredRecord written, @Nullable Bytes ruled) {
        return isOfChannel(written.record().id()) && !Objects.equals(Bytes.of(CanonicalJson.bytes(written)), ruled);
    }

    private static boolean isOfChannel(RecordId id) {
        return Contracts.type(id.prefix())
                .filter(t -> t.home() == RecordType.Home.CHANNEL)
                .isPresent();
    }

    private static String firstDifference(Block.Tx tx, Replay again) {
        Map<String, Bytes> written = new HashMap<>();
        tx.writes().forEach(w -> written.put(w.key(), w.value()));
        return Stream.concat(again.writes().keySet().stream(), written.keySet().stream())
                .filter(key -> !Objects.equals(written.get(key), again.writes().get(key)))
                .sorted()
                .findFirst()
                .map(key -> " (" + key + ")")
                .orElse("");
    }
}
