package org.tradeseal.ledger.record;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.EncodedRecord;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Expectation;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.StoredRecord;

/**
 * One command under execution: what it may read, and the buffer of what it writes. A refusal leaves no trace, because
 * the buffer is thrown away.
 */
public final class Execution {
    private static final byte[] VALUE_SALT = "tradeseal/value-salt/1\0".getBytes(StandardCharsets.US_ASCII);

    private final Transaction transaction;
    private final Shared shared;
    private final Sha256 ledger;
    private final Command command;
    private final Sha256 salt;
    private final boolean preview;
    private final Set<String> readKeys = new HashSet<>();
    private final Map<String, byte[]> writes = new LinkedHashMap<>();
    private final Map<String, byte[]> privateWrites = new LinkedHashMap<>();
    private final Map<RecordId, EncodedRecord> changed = new LinkedHashMap<>();
    private final Set<RecordId> hiddenFromActor = new HashSet<>();
    private final Map<RecordId, Recorded<?>> read = new LinkedHashMap<>();
    private final Map<RecordId, Expectation> expectations = new LinkedHashMap<>();
    private @Nullable Actor actor;
    private @Nullable RecordId subject;

    /**
     * @param shared what the commands of the transaction share
     * @param preview whether expectations may still be missing, because the command is only being prepared
     */
    public Execution(
            Transaction transaction, Shared shared, Sha256 ledger, Command command, Sha256 salt, boolean preview) {
        this.transaction = transaction;
        this.shared = shared;
        this.ledger = ledger;
        this.command = command;
        this.salt = salt;
        this.preview = preview;
    }

    /** Names the participant on whose behalf the command runs, once it is known to be authentic. */
    public void actsFor(Actor authentic) {
        actor = authentic;
    }

    public Actor actor() {
        return Objects.requireNonNull(actor, "the actor is authenticated first");
    }

    /** Whether the host acts for its participant, without the participant's own signature. */
    public boolean isCustodial() {
        return command.keyId() == null;
    }

    public Sha256 ledger() {
        return ledger;
    }

    /** The transaction's time, to the second. */
    public Instant now() {
        return Instant.ofEpochSecond(transaction.timestamp().getEpochSecond());
    }

    /** The day of the transaction, in UTC, as all days of the registry are. */
    public LocalDate today() {
        return LocalDate.ofInstant(now(), ZoneOffset.UTC);
    }

    /** The id of the record that this command creates. */
    public <T extends Content> RecordId newId(RecordType<T> type) {
        return newId(type, command);
    }

    /** The id of the record that a command creates. */
    public static RecordId newId(RecordType<?> type, Command command) {
        return RecordId.derive(command.ledger(), type.prefix(), command.actor().value(), command.idempotencyKey());
    }

    /** Reads the record that the command addresses. Refuses NOT_FOUND, EXPECTATION_MISSING and STALE_VERSION. */
    public <T extends Content> Recorded<T> subject(RecordType<T> type, RecordId id) {
        Recorded<T> record = read(type, id);
        requireExpected(record);
        expectations.put(
                id,
                new Expectation(
                        id, record.version(), record.stored().leaf(ledger).hash()));
        if (subject == null) {
            subject = id;
        }
        return record;
    }

    /** Reads another record. Refuses NOT_FOUND. */
    public <T extends Content> Recorded<T> read(RecordType<T> type, RecordId id) {
        return find(type, id).orElseThrow(() -> type.missing(id));
    }

    /** Reads another record if it exists. An expectation about it is checked, also where none is required. */
    public <T extends Content> Optional<Recorded<T>> find(RecordType<T> type, RecordId id) {
        Optional<Recorded<T>> record = load(type, id);
        record.ifPresent(this::checkStale);
        return record;
    }

    /** Reads the actor's own record, before its signature is checked and so before anything else is said about it. */
    public <T extends Content> Recorded<T> actorRecord(RecordType<T> type) {
        return load(type, command.actor())
                .orElseThrow(() -> new Refusal(
                                ErrorCode.NOT_FOUND,
                                "There is no participant " + command.actor() + ".",
                                "没有编号为 " + command.actor() + " 的参与方。")
                        .at("/actor"));
    }

    @SuppressWarnings("unchecked")
    private <T extends Content> Optional<Recorded<T>> load(RecordType<T> type, RecordId id) {
        type.requireId(id);
        Recorded<?> known = read.get(id);
        if (known != null) {
            return Optional.of((Recorded<T>) known);
        }
        byte[] value = type.home() == RecordType.Home.CHANNEL ? state(id.value()) : privateState(id.value());
        if (value == null) {
            return Optional.empty();
        }
        Recorded<T> record =
                (Recorded<T>) shared.parsed(Recorded.class, id.value(), value, json -> recorded(type, json));
        read.put(id, record);
        return Optional.of(record);
    }

