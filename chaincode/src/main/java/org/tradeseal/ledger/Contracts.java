package org.tradeseal.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.asset.Asset;
import org.tradeseal.ledger.asset.AssetContract;
import org.tradeseal.ledger.financing.Financing;
import org.tradeseal.ledger.financing.FinancingContract;
import org.tradeseal.ledger.financing.Inquiry;
import org.tradeseal.ledger.financing.Mandate;
import org.tradeseal.ledger.financing.Register;
import org.tradeseal.ledger.invoice.Invoice;
import org.tradeseal.ledger.invoice.InvoiceContract;
import org.tradeseal.ledger.licence.Licence;
import org.tradeseal.ledger.licence.LicenceContract;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.ledger.participant.ParticipantContract;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.Lifecycle;
import org.tradeseal.ledger.record.PrivateKeys;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.ledger.record.Transaction;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.EncodedRecord;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.StoredRecord;

/**
 * The dispatch table of the registry's commands, and their execution in batches: each command runs over its own write
 * buffer, a refused one leaves no trace, and a record changes at most once in a transaction.
 */
public final class Contracts {
    private static final SortedMap<String, CommandRule<?>> TABLE = table(List.of(
            ParticipantContract.RULES,
            AssetContract.RULES,
            LicenceContract.RULES,
            InvoiceContract.RULES,
            FinancingContract.RULES));

    private static final List<RecordType<?>> TYPES = List.of(
            Participant.TYPE,
            Asset.TYPE,
            Licence.TYPE,
            Invoice.TYPE,
            Mandate.TYPE,
            Inquiry.TYPE,
            Financing.TYPE,
            Register.TYPE);

    private static final List<Lifecycle<?>> LIFECYCLES = List.of(
            Participant.LIFECYCLE,
            Asset.LIFECYCLE,
            Licence.LIFECYCLE,
            Invoice.LIFECYCLE,
            Mandate.LIFECYCLE,
            Inquiry.LIFECYCLE,
            Financing.LIFECYCLE);

    private Contracts() {}

    private static SortedMap<String, CommandRule<?>> table(List<List<CommandRule<?>>> features) {
        SortedMap<String, CommandRule<?>> table = new TreeMap<>();
        for (List<CommandRule<?>> feature : features) {
            for (CommandRule<?> rule : feature) {
                if (table.put(rule.name(), rule) != null) {
                    throw new IllegalStateException("two rules for " + rule.name());
                }
            }
        }
        return table;
    }

    /** Every command by its name. */
    public static SortedMap<String, CommandRule<?>> table() {
        return TABLE;
    }

    /** Every type of record. */
    public static List<RecordType<?>> types() {
        return TYPES;
    }

    /** The record type with this prefix. */
    public static Optional<RecordType<?>> type(String prefix) {
        return TYPES.stream().filter(t -> t.prefix().equals(prefix)).findFirst();
    }

    /** The lifecycle tables, each under the name of its record type. */
    public static List<Lifecycle<?>> lifecycles() {
        return LIFECYCLES;
    }

    /** The rule of a command. Refuses UNKNOWN_COMMAND. */
    public static CommandRule<?> rule(String command) {
        CommandRule<?> rule = TABLE.get(command);
        if (rule == null) {
            throw new Refusal(
                            ErrorCode.UNKNOWN_COMMAND, "There is no command " + command + ".", "没有命令 " + command + "。")
                    .at("/command");
        }
        return rule;
    }

    /** Carries out one call of the chaincode and gives its answer. Throws {@link Refusal}. */
    public static byte[] invoke(Transaction transaction, Invocation call) {
        return switch (call.function()) {
            case START ->
                start(
                                transaction,
                                CanonicalJson.readCanonical(call.argument(), Genesis.class),
                                call.transientArgument())
                        .bytes();
            case SUBMIT -> CanonicalJson.bytes(submit(transaction, batch(call.argument()), RecordType.Home.CHANNEL));
            case SUBMIT_PRIVATE ->
                CanonicalJson.bytes(submit(transaction, batch(call.transientArgument()), RecordType.Home.REGISTRARS));
            case GENESIS -> orEmpty(transaction.get(Genesis.KEY));
            case DELIVER -> Delivery.store(transaction, LedgerState.of(transaction), call.transientArgument());
            case PREVIEW ->
                CanonicalJson.bytes(
                        preview(transaction, CanonicalJson.readCanonical(call.transientArgument(), Command.class)));
            case READ -> orEmpty(transaction.get(recordId(call).value()));
            case READ_PRIVATE ->
                orEmpty(transaction.getPrivate(
                        RecordType.FINANCING,
                        LedgerState.of(transaction).privateKey(recordId(call).value())));
            case READ_PAYLOAD -> Delivery.read(transaction, recordId(call));
        };
    }

