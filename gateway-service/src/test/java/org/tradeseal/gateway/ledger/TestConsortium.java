package org.tradeseal.gateway.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.tradeseal.ledger.Batch;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Outcome;
import org.tradeseal.ledger.Preview;
import org.tradeseal.ledger.participant.AdmitParticipant;
import org.tradeseal.ledger.participant.Custody;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.participant.Identifier;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.SigningKey;
import org.tradeseal.verify.StoredRecord;
import tools.jackson.databind.node.ObjectNode;

/** Six organisations with their founders' keys, and how they use a ledger through its port. */
public final class TestConsortium implements GenesisSource {
    public static final MspId OPERATOR = new MspId("OperatorMSP");
    public static final MspId BANK_A = new MspId("BankAMSP");
    public static final MspId BANK_B = new MspId("BankBMSP");
    public static final MspId CUSTOMS = new MspId("CustomsMSP");
    public static final MspId IP_CENTRE = new MspId("IpCentreMSP");
    public static final MspId REGULATOR = new MspId("RegulatorMSP");

    private static final Map<String, MspId> MSPS = Map.of(
            "operator", OPERATOR,
            "bank-a", BANK_A,
            "bank-b", BANK_B,
            "customs", CUSTOMS,
            "ip-centre", IP_CENTRE,
            "regulator", REGULATOR);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Genesis genesis;
    private final Map<String, SigningKey> keys;

    private TestConsortium(Genesis genesis, Map<String, SigningKey> keys) {
        this.genesis = genesis;
        this.keys = keys;
    }

    public static TestConsortium create() {
        return create(List.of(REGULATOR, CUSTOMS, IP_CENTRE));
    }

    /** The same founders with these registrars. */
    public static TestConsortium create(List<MspId> registrars) {
        Map<String, SigningKey> keys = new LinkedHashMap<>();
        List<Genesis.Founder> founders = new ArrayList<>();
        founders.add(founder("operator", Role.ENTERPRISE, keys));
        founders.add(founder("bank-a", Role.BANK, keys));
        founders.add(founder("bank-b", Role.BANK, keys));
        founders.add(founder("customs", Role.CUSTOMS, keys));
        founders.add(founder("ip-centre", Role.IP_CENTRE, keys));
        founders.add(founder("regulator", Role.REGULATOR, keys));
        Genesis genesis = new Genesis(
                Genesis.FORMAT, "test", Instant.now().truncatedTo(ChronoUnit.SECONDS), random(), registrars, founders);
        return new TestConsortium(genesis, keys);
    }

    private static Genesis.Founder founder(String name, Role role, Map<String, SigningKey> keys) {
        SigningKey key = SigningKey.generate(name + "-1", PublicKey.Algorithm.ED25519, RANDOM);
        keys.put(name, key);
        return new Genesis.Founder(
                name,
                new AdmitParticipant(
                        new Name(null, name),
                        MSPS.get(name),
                        new CountryCode("CN"),
                        new TreeSet<>(List.of(role)),
                        List.of(),
                        List.of(key.publicKey()),
                        Custody.SELF));
    }