    private static <T extends Content> Recorded<T> recorded(RecordType<T> type, byte[] json) {
        StoredRecord stored = CanonicalJson.read(json, StoredRecord.class);
        T content = CanonicalJson.read(stored.record().content(), type.content());
        return new Recorded<>(type, stored, content, new Times(stored.record().times()));
    }

    /** A value of the channel's state in its parsed form. Commands of one transaction share it: it must not be changed. */
    public <T> Optional<T> parsed(Class<T> type, String key, Function<byte[], T> parse) {
        byte[] value = state(key);
        return value == null ? Optional.empty() : Optional.of(shared.parsed(type, key, value, parse));
    }

    private Optional<Expectation> expectation(RecordId id) {
        return command.expect().stream().filter(e -> e.id().equals(id)).findFirst();
    }

    private void requireExpected(Recorded<?> record) {
        if (expectation(record.id()).isEmpty() && !preview) {
            throw new Refusal(
                            ErrorCode.EXPECTATION_MISSING,
                            "The command moves " + record.id() + " without naming its version.",
                            "命令变更 " + record.id() + " 但未写明其版本。")
                    .at("/expect");
        }
    }

    private void checkStale(Recorded<?> record) {
        expectation(record.id()).ifPresent(expected -> {
            boolean same = expected.version() == record.version()
                    && expected.leaf().equals(record.stored().leaf(ledger).hash());
            if (!same) {
                throw new Refusal(
                                ErrorCode.STALE_VERSION,
                                record.id() + " is at version " + record.version()
                                        + ", the command was decided on version " + expected.version() + ".",
                                record.id() + " 现为第 " + record.version() + " 版，而命令基于第 " + expected.version() + " 版。")
                        .conflictsWith(List.of(record.id()));
            }
        });
    }

    /**
     * Creates the record of this command under its own id. Nobody can have written it before: the id derives from actor
     * and idempotency key, under which no request is {@link #remembered}. Asking the state for it would only cost.
     */
    public <T extends Content> RecordId create(RecordType<T> type, T content, Times times) {
        RecordId id = newId(type);
        write(type, id, 1, null, content, times);
        if (subject == null) {
            subject = id;
        }
        return id;
    }

    /** Creates a record under an id that derives from another record's. Refuses ALREADY_EXISTS. */
    public <T extends Content> void create(RecordType<T> type, RecordId id, T content, Times times) {
        if (find(type, id).isPresent()) {
            throw new Refusal(ErrorCode.ALREADY_EXISTS, id + " exists already.", id + " 已存在。")
                    .conflictsWith(List.of(id));
        }
        write(type, id, 1, null, content, times);
    }

    /** Writes the next version of a record that was read. */
    public <T extends Content> void update(Recorded<T> before, T content, Times times) {
        write(
                before.type(),
                before.id(),
                before.version() + 1,
                before.stored().leaf(ledger).hash(),
                content,
                times);
    }

    private <T extends Content> void write(
            RecordType<T> type, RecordId id, int version, @Nullable Sha256 previousLeaf, T content, Times times) {
        if (changed.containsKey(id)) {
            throw new IllegalStateException("a record changes at most once in a command: " + id);
        }
        RegistryRecord record = new RegistryRecord(
                RegistryRecord.FORMAT,
                id,
                type.name(),
                version,
                command.digest(),
                command.actor(),
                actorLeaf(),
                isCustodial(),
                previousLeaf,
                now(),
                transaction.id(),
                times.byName(),
                CanonicalJson.toTree(content));
        EncodedRecord encoded = new StoredRecord(record, StoredRecord.salt(salt, id, version)).encoded();
        changed.put(id, encoded);
        if (!readableByActor(type, content)) {
            hiddenFromActor.add(id);
        }
        if (type.home() == RecordType.Home.CHANNEL) {
            writes.put(id.value(), encoded.bytes());
        } else {
            privateWrites.put(id.value(), encoded.bytes());
        }
    }

    // Binds the version to the participant record that the signature was checked against: no receipt can show another.
    private @Nullable Sha256 actorLeaf() {
        Recorded<?> acting = read.get(command.actor());
        return acting == null ? null : shared.leafHash(acting.stored(), ledger);
    }

    // Founders are written before anybody acts; nobody previews that.
    private <T extends Content> boolean readableByActor(RecordType<T> type, T content) {
        return actor == null
                || content.published()
                || content.parties().contains(actor.id())
                || type.readers().stream().anyMatch(actor::has);
    }

    /** Takes a unique name for a record, or answers who has it. Names are part of the channel's state. */
    public Optional<RecordId> claim(UniqueName name, RecordId owner) {
        Optional<RecordId> taken = claimed(name);
        if (taken.isEmpty()) {
            writes.put(name.key(), owner.value().getBytes(StandardCharsets.US_ASCII));
        }
        return taken;
    }