    private static Batch batch(byte[] json) {
        return CanonicalJson.readCanonical(json, Batch.class);
    }

    private static RecordId recordId(Invocation call) {
        return new RecordId(new String(call.argument(), StandardCharsets.US_ASCII));
    }

    private static byte[] orEmpty(byte @Nullable [] value) {
        return value == null ? new byte[0] : value;
    }

    /**
     * Runs a batch whose records all live in {@code home} and emits its leaves. Arguments of commands about the
     * registrars' records are transient on Fabric, so they never travel with the others.
     */
    public static Outcome.Answer submit(Transaction transaction, Batch batch, RecordType.Home home) {
        ForeseenReads.of(
                transaction, batch.items().stream().map(Batch.Item::command).toList(), home);
        LedgerState state = LedgerState.of(transaction);
        Set<String> written = new HashSet<>();
        Map<String, byte[]> writes = new LinkedHashMap<>();
        Map<String, byte[]> privateWrites = new LinkedHashMap<>();
        List<Leaves.Entry> leaves = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (Batch.Item item : batch.items()) {
            CommandRun run = new CommandRun(transaction, state, home, item.command(), item.signature(), item.salt());
            Outcome outcome = run.outcome(written);
            outcomes.add(outcome);
            if (outcome.status() == Outcome.Status.WRITTEN) {
                Execution x = run.execution();
                x.writes().forEach((key, value) -> {
                    writes.put(key, value);
                    written.add(key);
                });
                x.privateWrites().forEach((key, value) -> {
                    privateWrites.put(key, value);
                    written.add("private/" + key);
                });
                x.changed().forEach(r -> leaves.add(leaf(r)));
            }
        }
        writes.forEach(transaction::put);
        privateWrites.forEach(
                (key, value) -> transaction.putPrivate(RecordType.FINANCING, state.privateKey(key), value));
        if (!leaves.isEmpty()) {
            transaction.emit(Leaves.EVENT, CanonicalJson.bytes(new Leaves(Leaves.FORMAT, leaves)));
        }
        return new Outcome.Answer(Outcome.Answer.FORMAT, outcomes);
    }

    /** Starts a ledger: the genesis record, the registrars' secret, and the founders. Refuses a second start. */
    public static Sha256 start(Transaction transaction, Genesis genesis, byte[] registrarsSecret) {
        if (transaction.get(Genesis.KEY) != null) {
            throw new Refusal(ErrorCode.ALREADY_EXISTS, "The ledger has started already.", "账本已经启动。");
        }
        Sha256 ledger = genesis.ledger();
        transaction.put(Genesis.KEY, CanonicalJson.bytes(genesis));
        transaction.put(LedgerState.LEDGER_KEY, ledger.bytes());
        transaction.putPrivate(RecordType.FINANCING, PrivateKeys.SECRET_KEY, registrarsSecret);
        List<Leaves.Entry> leaves = new ArrayList<>();
        for (Genesis.Founder founder : genesis.founders()) {
            Execution x = ParticipantContract.found(transaction, genesis, founder);
            x.writes().forEach(transaction::put);
            x.changed().forEach(r -> leaves.add(leaf(r)));
        }
        transaction.emit(Leaves.EVENT, CanonicalJson.bytes(new Leaves(Leaves.FORMAT, leaves)));
        return ledger;
    }

    private static Leaves.Entry leaf(EncodedRecord stored) {
        return new Leaves.Entry(stored.record().id(), stored.record().version(), stored.commitment());
    }

    /** Runs one unsigned command without writing, to learn what it needs and what would result. Refuses as submit does. */
    public static Preview preview(Transaction transaction, Command command) {
        RecordType.Home home = rule(command.command()).home();
        ForeseenReads.of(transaction, List.of(command), home);
        LedgerState state = LedgerState.of(transaction);
        CommandRun run = new CommandRun(transaction, state, home, command, null, state.ledger());
        return run.preview();
    }

    // The actor's host sees the preview: it shows no record that the actor may not read, such as the register of an
    // invoice that another bank finances too.
    static Preview previewOf(Execution x) {
        RecordId subject = x.subjectId();
        List<RegistryRecord> records = new ArrayList<>();
        x.changed(subject).map(EncodedRecord::record).ifPresent(records::add);
        x.changed().stream()
                .map(EncodedRecord::record)
                .filter(r -> !r.id().equals(subject))
                .forEach(records::add);
        records.removeIf(r -> !x.showsActor(r.id()));
        Sha256 result = x.changed(subject)
                .map(r -> StoredRecord.result(subject, r.record().content()))
                .orElse(null);
        return new Preview(null, x.expectations(), result, records);
    }
}
