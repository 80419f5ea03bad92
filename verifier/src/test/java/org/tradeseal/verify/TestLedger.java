package org.tradeseal.verify;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A small ledger as the contracts would write it, with the log and the keys of three organisations, all made from fixed
 * seeds: the same bytes in every run.
 */
final class TestLedger {
    static final Instant TIME = Instant.parse("2026-11-22T10:00:00Z");
    static final List<String> ORGANISATIONS = List.of("RegulatorMSP", "IpCentreMSP", "BankMSP");

    private static final Sha256 NONCE = seed("nonce");

    private final ObjectNode genesis;
    private final Sha256 ledger;
    private final Map<String, SigningKey> keys = new HashMap<>();
    private final List<StoredRecord> leaves = new ArrayList<>();
    private final Map<Integer, SignedCommand> commands = new HashMap<>();
    private final Map<Integer, Integer> causes = new HashMap<>();
    final RecordId regulator;
    final RecordId ipCentre;

    TestLedger(String network) {
        String founders = Stream.of(
                        founder("regulator", "REGULATOR", "RegulatorMSP", PublicKey.Algorithm.P256),
                        founder("ip-centre", "IP_CENTRE", "IpCentreMSP", PublicKey.Algorithm.ED25519))
                .collect(Collectors.joining(",", "[", "]"));
        genesis = json("{'createdAt':'2026-11-22T08:00:00Z','format':'tradeseal/genesis/1','founders':" + founders
                + ",'network':'" + network + "','nonce':'" + NONCE
                + "','registrars':['RegulatorMSP','IpCentreMSP']}");
        ledger = Sha256.of("tradeseal/genesis/1\n".getBytes(StandardCharsets.US_ASCII), CanonicalJson.bytes(genesis));
        regulator = found(0);
        ipCentre = found(1);
    }

