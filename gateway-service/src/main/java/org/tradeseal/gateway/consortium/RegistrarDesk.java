package org.tradeseal.gateway.consortium;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tradeseal.gateway.access.Access;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.ledger.CommandArchive;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.LedgerClient;
import org.tradeseal.gateway.ledger.Records;
import org.tradeseal.gateway.readmodel.Follower;
import org.tradeseal.gateway.readmodel.HiddenLeaves;
import org.tradeseal.gateway.readmodel.ParticipantDirectory;
import org.tradeseal.gateway.readmodel.RecordQueries;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Preview;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.proto.consortium.v1.ReadRequest;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.StoredRecord;

/** What a registrar's gateway does for the gateways of other organisations. */
final class RegistrarDesk {
    private static final Duration LONGEST_SUBMISSION = Duration.ofSeconds(60);

    private final LedgerClient client;
    private final Ledger ledger;
    private final Records records;
    private final Access access;
    private final ParticipantDirectory directory;
    private final RecordQueries queries;
    private final HiddenLeaves hidden;
    private final Follower follower;
    private final CommandArchive commands;
    private final Executor workers;

    RegistrarDesk(
            LedgerClient client, Ledger ledger, Records records, Access access, ReadModel readModel, Executor workers) {
        this.client = client;
        this.ledger = ledger;
        this.records = records;
        this.access = access;
        this.directory = readModel.directory();
        this.queries = readModel.queries();
        this.hidden = readModel.hidden();
        this.follower = readModel.follower();
        this.commands = readModel.commands();
        this.workers = workers;
    }

    /** What the own read model is asked by. */
    record ReadModel(
            ParticipantDirectory directory,
            RecordQueries queries,
            HiddenLeaves hidden,
            Follower follower,
            CommandArchive commands) {}

    /** A command that is on the ledger, and what its actor may see of the record, if the asking organisation hosts it. */
    record Carried(LedgerClient.Done done, Optional<RegistryRecord> shown) {}

    /** Submits a signed command together with those of all other organisations. The signature is for the contract to check. */
    CompletableFuture<Carried> submit(MspId asker, byte[] json) {
        MspId registrar = requireRegistrar();
        SignedCommand signed = CanonicalJson.readCanonical(json, SignedCommand.class);
        requireRegistrarsOwn(signed.command());
        if (signed.signature() == null) {
            throw new Refusal(
                            ErrorCode.SIGNATURE_REQUIRED,
                            "Commands about financings are always signed by the participant itself.",
                            "有关融资的命令始终须由参与方本人签名。")
                    .at("/signature");
        }
        return client.enqueue(registrar, signed)
                .copy()
                .orTimeout(LONGEST_SUBMISSION.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(RegistrarDesk::lateIsUnknown)
                .thenApplyAsync(done -> new Carried(done, shown(asker, registrar, signed.command(), done)), workers);
    }

    private static LedgerClient.Done lateIsUnknown(Throwable e) {
        if (e instanceof TimeoutException) {
            throw new Refusal(
                    ErrorCode.OUTCOME_UNKNOWN,
                    "The ledger has not answered in time; the command may still be committed.",
                    "账本未及时答复；命令仍可能被提交。");
        }
        throw e instanceof RuntimeException known ? known : new IllegalStateException(e);
    }

    private Optional<RegistryRecord> shown(MspId asker, MspId registrar, Command command, LedgerClient.Done done) {
        Participant actor = access.participant(command.actor());
        if (!actor.organisation().equals(asker)) {
            return Optional.empty();
        }
        Caller caller = new Caller(command.actor(), asker, actor.roles(), false, "consortium");
        try {
            return Optional.of(caller.shown(records.version(registrar, done.id(), done.version())));
        } catch (Refusal notHereYet) {
            // It is committed, and a repetition will show it.
            throw new Refusal(
                    ErrorCode.OUTCOME_UNKNOWN,
                    "The command is committed, but its record cannot be shown yet.",
                    "命令已提交，但其记录尚无法显示。");
        }
    }

    /** Previews a command of a participant that the asking organisation hosts. */
    Preview preview(MspId asker, byte[] json) {
        MspId registrar = requireRegistrar();
        Command draft = CanonicalJson.readCanonical(json, Command.class);
        requireRegistrarsOwn(draft);
        if (!access.participant(draft.actor()).organisation().equals(asker)) {
            throw new Refusal(
                    ErrorCode.NOT_YOUR_ROLE,
                    asker + " does not host " + draft.actor() + ".",
                    asker + " 不是 " + draft.actor() + " 的托管方。");
        }
        return client.preview(registrar, draft);
    }

    /** A record that one of the asking organisation's participants may see; registrars see what they keep together. */
    Optional<StoredRecord> read(MspId asker, ReadRequest request) {
        MspId registrar = requireRegistrar();
        RecordId id = new RecordId(request.getId());
        boolean ours = Contracts.type(id.prefix())
                .filter(t -> t.home() == RecordType.Home.REGISTRARS)
                .isPresent();
        if (!ours) {
            return Optional.empty();
        }
        Optional<StoredRecord> found = request.hasVersion()
                ? version(id, request.getVersion(), request.getBlock())
                : records.find(registrar, id);
        return found.filter(r -> sees(asker, r.record()));
    }

    /** The command that made a version, of a record that one of the asking organisation's participants may see. */
    Optional<SignedCommand> command(MspId asker, RecordId id, int version) {
        requireRegistrar();
        Optional<RegistryRecord> record =
                queries.stored(id, version).map(StoredRecord::record).filter(r -> sees(asker, r));
        return record.flatMap(
                r -> queries.placed(id, version).flatMap(placed -> commands.find(placed.block(), r.command())));
    }

    // "None" is final for the asker: it is said only when this gateway has followed the block and hides nothing itself.
    private Optional<StoredRecord> version(RecordId id, int version, long block) {
        Optional<StoredRecord> known = queries.stored(id, version);
        if (known.isPresent()) {
            return known;
        }
        if (block >= ledger.height() || hidden.isOpen(id, version)) {
            throw notHereYet();
        }
        follower.await(block);
        Optional<StoredRecord> found = queries.stored(id, version);
        if (found.isEmpty() && hidden.isOpen(id, version)) {
            throw notHereYet();
        }
        return found;
    }

    private static Refusal notHereYet() {
        return new Refusal(ErrorCode.UNAVAILABLE, "That version has not reached this gateway yet.", "该版本尚未到达本网关。");
    }

    private boolean sees(MspId asker, RegistryRecord record) {
        return ledger.genesis().registrars().contains(asker)
                || directory.audience(asker).sees(record);
    }

    private MspId requireRegistrar() {
        return client.registrar()
                .orElseThrow(
                        () -> new Refusal(ErrorCode.NOT_FOUND, "This gateway serves no registrar.", "本网关不服务于任何登记机构。"));
    }

    private static void requireRegistrarsOwn(Command command) {
        if (Contracts.rule(command.command()).home() != RecordType.Home.REGISTRARS) {
            throw new Refusal(
                            ErrorCode.MUST_BE_PRIVATE,
                            "The command " + command.command() + " travels openly, through its actor's own gateway.",
                            "命令 " + command.command() + " 须经行为人自己的网关公开提交。")
                    .at("/command");
        }
    }
}
