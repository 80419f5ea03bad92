package org.tradeseal.gateway.ledger.embedded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.Batch;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Leaves;
import org.tradeseal.ledger.participant.Custody;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.ledger.participant.ParticipantStatus;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.PrivateKeys;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.StoredRecord;

/**
 * Checks what valid transactions did to records, in their order: every change was made by a command in the transaction
 * that its actor signed, or that its host was allowed to give; it continues the record's history; and the event holds
 * exactly its leaf. Participants and their keys are taken from the records as they stand at that position.
 */
final class RecordVerification {
    private static final Pattern RECORD_KEY = Pattern.compile("[A-Z]{3}-[0-9A-Z]{17}");

    private final Genesis genesis;
    private final Sha256 ledger;
    private final Findings findings;
    private final Map<RecordId, Latest> latest = new HashMap<>();
    private final Map<RecordId, Participant> participants = new HashMap<>();
    private @Nullable PrivateKeys privateKeys;
    private long commands;
    private long records;

    private record Latest(int version, Sha256 leaf) {}

    RecordVerification(Genesis genesis, Findings findings) {
        this.genesis = genesis;
        this.ledger = genesis.ledger();
        this.findings = findings;
    }

    long commands() {
        return commands;
    }

    long records() {
        return records;
    }

    void verify(Envelope envelope, StoredChain.TxRow tx) {
        try {
            if (envelope.function() == Invocation.Function.START) {
                verifyStart(envelope, tx);
            }
            List<StoredRecord> changed = changed(envelope, tx);
            verifyEvent(envelope, changed);
            switch (envelope.function()) {
                case SUBMIT, SUBMIT_PRIVATE -> verifyCommands(envelope, tx, changed);
                case DELIVER -> verifyDelivery(envelope);
                case START, PREVIEW, GENESIS, READ, READ_PRIVATE, READ_PAYLOAD -> {}
            }
            changed.forEach(r -> append(r, envelope));
        } catch (Refusal e) {
            findings.add(
                    "The transaction's content is malformed: " + e.detail().en(),
                    "交易内容格式有误：" + e.detail().zh());
        } catch (RuntimeException e) {
            findings.add("The transaction's content is malformed.", "交易内容格式有误。");
        }
    }

    // The first transaction follows from the genesis and the registrars' secret alone, to the byte.
    private void verifyStart(Envelope envelope, StoredChain.TxRow tx) {
        StateKey secretKey = new StateKey(RecordType.FINANCING, PrivateKeys.SECRET_KEY);
        byte[] secret = tx.privateWrites().stream()
                .filter(w -> w.key().equals(secretKey))
                .map(w -> w.value().toArray())
                .findFirst()
                .orElse(new byte[0]);
        MspId registrar = genesis.registrars().get(0);
        Simulation.Proposal proposal = new Simulation.Proposal(
                envelope.id(),
                envelope.timestamp(),
                registrar,
                registrar,
                Invocation.of(Invocation.Function.START, CanonicalJson.bytes(genesis), secret));
        Simulation again = new Simulation(key -> StateValue.ABSENT, 0, proposal, genesis.registrars());
        Contracts.invoke(again, proposal.call());
        if (!Envelope.of(proposal, again, null).equals(envelope)) {
            findings.add("The ledger did not start from its genesis.", "账本并非由其创世记录启动。");
        }
        StateValue value = new StateValue(org.tradeseal.gateway.ledger.Bytes.of(secret), null);
        privateKeys = PrivateKeys.of(new Simulation(
                key -> key.equals(secretKey) ? value : StateValue.ABSENT, 0, proposal, genesis.registrars()));
    }