    /** The consortium kept in this folder, or a new one. */
    public static TestConsortium in(Path folder) throws IOException {
        Path file = folder.resolve("genesis.json");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            TestConsortium created = create();
            for (Map.Entry<String, SigningKey> key : created.keys.entrySet()) {
                Files.writeString(
                        folder.resolve(key.getKey() + ".pem"), key.getValue().toPem());
            }
            Files.write(file, CanonicalJson.bytes(created.genesis));
            return created;
        }
        Map<String, SigningKey> keys = new LinkedHashMap<>();
        for (String name : MSPS.keySet()) {
            keys.put(name, SigningKey.fromPem(name + "-1", Files.readString(folder.resolve(name + ".pem"))));
        }
        return new TestConsortium(CanonicalJson.read(Files.readAllBytes(file), Genesis.class), keys);
    }

    @Override
    public Genesis genesis() {
        return genesis;
    }

    @Override
    public Bytes registrarsSecret() {
        return Bytes.of(random().bytes());
    }

    @Override
    public List<MspId> organisations() {
        return List.copyOf(MSPS.values());
    }

    public static Sha256 random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Sha256.fromBytes(bytes);
    }

    public SigningKey key(String founder) {
        return keys.get(founder);
    }

    public RecordId id(String founder) {
        return Genesis.founderId(genesis.ledger(), founder);
    }

    public static AdmitParticipant enterprise(String identifier) {
        return new AdmitParticipant(
                new Name(null, "Enterprise " + identifier),
                OPERATOR,
                new CountryCode("CN"),
                new TreeSet<>(List.of(Role.ENTERPRISE)),
                List.of(new Identifier("TAX", identifier)),
                List.of(),
                Custody.HOST);
    }

    /** Prepares a founder's command as its gateway would: previewed, completed and signed. */
    public SignedCommand prepare(Ledger ledger, String founder, String command, Object body, String idempotencyKey) {
        return signed(ledger, MSPS.get(founder), id(founder), keys.get(founder), command, body, idempotencyKey);
    }

    /** Prepares a command of whoever holds this key, previewed at this organisation. */
    public SignedCommand signed(
            Ledger ledger,
            MspId previewer,
            RecordId actor,
            SigningKey key,
            String command,
            Object body,
            String idempotencyKey) {
        return key.sign(complete(ledger, previewer, actor, key.publicKey().keyId(), command, body, idempotencyKey));
    }

    /** A command that the operator gives for an enterprise in its custody. */
    public SignedCommand custodial(Ledger ledger, RecordId enterprise, String command, Object body) {
        return custodial(
                ledger, enterprise, command, body, java.util.UUID.randomUUID().toString());
    }

    /** The same under an idempotency key of the caller's, from which a new record's id derives. */
    public SignedCommand custodial(
            Ledger ledger, RecordId enterprise, String command, Object body, String idempotencyKey) {
        return new SignedCommand(complete(ledger, OPERATOR, enterprise, null, command, body, idempotencyKey), null);
    }

    private Command complete(
            Ledger ledger,
            MspId host,
            RecordId actor,
            String keyId,
            String command,
            Object body,
            String idempotencyKey) {
        Command draft = new Command(
                Command.FORMAT,
                genesis.ledger(),
                command,
                actor,
                keyId,
                idempotencyKey,
                Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS),
                List.of(),
                (ObjectNode) CanonicalJson.toTree(body),
                null);
        byte[] answer = ledger.evaluate(host, Invocation.ofTransient(Invocation.Function.PREVIEW, draft.bytes()));
        Preview preview = CanonicalJson.read(answer, Preview.class);
        return new Command(
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
    }

    public static Invocation batch(SignedCommand... commands) {
        Batch batch = new Batch(
                Arrays.stream(commands).map(c -> new Batch.Item(c, random())).toList());
        return Invocation.of(Invocation.Function.SUBMIT, CanonicalJson.bytes(batch));
    }

    public static Ledger.Committed submit(Ledger ledger, MspId submitter, SignedCommand... commands) {
        return ledger.submit(submitter, batch(commands));
    }

    public static List<Outcome> outcomes(Ledger.Committed committed) {
        return CanonicalJson.read(committed.result().toArray(), Outcome.Answer.class)
                .outcomes();
    }

    /** Carries out a founder's command alone, again after a read conflict; throws what it is refused for. */
    public RecordId run(Ledger ledger, String founder, String command, Object body) {
        SignedCommand signed = prepare(
                ledger, founder, command, body, java.util.UUID.randomUUID().toString());
        while (true) {
            Ledger.Committed committed = submit(ledger, MSPS.get(founder), signed);
            if (committed.validation() == Ledger.Validation.VALID) {
                Outcome outcome = outcomes(committed).get(0);
                if (outcome.refusal() != null) {
                    throw outcome.refusal().toRefusal();
                }
                return outcome.id();
            }
        }
    }

    public RecordId admit(Ledger ledger, String identifier) {
        return run(ledger, "regulator", "participant.admit", enterprise(identifier));
    }

    public static Invocation read(RecordId id) {
        return Invocation.of(Invocation.Function.READ, id.value().getBytes(StandardCharsets.US_ASCII));
    }

    public static StoredRecord stored(Ledger ledger, RecordId id) {
        return CanonicalJson.read(ledger.evaluate(OPERATOR, read(id)), StoredRecord.class);
    }
}