    /** JSON with apostrophes for quotation marks. */
    static ObjectNode json(String json) {
        return (ObjectNode) CanonicalJson.tree(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    static Sha256 seed(String name) {
        return Sha256.of(("tradeseal test " + name).getBytes(StandardCharsets.UTF_8));
    }

    /** A private key that depends on its name only. */
    static SigningKey signingKey(String name, PublicKey.Algorithm algorithm) {
        return SigningKey.generate(name, algorithm, new SecureRandom() {
            private int round;

            @Override
            public void nextBytes(byte[] bytes) {
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = i % 32 == 0 || i == 0
                            ? seed(name + round++).bytes()[0]
                            : seed(name + round).bytes()[i % 32];
                }
            }
        });
    }

    private String founder(String name, String role, String msp, PublicKey.Algorithm algorithm) {
        return "{'name':'" + name + "','participant':"
                + participantBody(name, role, msp, "SELF", signingKey(name + "-1", algorithm)) + "}";
    }

    static String participantBody(String name, String role, String msp, String custody, SigningKey... keys) {
        String shown = Stream.of(keys)
                .map(k -> new String(CanonicalJson.bytes(k.publicKey()), StandardCharsets.UTF_8))
                .collect(Collectors.joining(","));
        return "{'country':'CN','custody':'" + custody + "','identifiers':[{'scheme':'USCC','value':'" + name
                + "'}],'keys':[" + shown + "],'name':{'en':'" + name + "','zh':'名称 " + name + "'},'organisation':'"
                + msp
                + "','roles':['" + role + "']}";
    }

    /** A participant's content after its admission. */
    static ObjectNode participantContent(JsonNode body) {
        ObjectNode content = ((ObjectNode) body).deepCopy();
        var list = content.putArray("keys");
        body.get("keys").forEach(key -> list.addObject().put("fromVersion", 1).set("key", key));
        return content.put("status", "ACTIVE");
    }

    private RecordId found(int number) {
        JsonNode founder = genesis.get("founders").get(number);
        String name = founder.get("name").asString();
        RecordId id = RecordId.derive(ledger, "PTC", "founder", name);
        ObjectNode body = (ObjectNode) founder.get("participant");
        Command command = new Command(
                Command.FORMAT,
                ledger,
                "participant.found",
                id,
                null,
                name,
                Instant.parse("2026-11-22T08:00:00Z"),
                List.of(),
                body,
                null);
        keys.put(
                id.value(),
                signingKey(name + "-1", number == 0 ? PublicKey.Algorithm.P256 : PublicKey.Algorithm.ED25519));
        append(record(command, id, "participant", participantContent(body)), NONCE, new SignedCommand(command, null));
        return id;
    }

    Sha256 ledger() {
        return ledger;
    }

    ObjectNode genesis() {
        return genesis;
    }

    int size() {
        return leaves.size();
    }

    StoredRecord stored(int index) {
        return leaves.get(index);
    }

    SignedCommand command(int index) {
        return commands.get(index);
    }

    SigningKey key(RecordId participant) {
        return keys.get(participant.value());
    }

    void setKey(RecordId participant, SigningKey key) {
        keys.put(participant.value(), key);
    }

    /** The latest version of a record. */
    StoredRecord latest(RecordId id) {
        return leaves.get(latestIndex(id, leaves.size()));
    }

    private int latestIndex(RecordId id, int before) {
        for (int i = before - 1; i >= 0; i--) {
            if (leaves.get(i).record().id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /** A command of an actor with what it expects of these records. */
    Command command(String name, RecordId actor, String idempotencyKey, ObjectNode body, RecordId... moved) {
        SigningKey key = keys.get(actor.value());
        List<Expectation> expect = Stream.of(moved)
                .map(this::latest)
                .map(s -> new Expectation(
                        s.record().id(), s.record().version(), s.leaf(ledger).hash()))
                .toList();
        return new Command(
                Command.FORMAT,
                ledger,
                name,
                actor,
                key == null ? null : key.publicKey().keyId(),
                idempotencyKey,
                TIME.plusSeconds(3600),
                expect,
                body,
                null);
    }

    /** The command with its actor's signature; bare if the actor is custodial. */
    SignedCommand signed(Command command) {
        SigningKey key = keys.get(command.actor().value());
        return key == null ? new SignedCommand(command, null) : key.sign(command);
    }

    /** The version of a record that a command makes. */
    RegistryRecord record(Command command, RecordId id, String type, JsonNode content) {
        int before = latestIndex(id, leaves.size());
        StoredRecord previous = before < 0 ? null : leaves.get(before);
        TreeMap<String, Instant> times = new TreeMap<>();
        times.put("filedAt", TIME);
        return new RegistryRecord(
                RegistryRecord.FORMAT,
                id,
                type,
                previous == null ? 1 : previous.record().version() + 1,
                command.digest(),
                command.actor(),
                command.command().equals("participant.found")
                        ? null
                        : latest(command.actor()).leaf(ledger).hash(),
                command.keyId() == null,
                previous == null ? null : previous.leaf(ledger).hash(),
                TIME,
                "4a5f1e5d3c9e7fd0c1b6a4f2b8d9e0017c3a5b6d7e8f90a1b2c3d4e5f6071829",
                times,
                content);
    }

    /** Appends a record version to the log and gives its index. */
    int append(RegistryRecord record, Sha256 salt, SignedCommand command) {
        commands.put(leaves.size(), command);
        leaves.add(new StoredRecord(record, StoredRecord.salt(salt, record.id(), record.version())));
        return leaves.size() - 1;
    }

    int append(RegistryRecord record, SignedCommand command) {
        return append(record, seed("salt " + leaves.size()), command);
    }

    /** Carries out a command that creates a record: signs it, and for an authority the result. Gives the index. */
    int create(
            String name,
            String prefix,
            String type,
            RecordId actor,
            String idempotencyKey,
            ObjectNode body,
            ObjectNode content) {
        RecordId id = RecordId.derive(ledger, prefix, actor.value(), idempotencyKey);
        Command command = decided(command(name, actor, idempotencyKey, body), id, content);
        return append(record(command, id, type, content), signed(command));
    }

    /** Carries out a command that moves a record. Gives the index. */
    int move(String name, RecordId id, RecordId actor, String idempotencyKey, ObjectNode body, JsonNode content) {
        Command command = decided(command(name, actor, idempotencyKey, body.put("id", id.value()), id), id, content);
        String type = latest(id).record().type();
        return append(record(command, id, type, content), signed(command));
    }

    /** Another record that changes with the one at this index, by the same command. Gives its index. */
    int changesWith(int cause, RecordId id, JsonNode content) {
        SignedCommand command = commands.get(cause);
        String type = latest(id).record().type();
        causes.put(leaves.size(), cause);
        return append(record(command.command(), id, type, content), command);
    }

    private Command decided(Command command, RecordId id, JsonNode content) {
        boolean authority = command.actor().equals(regulator) || command.actor().equals(ipCentre);
        return authority ? command.withResult(StoredRecord.result(id, content)) : command;
    }

    /** The regulator admits a participant; without a key the host acts for it. */
    RecordId admit(String name, SigningKey key) {
        ObjectNode body = json(
                key == null
                        ? participantBody(name, "ENTERPRISE", "OperatorMSP", "HOST")
                        : participantBody(name, "ENTERPRISE", "OperatorMSP", "SELF", key));
        int index = create(
                "participant.admit", "PTC", "participant", regulator, "admit-" + name, body, participantContent(body));
        RecordId id = leaves.get(index).record().id();
        if (key != null) {
            keys.put(id.value(), key);
        }
        return id;
    }

    List<Sha256> leafHashes() {
        return leaves.stream().map(s -> s.leaf(ledger).hash()).toList();
    }

    Checkpoint checkpoint() {
        return new Checkpoint(Checkpoint.origin(ledger), leaves.size(), Merkle.root(leafHashes()));
    }

    NoteSigner log(String msp) {
        return NoteSigner.of(
                Checkpoint.origin(ledger), NoteKey.Kind.LOG, seed("log " + msp).bytes());
    }

    NoteSigner witness(String msp) {
        return NoteSigner.of(
                Trust.witnessName(ledger, msp),
                NoteKey.Kind.WITNESS,
                seed("witness " + msp).bytes());
    }

    /** A head signed by the first organisation's log key and cosigned by the others named. */
    Note head(Checkpoint checkpoint, String... msps) {
        String text = checkpoint.text();
        Note note = new Note(text, List.of());
        for (int i = 0; i < msps.length; i++) {
            note = note.with((i == 0 ? log(msps[i]) : witness(msps[i])).sign(text, TIME.plusSeconds(i)));
        }
        return note;
    }

    Note head() {
        return head(checkpoint(), ORGANISATIONS.toArray(String[]::new));
    }

    /** Whom to trust: k of the three organisations. */
    Trust trust(int k) {
        return new Trust(
                ledger,
                k,
                ORGANISATIONS.stream()
                        .map(msp -> new Trust.Organisation(
                                msp,
                                Text.of(msp, "组织 " + msp),
                                List.of(new Trust.Key(log(msp).key().key(), 0, null)),
                                List.of(new Trust.Key(witness(msp).key().key(), 0, null))))
                        .toList(),
                List.of("RegulatorMSP", "IpCentreMSP"));
    }

    /** The receipt of the record version at this index, under a head over the whole log. */
    Receipt receipt(int index) {
        List<Sha256> hashes = leafHashes();
        return receipt(index, head().toString(), i -> Merkle.toText(Merkle.path(hashes, i)));
    }

    Receipt receipt(int index, String head, IntFunction<String> proof) {
        StoredRecord stored = leaves.get(index);
        SignedCommand command = commands.get(index);
        boolean founder = command.command().command().equals("participant.found");
        int actor = latestIndex(command.command().actor(), index);
        Receipt.Shown acting = founder ? null : new Receipt.Shown(leaves.get(actor));
        Receipt receipt = new Receipt(stored, index, proof.apply(index), head, command, acting);
        Integer cause = causes.get(index);
        if (cause != null) {
            Receipt.Shown before =
                    new Receipt.Shown(leaves.get(latestIndex(stored.record().id(), index)));
            return receipt.after(before, new Receipt.Cause(leaves.get(cause), cause, proof.apply(cause)));
        }
        return founder ? receipt.withGenesis(genesis) : receipt;
    }

    /** What an organisation states about a record at the present head. */
    SignedStatus status(String msp, RecordId subject, Integer version) {
        return status(msp, subject, version, TIME.plusSeconds(60));
    }

    SignedStatus status(String msp, RecordId subject, Integer version, Instant expires) {
        Checkpoint head = checkpoint();
        return witness(msp)
                .sign(new Status(
                        Status.FORMAT,
                        ledger,
                        head.size(),
                        head.root(),
                        subject,
                        version,
                        version == null ? Boolean.TRUE : null,
                        Status.Scope.CHANNEL,
                        null,
                        "nonce-1",
                        TIME,
                        expires,
                        msp));
    }
}
