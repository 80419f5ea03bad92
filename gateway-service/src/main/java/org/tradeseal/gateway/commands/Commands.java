package org.tradeseal.gateway.commands;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Access;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.delivery.Intents;
import org.tradeseal.gateway.delivery.PrivateDraft;
import org.tradeseal.gateway.delivery.Submitted;
import org.tradeseal.gateway.keys.HeldKeys;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.LedgerClient;
import org.tradeseal.gateway.ledger.Records;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Preview;
import org.tradeseal.ledger.participant.Custody;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Expectation;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.SigningKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Carries out commands for callers: builds, previews, signs with a held key or acts as custodian, submits, delivers. */
@Component
public class Commands {
    private static final Duration LIFE = Duration.ofHours(1);
    private static final Duration PREPARED_LIFE = Duration.ofDays(7);
    private static final int ATTEMPTS = 8;

    private final Ledger ledger;
    private final LedgerClient client;
    private final Records records;
    private final Access access;
    private final HeldKeys keys;
    private final Intents intents;
    private final ApplicationEventPublisher events;
    private final SecureRandom random = new SecureRandom();

    Commands(
            Ledger ledger,
            LedgerClient client,
            Records records,
            Access access,
            HeldKeys keys,
            Intents intents,
            ApplicationEventPublisher events) {
        this.ledger = ledger;
        this.client = client;
        this.records = records;
        this.access = access;
        this.keys = keys;
        this.intents = intents;
        this.events = events;
    }

    /** A command as a door received it; {@code secret} is its private content, if it has any. */
    public record Request(
            String command,
            ObjectNode body,
            @Nullable PrivateDraft secret,
            String idempotencyKey,
            @Nullable Integer ifMatch) {}

    /** What was written: the record in the version that the command made, and its place on the ledger. */
    public record Written(RegistryRecord record, Position position, boolean replayed, boolean created) {}

    /** Where a record version stands; the block is unknown (absent) for a repeated answer. */
    public record Position(int version, @Nullable Long block, String transactionId, Instant recordedAt) {}