    /** Who has a unique name. */
    public Optional<RecordId> claimed(UniqueName name) {
        byte[] value = state(name.key());
        return value == null || value.length == 0
                ? Optional.empty()
                : Optional.of(new RecordId(new String(value, StandardCharsets.US_ASCII)));
    }

    /** A value of the registrars' collection that is not a record, for example its secret. */
    public byte @Nullable [] privateState(String key) {
        readKeys.add("private/" + key);
        byte[] own = privateWrites.get(key);
        return own != null ? own : transaction.getPrivate(RecordType.FINANCING, shared.privateKey(key));
    }

    /**
     * Writes a value of the registrars' collection that is not a record. Every peer sees the plain hash of the value, so
     * that it has to hold {@link #saltOf} its key.
     */
    public void putPrivateState(String key, byte[] value) {
        privateWrites.put(key, value);
    }

    /** A salt for the value under this key, from the random salt that came with the command. */
    public Sha256 saltOf(String key) {
        return Sha256.of(VALUE_SALT, salt.bytes(), key.getBytes(StandardCharsets.UTF_8));
    }

    /** A keyed digest that only the registrars can compute. */
    public String checkKey(String text) {
        return PrivateKeys.of(transaction).checkKey(text);
    }

    /** Whether a recipient's collection holds exactly this payload of a record. */
    boolean holdsPayload(MspId recipient, RecordId id, Sha256 payload) {
        byte[] hash = transaction.getPrivateHash(recipient.payloadCollection(), PrivateContent.key(id, payload));
        return hash != null && Sha256.fromBytes(hash).equals(payload);
    }

    /** A value of the channel's state that is not a record, for example the genesis. */
    public byte @Nullable [] state(String key) {
        readKeys.add(key);
        byte[] own = writes.get(key);
        return own != null ? own : transaction.get(key);
    }

    /** Writes a value of the channel's state that is not a record. */
    public void putState(String key, byte[] value) {
        writes.put(key, value);
    }

    /** What this request led to when it was carried out before. Refuses IDEMPOTENCY_KEY_REUSED. */
    public Optional<Remembered> remembered(RecordType.Home home) {
        String key = idempotencyKey(command);
        byte[] value = home == RecordType.Home.CHANNEL ? state(key) : privateState(key);
        if (value == null) {
            return Optional.empty();
        }
        Remembered before = CanonicalJson.read(value, Remembered.class);
        if (!before.request().equals(command.requestDigest())) {
            throw new Refusal(
                            ErrorCode.IDEMPOTENCY_KEY_REUSED,
                            "The idempotency key " + command.idempotencyKey() + " belongs to another request, about "
                                    + before.id() + ".",
                            "幂等键 " + command.idempotencyKey() + " 已用于另一请求（" + before.id() + "）。")
                    .at("/idempotencyKey");
        }
        return Optional.of(before);
    }

    /** Keeps what this request led to. */
    public void remember(RecordType.Home home) {
        RecordId id = subjectId();
        int version = changed(id)
                .map(r -> r.record().version())
                .orElseThrow(() -> new IllegalStateException("the command changed nothing: " + command.command()));
        boolean open = home == RecordType.Home.CHANNEL;
        byte[] value = CanonicalJson.bytes(
                new Remembered(command.requestDigest(), id, version, transaction.id(), open ? null : salt));
        (open ? writes : privateWrites).put(idempotencyKey(command), value);
    }

    /** Where it is kept what a request led to. */
    public static String idempotencyKey(Command command) {
        return "idempotency/" + command.actor() + "/"
                + Sha256.of(command.idempotencyKey().getBytes(StandardCharsets.US_ASCII));
    }

    /** A request that was carried out; the salt keeps its hash from being guessed where it is private. */
    public record Remembered(
            Sha256 request,
            RecordId id,
            int version,
            String transactionId,
            @Nullable Sha256 salt) {}

    /** The records the command addresses, in the versions it found. */
    public List<Expectation> expectations() {
        return List.copyOf(expectations.values());
    }

    /** The record the command is about: the one addressed, else the one created. */
    public RecordId subjectId() {
        return Objects.requireNonNull(subject, "a command addresses or creates a record");
    }

    /** Names the record the command is about, where that is neither the first one addressed nor the first created. */
    public void isAbout(RecordId id) {
        subject = id;
    }

    /** Whether the actor may read this record as the command leaves it. */
    public boolean showsActor(RecordId id) {
        return !hiddenFromActor.contains(id);
    }

    /** What the command changed, in order. */
    public List<EncodedRecord> changed() {
        return new ArrayList<>(changed.values());
    }

    public Optional<EncodedRecord> changed(RecordId id) {
        return Optional.ofNullable(changed.get(id));
    }

    public Map<String, byte[]> writes() {
        return writes;
    }

    public Map<String, byte[]> privateWrites() {
        return privateWrites;
    }

    /** The keys read; those of the collection start with {@code private/}. */
    public Set<String> readKeys() {
        return readKeys;
    }
}
