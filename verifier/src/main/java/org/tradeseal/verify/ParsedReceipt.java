package org.tradeseal.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A receipt read from its bytes and taken apart into what is hashed and signed. It is well-formed and canonical; whether it
 * proves anything is the {@link Verifier}'s to say.
 */
public final class ParsedReceipt {
    /** Larger receipts are refused before they are read. */
    public static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final Set<String> MEMBERS = Set.of("command", "format", "head", "index", "proof", "record", "salt");
    private static final Set<String> OPTIONAL =
            Set.of("actor", "before", "cause", "genesis", "openings", "signature", "status");
    private static final Set<String> COMMAND_MEMBERS =
            Set.of("actor", "body", "command", "expect", "expires", "format", "idempotencyKey", "ledger");

    private final Json json;
    private final Json command;
    private final byte[] signedCommand;
    private final byte[] recordCommand;
    private final Sha256 ledger;
    private final LoggedRecord record;
    private final @Nullable LoggedRecord actor;
    private final @Nullable Sha256 actorLeaf;
    private final @Nullable LoggedRecord before;
    private final @Nullable LoggedRecord cause;
    private final List<FieldOpening> openings;

    private ParsedReceipt(Json json) {
        this.json = json;
        json.text("head");
        json.findText("signature");
        command = json.get("command");
        command.requireFormat(Command.FORMAT);
        command.requireMembers(COMMAND_MEMBERS, Set.of("keyId", "result"));
        requireCommand();
        ledger = command.digest("ledger");
        record = new LoggedRecord(json, ledger);
        Json acting = json.find("actor");
        actor = acting == null ? null : LoggedRecord.named(acting, ledger);
        actorLeaf = record.actorLeaf();
        Json previous = json.find("before");
        before = previous == null ? null : LoggedRecord.named(previous, ledger);
        Json subject = json.find("cause");
        if (subject != null) {
            subject.requireMembers(Set.of("index", "proof", "record", "salt"), Set.of());
        }
        cause = subject == null ? null : new LoggedRecord(subject, ledger);
        signedCommand = command.bytesAfter(Command.DOMAIN);
        recordCommand = record.record().digest("command").bytes();
        Json shown = json.find("openings");
        openings = shown == null ? List.of() : openings(shown);
        if (json.find("status") != null) {
            json.list("status");
        }
    }

    /** Throws {@link Refusal}: UNKNOWN_FORMAT for what a newer verifier may know, else what is wrong with the bytes. */
    public static ParsedReceipt read(byte[] receipt) {
        if (receipt.length > MAX_BYTES) {
            throw tooLarge();
        }
        return of(CanonicalReader.read(receipt.clone()));
    }

    /** Reads the JSON of a receipt's file. */
    static ParsedReceipt of(Json file) {
        requireKnownMembers(file);
        return new ParsedReceipt(ReceiptFile.whole(file));
    }

    /** The canonical bytes of the receipt with nothing left out. */
    byte[] whole() {
        return json.bytes();
    }

    static Refusal tooLarge() {
        return new Refusal(
                ErrorCode.MALFORMED, "A receipt has at most " + MAX_BYTES + " bytes.", "收据至多 " + MAX_BYTES + " 字节。");
    }

    private static void requireKnownMembers(Json json) {
        json.requireFormat(Receipt.FORMAT);
        for (String name : json.names()) {
            if (!MEMBERS.contains(name) && !OPTIONAL.contains(name)) {
                throw new Refusal(
                        ErrorCode.UNKNOWN_FORMAT, "The receipt has a part that is not known here.", "收据含有此处不识别的部分。");
            }
        }
        json.requireMembers(MEMBERS, OPTIONAL);
    }

    private void requireCommand() {
        new RecordId(command.text("actor"));
        command.text("command");
        command.text("idempotencyKey");
        command.findText("keyId");
        command.get("body").names();
        LoggedRecord.requireTime(command.text("expires"));
        if (command.find("result") != null) {
            command.digest("result");
        }
        for (Json expected : command.list("expect")) {
            expected.requireMembers(Set.of("id", "leaf", "version"), Set.of());
            new RecordId(expected.text("id"));
            expected.digest("leaf");
            expected.integer("version");
        }
    }

    private static List<FieldOpening> openings(Json shown) {
        List<FieldOpening> openings = new ArrayList<>();
        for (Json opening : shown.list()) {
            opening.requireMembers(Set.of("field", "index", "path", "salt"), Set.of());
            Json field = opening.get("field");
            field.requireMembers(Set.of("pointer", "type", "value"), Set.of());
            long index = opening.integer("index");
            openings.add(new FieldOpening(
                    new Field(field.text("pointer"), type(field.text("type")), field.text("value")),
                    opening.digest("salt"),
                    index < 0 || index > FieldTree.MAX_FIELDS ? -1 : (int) index,
                    opening.list("path").stream()
                            .map(hash -> new Sha256(hash.text()))
                            .toList()));
        }
        return openings;
    }

    static Field.Type type(String name) {
        for (Field.Type type : Field.Type.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw new Refusal(ErrorCode.MALFORMED, "There is no such type of field.", "没有这种字段类型。");
    }

    public RecordId id() {
        return record.id();
    }

    public int version() {
        return record.version();
    }

    /** The ledger that the command was signed for. */
    public Sha256 ledger() {
        return ledger;
    }

    /** Whether the record names the digest of this command. */
    boolean commandFits() {
        return Hasher.own().isDigest(signedCommand, recordCommand);
    }

    Json command() {
        return command;
    }

    byte[] signedCommand() {
        return signedCommand;
    }

    @Nullable String signature() {
        return json.findText("signature");
    }

    String head() {
        return json.text("head");
    }

    LoggedRecord record() {
        return record;
    }

    /** The actor's participant record, absent in a founder's first version. */
    @Nullable LoggedRecord actor() {
        return actor;
    }

    /** The leaf of the actor's participant record in force, as the record names it. */
    @Nullable Sha256 actorLeaf() {
        return actorLeaf;
    }

    /** The version before, shown where the record changed with another. */
    @Nullable LoggedRecord before() {
        return before;
    }

    /** The record that the command is about, where this one changed with it. */
    @Nullable LoggedRecord cause() {
        return cause;
    }

    Sha256 salt() {
        return json.digest("salt");
    }

    @Nullable Json genesis() {
        return json.find("genesis");
    }

    List<FieldOpening> openings() {
        return openings;
    }

    List<Json> statements() {
        return json.find("status") == null ? List.of() : json.list("status");
    }
}
