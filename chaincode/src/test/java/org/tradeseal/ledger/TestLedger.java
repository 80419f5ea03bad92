package org.tradeseal.ledger;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.participant.AdmitParticipant;
import org.tradeseal.ledger.participant.Custody;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.participant.Identifier;
import org.tradeseal.ledger.record.Content;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.Move;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.ledger.record.PrivateKeys;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.ledger.record.Recorded;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.ledger.record.Times;
import org.tradeseal.ledger.record.Transaction;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.Expectation;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.SigningKey;
import org.tradeseal.verify.StoredRecord;
import tools.jackson.databind.node.ObjectNode;

/**
 * A ledger in memory for tests of the contracts: committed state, six founders with keys, and a clock that tests move.
 * Every transaction commits alone; {@link #endorse} gives the raw step for tests of batches and races.
 */
public final class TestLedger {
    public static final MspId OPERATOR = new MspId("OperatorMSP");
    public static final MspId BANK_A = new MspId("BankAMSP");
    public static final MspId BANK_B = new MspId("BankBMSP");
    public static final MspId CUSTOMS = new MspId("CustomsMSP");
    public static final MspId IP_CENTRE = new MspId("IpCentreMSP");
    public static final MspId REGULATOR = new MspId("RegulatorMSP");

    public final Map<String, byte[]> state = new TreeMap<>();
    public final Map<String, byte[]> privateState = new TreeMap<>();
    public final List<byte[]> events = new ArrayList<>();
    private final Map<RecordId, SigningKey> keys = new LinkedHashMap<>();
    private final Map<RecordId, MspId> hosts = new LinkedHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private Instant now = Instant.parse("2026-11-22T08:00:00Z");
    private int transactions;
    private Sha256 ledger;

    public final RecordId bankA;
    public final RecordId bankB;
    public final RecordId customs;
    public final RecordId ipCentre;
    public final RecordId regulator;

    public TestLedger() {
        List<Genesis.Founder> founders = new ArrayList<>();
        Map<String, SigningKey> founderKeys = new LinkedHashMap<>();
        founders.add(founder("bank-a", BANK_A, Role.BANK, founderKeys));
        founders.add(founder("bank-b", BANK_B, Role.BANK, founderKeys));
        founders.add(founder("customs", CUSTOMS, Role.CUSTOMS, founderKeys));
        founders.add(founder("ip-centre", IP_CENTRE, Role.IP_CENTRE, founderKeys));
        founders.add(founder("regulator", REGULATOR, Role.REGULATOR, founderKeys));
        Genesis genesis =
                new Genesis(Genesis.FORMAT, "test", now, newSalt(), List.of(REGULATOR, CUSTOMS, IP_CENTRE), founders);
        Step step = new Step(REGULATOR);
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        ledger = Contracts.start(step, genesis, secret);
        step.commit();
        for (Genesis.Founder founder : founders) {
            RecordId id = Genesis.founderId(ledger, founder.name());
            keys.put(id, founderKeys.get(founder.name()));
            hosts.put(id, founder.participant().organisation());
        }
        bankA = Genesis.founderId(ledger, "bank-a");
        bankB = Genesis.founderId(ledger, "bank-b");
        customs = Genesis.founderId(ledger, "customs");
        ipCentre = Genesis.founderId(ledger, "ip-centre");
        regulator = Genesis.founderId(ledger, "regulator");
    }

    private Genesis.Founder founder(String name, MspId msp, Role role, Map<String, SigningKey> founderKeys) {
        SigningKey key = SigningKey.generate(name + "-1", PublicKey.Algorithm.P256, random);
        founderKeys.put(name, key);
        return new Genesis.Founder(
                name,
                new AdmitParticipant(
                        new Name(null, name),
                        msp,
                        new CountryCode("CN"),
                        new TreeSet<>(List.of(role)),
                        List.of(),
                        List.of(key.publicKey()),
                        Custody.SELF));
    }

    /** Admits a custodial enterprise under the operator, with one identifier. */
    public RecordId enterprise(String name, String identifier) {
        return enterprise(name, identifier, "CN");
    }

    /** Admits a custodial enterprise of this country under the operator, with one identifier. */
    public RecordId enterprise(String name, String identifier, String country) {
        AdmitParticipant body = new AdmitParticipant(
                new Name(null, name),
                OPERATOR,
                new CountryCode(country),
                new TreeSet<>(List.of(Role.ENTERPRISE)),
                List.of(new Identifier("TAX", identifier)),
                List.of(),
                Custody.HOST);
        RecordId id = create(regulator, "participant.admit", body);
        hosts.put(id, OPERATOR);
        return id;
    }

    public Sha256 ledger() {
        return ledger;
    }