    private List<StoredRecord> changed(Envelope envelope, StoredChain.TxRow tx) {
        List<StoredRecord> changed = new ArrayList<>();
        for (Envelope.Write write : envelope.writes()) {
            if (RECORD_KEY.matcher(write.key()).matches()) {
                StoredRecord stored = CanonicalJson.readCanonical(write.bytes(), StoredRecord.class);
                if (!stored.record().id().value().equals(write.key())) {
                    findings.add("A record lies under another id.", "记录存放在另一编号下。");
                }
                changed.add(stored);
            }
        }
        for (StoredChain.PrivateRow write : tx.privateWrites()) {
            if (write.key().collection().equals(RecordType.FINANCING)) {
                privateRecord(write).ifPresent(changed::add);
            }
        }
        return changed;
    }

    private Optional<StoredRecord> privateRecord(StoredChain.PrivateRow write) {
        if (!isRecord(write.value().toArray())) {
            return Optional.empty();
        }
        StoredRecord stored = CanonicalJson.readCanonical(write.value().toArray(), StoredRecord.class);
        String place = Objects.requireNonNull(privateKeys, "the ledger has started")
                .hidden(stored.record().id().value());
        if (!place.equals(write.key().key())) {
            findings.add("A private record lies under another key.", "私密记录存放在另一键下。");
        }
        return Optional.of(stored);
    }

    // The collection also holds the secret, remembered requests and names. The leaf of a
    // record that is made to look like one of these lacks its record.
    private static boolean isRecord(byte[] value) {
        try {
            return CanonicalJson.tree(value).has("record");
        } catch (Refusal e) {
            return false;
        }
    }

    // Leaves stand in command order, records in the order of the two state spaces; each has its counterpart.
    private void verifyEvent(Envelope envelope, List<StoredRecord> changed) {
        List<Leaves.Entry> leaves = List.of();
        if (envelope.event() != null) {
            leaves = CanonicalJson.readCanonical(envelope.event().bytes(), Leaves.class)
                    .leaves();
        }
        List<Leaves.Entry> wanted = changed.stream()
                .map(r -> new Leaves.Entry(r.record().id(), r.record().version(), r.commitment()))
                .sorted(java.util.Comparator.comparing(Leaves.Entry::id))
                .toList();
        List<Leaves.Entry> found = leaves.stream()
                .sorted(java.util.Comparator.comparing(Leaves.Entry::id))
                .toList();
        boolean named = envelope.event() == null || envelope.event().name().equals(Leaves.EVENT);
        if (!named || !found.equals(wanted)) {
            findings.add("The event's leaves are not those of the changed records.", "事件中的叶与变更的记录不一致。");
        }
    }

    private void verifyDelivery(Envelope envelope) {
        String own = envelope.submitter().implicitCollection();
        boolean ownOnly = envelope.writes().isEmpty()
                && envelope.privateWrites().stream()
                        .allMatch(w -> w.collection().equals(own));
        if (!ownOnly) {
            findings.add("A delivery writes outside the submitter's collection.", "投递写入了提交方集合之外。");
        }
    }

    private void verifyCommands(Envelope envelope, StoredChain.TxRow tx, List<StoredRecord> changed) {
        byte[] json = tx.privateInput() == null
                ? Envelope.unbase64(envelope.argument())
                : tx.privateInput().toArray();
        // One command may stand in a batch several times, sent at once by an impatient client: one of them was written.
        Map<Sha256, List<Batch.Item>> items = new HashMap<>();
        for (Batch.Item item : CanonicalJson.readCanonical(json, Batch.class).items()) {
            items.computeIfAbsent(item.command().digest(), d -> new ArrayList<>())
                    .add(item);
        }
        Map<Sha256, List<StoredRecord>> byCommand = new LinkedHashMap<>();
        changed.forEach(r -> byCommand
                .computeIfAbsent(r.record().command(), d -> new ArrayList<>())
                .add(r));
        byCommand.forEach((digest, made) -> {
            Batch.Item item = written(items.getOrDefault(digest, List.of()), made);
            if (item == null) {
                findings.add(
                        "No command of the transaction made "
                                + made.get(0).record().id() + ".",
                        "交易中没有产生 " + made.get(0).record().id() + " 的命令。");
            } else {
                commands++;
                verifyCommand(envelope, item, made);
            }
        });
    }

