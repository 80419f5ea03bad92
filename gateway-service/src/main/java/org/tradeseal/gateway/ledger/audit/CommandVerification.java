package org.tradeseal.gateway.ledger.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.ledger.Batch;
import org.tradeseal.ledger.participant.Custody;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.ledger.participant.ParticipantStatus;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.StoredRecord;

/** Says what is wrong with a command by itself: who signed or gave it, when, for which ledger, and with what result. */
final class CommandVerification {
    private final Sha256 ledger;
    private final Histories histories;
    private final Findings findings;

    CommandVerification(Sha256 ledger, Histories histories, Findings findings) {
        this.ledger = ledger;
        this.histories = histories;
        this.findings = findings;
    }

    /** The one of several equal commands that made these records; without one any, and none if there are none. */
    static Batch.@Nullable Item written(List<Batch.Item> same, List<StoredRecord> made) {
        return same.stream()
                .filter(item -> made.stream().allMatch(r -> isSaltedBy(item, r)))
                .findFirst()
                .orElse(same.isEmpty() ? null : same.get(0));
    }

    private static boolean isSaltedBy(Batch.Item item, StoredRecord stored) {
        RegistryRecord record = stored.record();
        return stored.salt().equals(StoredRecord.salt(item.salt(), record.id(), record.version()));
    }

    void verify(Block.Tx tx, Batch.Item item, List<StoredRecord> made) {
        Command command = item.command();
        RegistryRecord first = made.get(0).record();
        Participant actor = histories.participant(command.actor()).orElse(null);
        if (actor == null) {
            findings.add(
                    first, "There was no participant " + command.actor() + ".", "当时没有参与方 " + command.actor() + "。");
            return;
        }
        if (!isAuthentic(tx, item, actor)) {
            findings.add(
                    first,
                    "A command of " + command.actor() + " is not signed by a key in force.",
                    command.actor() + " 的命令未由有效密钥签名。");
        }
        boolean inTime = !command.expires().isBefore(Histories.seconds(tx));
        if (!command.ledger().equals(ledger) || !inTime || actor.status() != ParticipantStatus.ACTIVE) {
            findings.add(
                    first,
                    "A command of " + command.actor() + " was not allowed at that time.",
                    command.actor() + " 的命令当时不被允许。");
        }
        boolean decided = made.stream()
                .map(StoredRecord::record)
                .anyMatch(r -> StoredRecord.result(r.id(), r.content()).equals(command.result()));
        if (actor.roles().stream().anyMatch(Role::isAuthority) && !decided) {
            findings.add(
                    first,
                    "The authority " + command.actor() + " signed another result.",
                    "机关 " + command.actor() + " 签署的结果与记录不同。");
        }
        made.forEach(stored -> verifyNamed(item, stored));
    }

    private void verifyNamed(Batch.Item item, StoredRecord stored) {
        RegistryRecord record = stored.record();
        boolean same = record.actor().equals(item.command().actor())
                && record.custodial() == (item.command().keyId() == null)
                && isSaltedBy(item, stored);
        if (!same) {
            findings.add(
                    record,
                    "The record " + record.id() + " names another actor or salt than its command.",
                    "记录 " + record.id() + " 的行为人或盐值与其命令不符。");
        }
    }

    private static boolean isAuthentic(Block.Tx tx, Batch.Item item, Participant actor) {
        Command command = item.command();
        String keyId = command.keyId();
        String signature = item.signature();
        if (keyId == null || signature == null) {
            return keyId == null
                    && signature == null
                    && actor.custody() == Custody.HOST
                    && actor.organisation().equals(tx.submitter());
        }
        return actor.keyInForce(keyId)
                .filter(k -> k.verifies(command.signedBytes(), signature))
                .isPresent();
    }
}