    public Instant now() {
        return now;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    public Sha256 newSalt() {
        byte[] salt = new byte[32];
        random.nextBytes(salt);
        return Sha256.fromBytes(salt);
    }

    public SigningKey key(RecordId participant) {
        return keys.get(participant);
    }

    public void useKey(RecordId participant, SigningKey key) {
        keys.put(participant, key);
    }

    /** The wire name of a feature's command. */
    public static String name(RecordType<?> type, Move move) {
        return type.name() + "." + move.wire();
    }

    /** Carries out a command that creates a record; throws the refusal. */
    public RecordId create(RecordId actor, String command, Object body) {
        return run(prepare(actor, command, body, "key-" + ++transactions));
    }

    /** Carries out a command; throws the refusal. */
    public RecordId run(RecordId actor, String command, Object body) {
        return create(actor, command, body);
    }

    /** Carries out a signed or custodial command through the gateway of the actor's host; throws the refusal. */
    public RecordId run(SignedCommand signed) {
        Outcome outcome =
                submit(hosts.get(signed.command().actor()), List.of(signed)).get(0);
        if (outcome.refusal() != null) {
            throw outcome.refusal().toRefusal();
        }
        return outcome.id();
    }

    /** Builds a command as the actor's gateway would: previewed, with its expectations, and signed if it has a key. */
    public SignedCommand prepare(RecordId actor, String command, Object body, String idempotencyKey) {
        SigningKey key = keys.get(actor);
        Command draft = command(
                actor,
                command,
                body,
                idempotencyKey,
                key == null ? null : key.publicKey().keyId());
        Preview preview = Contracts.preview(new Step(hosts.get(actor)), draft);
        Command complete = new Command(
                draft.format(),
                draft.ledger(),
                draft.command(),
                draft.actor(),
                draft.keyId(),
                draft.idempotencyKey(),
                draft.expires(),
                preview.expect(),
                draft.body(),
                preview.result());
        return sign(complete);
    }

    public Command command(RecordId actor, String command, Object body, String idempotencyKey, @Nullable String keyId) {
        return new Command(
                Command.FORMAT,
                ledger,
                command,
                actor,
                keyId,
                idempotencyKey,
                now.plus(Duration.ofDays(1)),
                List.of(),
                (ObjectNode) CanonicalJson.toTree(body),
                null);
    }

    public SignedCommand sign(Command command) {
        SigningKey key = keys.get(command.actor());
        return key == null ? new SignedCommand(command, null) : key.sign(command);
    }

    /** Submits commands in one transaction through this organisation's gateway, and commits it. */
    public List<Outcome> submit(MspId submitter, List<SignedCommand> commands) {
        Step step = new Step(submitter);
        List<Outcome> outcomes = endorse(step, commands);
        step.commit();
        return outcomes;
    }

    /** Runs commands of one home without committing. */
    public List<Outcome> endorse(Step step, List<SignedCommand> commands) {
        List<Batch.Item> items =
                commands.stream().map(c -> new Batch.Item(c, newSalt())).toList();
        RecordType.Home home =
                Contracts.rule(commands.get(0).command().command()).home();
        return Contracts.submit(step, new Batch(items), home).outcomes();
    }

    public <T extends Content> Recorded<T> read(RecordType<T> type, RecordId id) {
        byte[] value = type.home() == RecordType.Home.CHANNEL
                ? state.get(id.value())
                : privateState.get(RecordType.FINANCING + "/"
                        + PrivateKeys.of(new Step(REGULATOR)).hidden(id.value()));
        StoredRecord stored = CanonicalJson.read(value, StoredRecord.class);
        return new Recorded<>(
                type,
                stored,
                CanonicalJson.read(stored.record().content(), type.content()),
                new Times(stored.record().times()));
    }

    public <T extends Content> T content(RecordType<T> type, RecordId id) {
        return read(type, id).content();
    }

    public Expectation expectation(RecordType<?> type, RecordId id) {
        Recorded<?> r = read(type, id);
        return new Expectation(id, r.version(), r.stored().leaf(ledger).hash());
    }

    /** Puts a payload into an organisation's collection, as its own transaction would. */
    public void deliver(MspId recipient, RecordId id, byte[] payload) {
        privateState.put(recipient.payloadCollection() + "/" + PrivateContent.key(id, Sha256.of(payload)), payload);
    }

    /** The refusal of this action; fails if it is not refused. */
    public static Refusal refusalOf(Runnable action) {
        try {
            action.run();
        } catch (Refusal refusal) {
            return refusal;
        }
        throw new AssertionError("nothing was refused");
    }

    /** One transaction over the committed state. */
    public final class Step implements Transaction {
        private final String id = "tx-" + ++transactions;
        private final MspId submitter;
        private final Map<String, byte[]> writes = new LinkedHashMap<>();
        private final Map<String, byte[]> privateWrites = new LinkedHashMap<>();

        public Step(MspId submitter) {
            this.submitter = submitter;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public Instant timestamp() {
            return now;
        }

        @Override
        public MspId submitter() {
            return submitter;
        }

        @Override
        public MspId peer() {
            return REGULATOR;
        }

        @Override
        public byte[] get(String key) {
            return state.get(key);
        }

        @Override
        public void put(String key, byte[] value) {
            writes.put(key, value);
        }

        @Override
        public byte[] getPrivate(String collection, String key) {
            return privateState.get(collection + "/" + key);
        }

        @Override
        public void putPrivate(String collection, String key, byte[] value) {
            privateWrites.put(collection + "/" + key, value);
        }

        @Override
        public byte[] getPrivateHash(String collection, String key) {
            byte[] value = privateState.get(collection + "/" + key);
            return value == null ? null : Sha256.digest(value);
        }

        @Override
        public void emit(String name, byte[] payload) {
            events.add(payload);
        }

        public void commit() {
            state.putAll(writes);
            privateState.putAll(privateWrites);
        }
    }
}
