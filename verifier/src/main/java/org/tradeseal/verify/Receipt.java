package org.tradeseal.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * All it takes to prove one version of a record to a stranger: the record, its place in the log under a signed head, the
 * signed command that made it, and the participant that acted. {@code proof} is an inclusion path as
 * {@link Merkle#toText}, {@code head} a {@link Note} over a {@link Checkpoint}. {@code actor} is absent in a founder's
 * first version, which {@code genesis} explains. {@code before} and {@code cause} explain a record that changed with
 * another. {@code openings} show private fields, such as a document's digest. Its file is shorter, see {@link #bytes}.
 */
public record Receipt(
        String format,
        RegistryRecord record,
        Sha256 salt,
        long index,
        String proof,
        String head,
        Command command,
        @Nullable String signature,
        @Nullable Shown actor,
        @Nullable Shown before,
        @Nullable Cause cause,
        @Nullable ObjectNode genesis,
        @Nullable List<FieldOpening> openings,
        @Nullable List<SignedStatus> status) {
    public static final String FORMAT = "tradeseal/receipt/2";

    public static final String MEDIA_TYPE = "application/vnd.tradeseal.receipt+json";

    /** How the name of a receipt's file ends. */
    public static final String FILE_ENDING = ".receipt.json";

    public Receipt {
        Required.field(format, "/format");
        Required.field(record, "/record");
        Required.field(salt, "/salt");
        Required.field(proof, "/proof");
        Required.field(head, "/head");
        Required.field(command, "/command");
        if (!format.equals(FORMAT)) {
            throw new Refusal(ErrorCode.UNKNOWN_FORMAT, "Unknown receipt format.", "未知的收据格式。").at("/format");
        }
        openings = openings == null ? null : List.copyOf(openings);
        status = status == null ? null : List.copyOf(status);
    }

    /** The receipt of a record whose actor's participant record is in the same log. */
    public Receipt(
            StoredRecord stored, long index, String proof, String head, SignedCommand command, @Nullable Shown actor) {
        this(
                FORMAT,
                stored.record(),
                stored.salt(),
                index,
                proof,
                head,
                command.command(),
                command.signature(),
                actor,
                null,
                null,
                null,
                null,
                null);
    }

    /** A record version whose leaf another one names: the actor's participant record in force, or the version before. */
    public record Shown(RegistryRecord record, Sha256 salt) {
        public Shown {
            Required.field(record, "/record");
            Required.field(salt, "/salt");
        }

        public Shown(StoredRecord stored) {
            this(stored.record(), stored.salt());
        }
    }

    /** The record that the command is about, where this one changed with it; included under the same head. */
    public record Cause(RegistryRecord record, Sha256 salt, long index, String proof) {
        public Cause {
            Required.field(record, "/record");
            Required.field(salt, "/salt");
            Required.field(proof, "/proof");
        }

        public Cause(StoredRecord stored, long index, String proof) {
            this(stored.record(), stored.salt(), index, proof);
        }
    }

    /** The same receipt of a founder's first version, with the genesis that names it. */
    public Receipt withGenesis(ObjectNode object) {
        return new Receipt(
                format, record, salt, index, proof, head, command, signature, actor, before, cause, object, openings,
                status);
    }

    /** The same receipt of a record that changed with another: the version before, and the record that the command is about. */
    public Receipt after(@Nullable Shown previous, Cause subject) {
        return new Receipt(
                format, record, salt, index, proof, head, command, signature, actor, previous, subject, genesis,
                openings, status);
    }

    /** The same receipt with these private fields laid open, or with none. */
    public Receipt withOpenings(@Nullable List<FieldOpening> fields) {
        return new Receipt(
                format, record, salt, index, proof, head, command, signature, actor, before, cause, genesis, fields,
                status);
    }

    /** The same receipt with statements about what is the latest version. */
    public Receipt withStatus(List<SignedStatus> statements) {
        return new Receipt(
                format,
                record,
                salt,
                index,
                proof,
                head,
                command,
                signature,
                actor,
                before,
                cause,
                genesis,
                openings,
                statements);
    }

    /** The same receipt with neither openings nor statements: what it proves of the record is the same. */
    public Receipt bare() {
        return new Receipt(
                format, record, salt, index, proof, head, command, signature, actor, before, cause, genesis, null,
                null);
    }

    /** The same receipt under another head of the log. */
    public Receipt under(String newHead, String newProof, @Nullable Cause newCause) {
        return new Receipt(
                format, record, salt, index, newProof, newHead, command, signature, actor, before, newCause, genesis,
                openings, status);
    }

    /** The short form, which is the receipt's file. */
    public ObjectNode json() {
        return ReceiptShortener.of((ObjectNode) CanonicalJson.toTree(this));
    }

    /** The canonical bytes: the receipt's file. */
    public byte[] bytes() {
        return CanonicalJson.bytes(json());
    }

    /** Reads a receipt's file. Throws {@link Refusal}; whether the receipt proves anything is the verifier's to say. */
    public static Receipt read(byte[] file) {
        return CanonicalJson.readCanonical(ParsedReceipt.read(file).whole(), Receipt.class);
    }
}