    private static Batch.@Nullable Item written(List<Batch.Item> same, List<StoredRecord> made) {
        return same.stream()
                .filter(item -> made.stream().allMatch(r -> isSaltedBy(item, r)))
                .findFirst()
                .orElse(same.isEmpty() ? null : same.get(0));
    }

    private static boolean isSaltedBy(Batch.Item item, StoredRecord stored) {
        RegistryRecord record = stored.record();
        return stored.salt().equals(StoredRecord.salt(item.salt(), record.id(), record.version()));
    }

    private void verifyCommand(Envelope envelope, Batch.Item item, List<StoredRecord> made) {
        Command command = item.command();
        Participant actor = participants.get(command.actor());
        if (actor == null) {
            findings.add("There was no participant " + command.actor() + ".", "当时没有参与方 " + command.actor() + "。");
            return;
        }
        if (!isAuthentic(envelope, item, actor)) {
            findings.add(
                    "A command of " + command.actor() + " is not signed by a key in force.",
                    command.actor() + " 的命令未由有效密钥签名。");
        }
        boolean inTime = !command.expires().isBefore(seconds(envelope));
        if (!command.ledger().equals(ledger) || !inTime || actor.status() != ParticipantStatus.ACTIVE) {
            findings.add(
                    "A command of " + command.actor() + " was not allowed at that time.",
                    command.actor() + " 的命令当时不被允许。");
        }
        boolean decided = made.stream()
                .map(StoredRecord::record)
                .anyMatch(r -> StoredRecord.result(r.id(), r.content()).equals(command.result()));
        if (actor.roles().stream().anyMatch(Role::isAuthority) && !decided) {
            findings.add(
                    "The authority " + command.actor() + " signed another result.",
                    "机关 " + command.actor() + " 签署的结果与记录不同。");
        }
        for (StoredRecord stored : made) {
            RegistryRecord record = stored.record();
            boolean same = record.actor().equals(command.actor())
                    && record.custodial() == (command.keyId() == null)
                    && isSaltedBy(item, stored);
            if (!same) {
                findings.add(
                        "The record " + record.id() + " names another actor or salt than its command.",
                        "记录 " + record.id() + " 的行为人或盐值与其命令不符。");
            }
        }
    }

    private static boolean isAuthentic(Envelope envelope, Batch.Item item, Participant actor) {
        Command command = item.command();
        String keyId = command.keyId();
        String signature = item.signature();
        if (keyId == null || signature == null) {
            return keyId == null
                    && signature == null
                    && actor.custody() == Custody.HOST
                    && actor.organisation().equals(envelope.submitter());
        }
        return actor.keyInForce(keyId)
                .filter(k -> k.verifies(command.signedBytes(), signature))
                .isPresent();
    }

    private static java.time.Instant seconds(Envelope envelope) {
        return java.time.Instant.ofEpochSecond(envelope.timestamp().getEpochSecond());
    }

    private void append(StoredRecord stored, Envelope envelope) {
        records++;
        RegistryRecord record = stored.record();
        Latest before = latest.get(record.id());
        boolean continues = before == null
                ? record.version() == 1 && record.previousLeaf() == null
                : record.version() == before.version() + 1 && before.leaf().equals(record.previousLeaf());
        if (!continues) {
            findings.add(
                    "Version " + record.version() + " of " + record.id() + " does not continue its history.",
                    record.id() + " 的第 " + record.version() + " 版未衔接其历史。");
        }
        if (!record.transactionId().equals(envelope.id())
                || !record.recordedAt().equals(seconds(envelope))) {
            findings.add(
                    "The record " + record.id() + " names another transaction or time.",
                    "记录 " + record.id() + " 所载的交易或时间不符。");
        }
        latest.put(record.id(), new Latest(record.version(), stored.leaf(ledger).hash()));
        if (record.type().equals(Participant.TYPE.name())) {
            participants.put(record.id(), CanonicalJson.read(record.content(), Participant.class));
        }
    }
}