    /** A random key for a request that came without one. */
    public String newIdempotencyKey() {
        byte[] bytes = new byte[18];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Carries a command out in one step. Refuses SIGNATURE_REQUIRED if the participant keeps its own key. */
    public Written execute(Caller caller, Request request) {
        return hiding(
                caller,
                request.command(),
                request.body(),
                () -> keeping(caller, request, () -> executed(caller, request)));
    }

    private <T> T keeping(Caller caller, Request request, Supplier<T> carriedOut) {
        return request.secret() == null
                ? carriedOut.get()
                : intents.during(caller.participant(), request.idempotencyKey(), carriedOut);
    }

    // Which state a record is in, and who may move it, is told to those alone who see it.
    private <T> T hiding(Caller caller, String command, JsonNode body, Supplier<T> carriedOut) {
        try {
            return carriedOut.get();
        } catch (Refusal refusal) {
            boolean tells = switch (refusal.code().kind()) {
                case FORBIDDEN, FAILED_PRECONDITION, STALE, EXISTS -> true;
                case MALFORMED,
                        UNAUTHENTICATED,
                        NOT_FOUND,
                        IDEMPOTENCY,
                        RETRYABLE,
                        TOO_LARGE,
                        OVER_QUOTA,
                        UNAVAILABLE,
                        STORAGE_FULL,
                        OUTCOME_UNKNOWN,
                        INTERNAL -> false;
            };
            boolean isOwn =
                    refusal.code() == ErrorCode.SIGNATURE_REQUIRED || refusal.code() == ErrorCode.PARTICIPANT_SUSPENDED;
            if (!tells || isOwn || Contracts.rule(command).creates()) {
                throw refusal;
            }
            RecordId id = new RecordId(body.path("id").asString(""));
            if (records.find(caller.organisation(), id)
                    .filter(r -> caller.sees(r.record()))
                    .isPresent()) {
                throw refusal;
            }
            throw Contracts.rule(command).type().missing(id);
        }
    }

    private Written executed(Caller caller, Request request) {
        Participant participant = access.participant(caller.participant());
        Optional<SigningKey> key = keys.inForce(caller.participant(), participant);
        if (key.isEmpty() && participant.custody() != Custody.HOST) {
            throw new Refusal(
                    ErrorCode.SIGNATURE_REQUIRED,
                    "This gateway holds no key of " + caller.participant()
                            + ": ask with Prefer: prepare, sign, and post to /v1/commands.",
                    "本网关未持有 " + caller.participant() + " 的密钥：请用 Prefer: prepare 取得命令，签名后提交至 /v1/commands。");
        }
        requireSigned(key, request.command());
        String keyId = key.map(k -> k.publicKey().keyId()).orElse(null);
        Command draft = draft(caller, request, keyId, LIFE);
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(caller, request, draft, key);
            } catch (Refusal refusal) {
                // The record moved between preview and submission, for example by a delivery that was acknowledged.
                // Who named no version decided on none: the command is previewed, and judged, on the newest.
                boolean overtaken = refusal.code() == ErrorCode.STALE_VERSION && request.ifMatch() == null;
                if (!overtaken || attempt == ATTEMPTS) {
                    throw refusal;
                }
            }
        }
    }

    // A registrar's gateway knows the actor by its signature alone: the word of another organisation's does not count.
    private void requireSigned(Optional<SigningKey> key, String command) {
        boolean travels = Contracts.rule(command).home() == RecordType.Home.REGISTRARS
                && client.registrar().isEmpty();
        if (key.isEmpty() && travels) {
            throw new Refusal(
                    ErrorCode.SIGNATURE_REQUIRED,
                    "The command " + command + " goes to a registrar's gateway and is always signed by the participant"
                            + " itself: give the participant a key of its own (participant.end-custody), then ask"
                            + " with Prefer: prepare, sign, and post to /v1/commands.",
                    "命令 " + command
                            + " 须送交登记机构的网关，且始终由参与方本人签名：请先让参与方持有自己的密钥（participant.end-custody），再用 Prefer: prepare"
                            + " 取得命令，签名后提交至 /v1/commands。");
        }
    }

    private Written attempt(Caller caller, Request request, Command draft, Optional<SigningKey> key) {
        CommandRule<?> rule = Contracts.rule(request.command());
        // Every peer sees what a transaction answers: a private refusal says little there, and all in a preview.
        boolean needsPreview = !rule.creates()
                || rule.home() == RecordType.Home.REGISTRARS
                || caller.actor().isAuthority()
                || request.ifMatch() != null;
        Command command = needsPreview ? complete(caller, draft, request.ifMatch()) : draft;
        SignedCommand signed = key.map(k -> k.sign(command)).orElseGet(() -> new SignedCommand(command, null));
        return submit(caller, signed);
    }

    /** Builds a command for a participant that signs itself. */
    public Prepared prepare(Caller caller, Request request) {
        return hiding(
                caller,
                request.command(),
                request.body(),
                () -> keeping(caller, request, () -> prepared(caller, request)));
    }

    private Prepared prepared(Caller caller, Request request) {
        Participant participant = access.participant(caller.participant());
        PublicKey key = participant.keys().stream()
                .map(k -> k.key())
                .filter(k -> participant.keyInForce(k.keyId()).isPresent())
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        ErrorCode.KEY_NOT_IN_FORCE,
                        caller.participant() + " has no key in force.",
                        caller.participant() + " 没有有效密钥。"));
        Command command = complete(caller, draft(caller, request, key.keyId(), PREPARED_LIFE), request.ifMatch());
        Preview preview = preview(caller, command);
        return new Prepared(
                command,
                Base64.getEncoder().encodeToString(command.signedBytes()),
                preview.records(),
                request.secret() == null ? null : kept(caller, request).payload());
    }

    /** What a request would lead to. */
    public record Foreseen(RecordId record, boolean replayed) {}

    /**
     * Carries a request out as far as it can be without recording, signing or keeping anything, and refuses it for what it
     * would be refused for now.
     */
    public Foreseen foresee(Caller caller, Request request) {
        return hiding(caller, request.command(), request.body(), () -> foreseen(caller, request));
    }

    private Foreseen foreseen(Caller caller, Request request) {
        Participant participant = access.participant(caller.participant());
        Optional<PublicKey> key = keys.inForce(caller.participant(), participant)
                .map(SigningKey::publicKey)
                .or(() -> participant.keys().stream()
                        .map(k -> k.key())
                        .filter(k -> participant.keyInForce(k.keyId()).isPresent())
                        .findFirst());
        String keyId = key.map(PublicKey::keyId).orElse(null);
        ObjectNode body = request.secret() == null
                ? request.body()
                : keptOrSealed(caller, request).body();
        Preview preview = preview(caller, command(caller, request, keyId, LIFE, body));
        return new Foreseen(record(caller, request), preview.replayed() != null);
    }

    /** Submits a command that its actor signed. */
    public Written submitSigned(Caller caller, SignedCommand signed) {
        if (!signed.command().actor().equals(caller.participant())) {
            throw new Refusal(
                            ErrorCode.NOT_YOUR_ROLE,
                            "The command's actor is not the participant of your token.",
                            "命令的行为人不是您的令牌所属的参与方。")
                    .at("/command/actor");
        }
        Command command = signed.command();
        return hiding(caller, command.command(), command.body(), () -> submit(caller, signed));
    }

    private Command draft(Caller caller, Request request, @Nullable String keyId, Duration life) {
        ObjectNode body = request.secret() == null
                ? request.body()
                : kept(caller, request).body();
        return command(caller, request, keyId, life, body);
    }

    private Command command(Caller caller, Request request, @Nullable String keyId, Duration life, ObjectNode body) {
        return new Command(
                Command.FORMAT,
                ledger.digest(),
                request.command(),
                caller.participant(),
                keyId,
                request.idempotencyKey(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(life),
                List.of(),
                body,
                null);
    }

    private Intents.Intent kept(Caller caller, Request request) {
        PrivateDraft secret = java.util.Objects.requireNonNull(request.secret());
        Sha256 digest = digest(request, secret);
        return intents.find(caller.participant(), request.idempotencyKey(), digest)
                .orElseGet(() -> intents.keep(
                        caller.participant(),
                        request.idempotencyKey(),
                        digest,
                        record(caller, request),
                        request.body().deepCopy(),
                        secret));
    }

    private Intents.Intent keptOrSealed(Caller caller, Request request) {
        PrivateDraft secret = java.util.Objects.requireNonNull(request.secret());
        return intents.find(caller.participant(), request.idempotencyKey(), digest(request, secret))
                .orElseGet(() ->
                        intents.seal(record(caller, request), request.body().deepCopy(), secret));
    }

    private static Sha256 digest(Request request, PrivateDraft secret) {
        return Sha256.of(CanonicalJson.bytes(java.util.Map.of(
                "command", request.command(), "body", request.body(), "secret", CanonicalJson.toTree(secret))));
    }

    private RecordId record(Caller caller, Request request) {
        return Contracts.rule(request.command()).creates()
                ? RecordId.derive(
                        ledger.digest(),
                        Contracts.rule(request.command()).type().prefix(),
                        caller.participant().value(),
                        request.idempotencyKey())
                : new RecordId(request.body().path("id").asString(""));
    }

    private Command complete(Caller caller, Command draft, @Nullable Integer ifMatch) {
        Preview preview = preview(caller, draft);
        if (preview.replayed() == null && ifMatch != null) {
            requireMatch(preview.expect(), ifMatch);
        }
        Sha256 result = caller.actor().isAuthority() ? preview.result() : null;
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
                result);
    }

    private static void requireMatch(List<Expectation> expect, int ifMatch) {
        if (expect.stream().noneMatch(e -> e.version() == ifMatch)) {
            throw new Refusal(
                    ErrorCode.STALE_VERSION,
                    "If-Match names version " + ifMatch + "; the record is at version "
                            + expect.stream()
                                    .map(e -> String.valueOf(e.version()))
                                    .findFirst()
                                    .orElse("none") + ".",
                    "If-Match 指定第 " + ifMatch + " 版，记录当前版本不同。");
        }
    }

    private Preview preview(Caller caller, Command draft) {
        return client.preview(caller.organisation(), draft);
    }

    private Written submit(Caller caller, SignedCommand signed) {
        CommandRule<?> rule = Contracts.rule(signed.command().command());
        LedgerClient.Done done = submitted(caller, rule, signed);
        RegistryRecord record = shown(caller, done);
        events.publishEvent(new Submitted(done.id()));
        Position position = new Position(
                done.version(), done.replayed() ? null : done.block(), done.transactionId(), record.recordedAt());
        return new Written(record, position, done.replayed(), rule.creates());
    }

    private RegistryRecord shown(Caller caller, LedgerClient.Done done) {
        return done.shown() != null
                ? done.shown()
                : caller.shown(records.version(caller.organisation(), done.id(), done.version()));
    }

    // The answer of a registrars' transaction says the code only, since every peer sees it. The actor's host may know
    // the detail: a preview, which no transaction carries, says it as long as the same rule still refuses.
    private LedgerClient.Done submitted(Caller caller, CommandRule<?> rule, SignedCommand signed) {
        try {
            return client.submit(caller.organisation(), signed);
        } catch (Refusal brief) {
            if (rule.home() == RecordType.Home.REGISTRARS) {
                throw inDetail(caller, signed.command(), brief);
            }
            throw brief;
        }
    }

    private Refusal inDetail(Caller caller, Command command, Refusal brief) {
        try {
            preview(caller, command);
        } catch (Refusal refusal) {
            return refusal.code() == brief.code() ? refusal : brief;
        }
        return brief;
    }

    /**
     * A command for its actor to check and sign: {@code signedBytes} (base64) are the bytes to sign, {@code records} what
     * would result, {@code payload} the private content with the seed of its salts.
     */
    public record Prepared(
            Command command,
            String signedBytes,
            List<RegistryRecord> records,
            org.tradeseal.ledger.@Nullable Payload payload) {
        public Prepared {
            records = List.copyOf(records);
        }
    }
}
