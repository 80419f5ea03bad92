package org.tradeseal.gateway.receipt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.delivery.Payloads;
import org.tradeseal.gateway.ledger.CommandArchive;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.Registrars;
import org.tradeseal.gateway.log.Heads;
import org.tradeseal.gateway.log.LogTree;
import org.tradeseal.gateway.readmodel.Follower;
import org.tradeseal.gateway.readmodel.RecordQueries;
import org.tradeseal.gateway.records.Visibility;
import org.tradeseal.ledger.financing.Register;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.FieldOpening;
import org.tradeseal.verify.FieldRoot;
import org.tradeseal.verify.FieldTree;
import org.tradeseal.verify.Merkle;
import org.tradeseal.verify.Receipt;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.StoredRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts receipts together: record, place in the log, head, signed command, and the participant that acted. */
@Component
public class Receipts {
    private static final Duration HEAD = Duration.ofSeconds(5);
    private static final String FOUND = "participant.found";
    private static final String DOCUMENT = "/document/sha256";

    private final Visibility visibility;
    private final RecordQueries queries;
    private final Follower follower;
    private final Heads heads;
    private final LogTree tree;
    private final CommandArchive commands;
    private final Optional<Registrars> registrars;
    private final Payloads payloads;
    private final Ledger ledger;

    Receipts(
            Visibility visibility,
            RecordQueries queries,
            Follower follower,
            Heads heads,
            LogTree tree,
            CommandArchive commands,
            Optional<Registrars> registrars,
            Payloads payloads,
            Ledger ledger) {
        this.visibility = visibility;
        this.queries = queries;
        this.follower = follower;
        this.heads = heads;
        this.tree = tree;
        this.commands = commands;
        this.registrars = registrars;
        this.payloads = payloads;
        this.ledger = ledger;
    }

    /**
     * The receipt of a version that the caller may see, the newest without {@code version}, under the newest head that k
     * organisations signed; with fewer signatures if they do not come within seconds. Refuses NOT_FOUND, and UNAVAILABLE
     * while no head covers the record.
     */
    public Receipt of(Caller caller, RecordId id, @Nullable Integer version, @Nullable Long minBlock) {
        if (minBlock != null) {
            follower.await(minBlock);
        }
        int newest = visibility.require(caller, id).record().version();
        int wanted = version == null ? newest : version;
        RecordQueries.Placed placed = placed(id, wanted);
        StoredRecord stored = queries.stored(id, wanted).orElseThrow(() -> notFound(id, wanted));
        Heads.Head head = heads.covering(placed.leafIndex(), HEAD)
                .orElseThrow(() -> new Refusal(
                        ErrorCode.UNAVAILABLE,
                        "No signed head covers the record yet; ask again in a moment.",
                        "尚无已签署的树头涵盖该记录；请稍后再试。"));
        Receipt receipt = receipt(caller, stored, placed, head);
        List<FieldOpening> openings = documentOpening(caller, stored.record());
        return openings.isEmpty() ? receipt : receipt.withOpenings(openings);
    }

    /** The canonical bytes of a record's payload, whose digest the record keeps. Refuses NOT_FOUND for who is no party. */
    byte[] payload(Caller caller, RecordId id) {
        return payloads.of(caller, id)
                .map(CanonicalJson::bytes)
                .orElseThrow(() -> new Refusal(
                        ErrorCode.NOT_FOUND,
                        "There is no private content of " + id + " for you.",
                        "没有可供您查看的 " + id + " 的私密内容。"));
    }

    // The ledger is ahead of the read model by a moment.
    private RecordQueries.Placed placed(RecordId id, int version) {
        Optional<RecordQueries.Placed> placed = queries.placed(id, version);
        if (placed.isEmpty()) {
            follower.await(ledger.height() - 1);
            placed = queries.placed(id, version);
        }
        return placed.orElseThrow(() -> notFound(id, version));
    }

    private static Refusal notFound(RecordId id, int version) {
        return new Refusal(
                ErrorCode.NOT_FOUND,
                "There is no version " + version + " of " + id + ".",
                id + " 没有第 " + version + " 版。");
    }

    private Receipt receipt(Caller caller, StoredRecord stored, RecordQueries.Placed placed, Heads.Head head) {
        RegistryRecord record = stored.record();
        String note = heads.byEnough(head).toString();
        String proof = proof(placed.leafIndex(), head);
        Optional<Genesis.Founder> founder = record.version() == 1 ? founder(record.id()) : Optional.empty();
        if (founder.isPresent()) {
            ObjectNode genesis = (ObjectNode) CanonicalJson.toTree(ledger.genesis());
            SignedCommand found = new SignedCommand(founding(record.id(), founder.get()), null);
            return new Receipt(stored, placed.leafIndex(), proof, note, found, null).withGenesis(genesis);
        }
        SignedCommand command = command(record, placed.block());
        Receipt receipt = new Receipt(
                stored, placed.leafIndex(), proof, note, command, actor(record.actor(), placed.leafIndex()));
        return subject(caller, record, placed.leafIndex(), command.command())
                .map(subject -> receipt.after(before(record), cause(subject, head)))
                .orElse(receipt);
    }

    /** The record that the command is about, where that is another one: shown to those who may see it. */
    private Optional<RecordQueries.Placed> subject(Caller caller, RegistryRecord record, long leaf, Command command) {
        if (isAbout(command, record.id(), record.version())) {
            return Optional.empty();
        }
        return queries.withCommand(record.command(), leaf).stream()
                .filter(p -> isAbout(
                        command, RecordQueries.id(p), p.record().path("version").asInt()))
                .filter(p -> visibility.find(caller, RecordQueries.id(p)).isPresent())
                .findFirst();
    }

    private static boolean isAbout(Command command, RecordId id, int version) {
        JsonNode addressed = command.body().path("id");
        return addressed.isString()
                ? addressed.asString().equals(id.value())
                : version == 1
                        && id.equals(RecordId.derive(
                                command.ledger(), id.prefix(), command.actor().value(), command.idempotencyKey()));
    }

    private Receipt.@Nullable Shown before(RegistryRecord record) {
        boolean shown = record.version() > 1 && !record.type().equals(Register.TYPE.name());
        return shown
                ? queries.stored(record.id(), record.version() - 1)
                        .map(Receipt.Shown::new)
                        .orElse(null)
                : null;
    }

    private Receipt.Cause cause(RecordQueries.Placed placed, Heads.Head head) {
        StoredRecord stored = queries.stored(
                        RecordQueries.id(placed),
                        placed.record().path("version").asInt())
                .orElseThrow();
        return new Receipt.Cause(stored, placed.leafIndex(), proof(placed.leafIndex(), head));
    }

    private String proof(long index, Heads.Head head) {
        return Merkle.toText(tree.inclusion(index, head.size()));
    }

    private Optional<Genesis.Founder> founder(RecordId id) {
        return ledger.genesis().founders().stream()
                .filter(f -> Genesis.founderId(ledger.digest(), f.name()).equals(id))
                .findFirst();
    }

    // The command that made a founder's record exists nowhere but in its digest (docs/formats.md, Record).
    private Command founding(RecordId id, Genesis.Founder founder) {
        return new Command(
                Command.FORMAT,
                ledger.digest(),
                FOUND,
                id,
                null,
                founder.name(),
                ledger.genesis().createdAt(),
                List.of(),
                (ObjectNode) CanonicalJson.toTree(founder.participant()),
                null);
    }

    private SignedCommand command(RegistryRecord record, long block) {
        return commands.find(block, record.command())
                .or(() -> registrars
                        .flatMap(r -> r.command(record.id(), record.version()))
                        .filter(c -> c.command().digest().equals(record.command())))
                .orElseThrow(() -> new Refusal(
                        ErrorCode.UNAVAILABLE,
                        "The command that made version " + record.version() + " of " + record.id()
                                + " cannot be shown at present.",
                        "目前无法出示形成 " + record.id() + " 第 " + record.version() + " 版的命令。"));
    }

    private Receipt.Shown actor(RecordId id, long before) {
        RecordQueries.Placed placed = queries.placedBefore(id, before)
                .orElseThrow(() -> new IllegalStateException("no participant " + id + " before leaf " + before));
        StoredRecord stored =
                queries.stored(id, placed.record().path("version").asInt()).orElseThrow();
        return new Receipt.Shown(stored);
    }

    // A party may show the document's digest, which is private content; whoever holds the document can check it then.
    private List<FieldOpening> documentOpening(Caller caller, RegistryRecord record) {
        JsonNode root = record.content().at("/privateContent/fields");
        if (!root.isObject()) {
            return List.of();
        }
        List<FieldOpening> openings = new ArrayList<>();
        payloads.of(caller, record.id()).ifPresent(payload -> {
            FieldTree fields =
                    new FieldTree(ledger.digest(), record.id(), payload.schema(), payload.fields(), payload.seed());
            boolean ofThisVersion = fields.root().equals(CanonicalJson.read(root, FieldRoot.class));
            if (ofThisVersion && fields.value(DOCUMENT) != null) {
                openings.add(fields.open(DOCUMENT));
            }
        });
        return openings;
    }
}
