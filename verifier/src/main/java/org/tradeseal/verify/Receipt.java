package org.tradeseal.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * All it takes to prove one version of a record to a stranger: the record, its place in the log under a signed head, the
 * signed command that made it, and the participant that acted. {@code proof} is an inclusion path as
 * {@link Merkle#toText}, {@code head} a {@link Note} over a {@link Checkpoint}. {@code actor} is absent in a founder's
 * first version, which {@code genesis} explains. {@code openings} show private fields, such as a document's digest.
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
        @Nullable Actor actor,
        @Nullable ObjectNode genesis,
        @Nullable List<FieldOpening> openings,
        @Nullable List<SignedStatus> status) {
    public static final String FORMAT = "tradeseal/receipt/1";

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
            StoredRecord stored, long index, String proof, String head, SignedCommand command, @Nullable Actor actor) {
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
                null);
    }

    /** The actor's participant record in force, included under the same head before the record. */
    public record Actor(RegistryRecord record, Sha256 salt, long index, String proof) {
        public Actor {
            Required.field(record, "/record");
            Required.field(salt, "/salt");
            Required.field(proof, "/proof");
        }

        public Actor(StoredRecord stored, long index, String proof) {
            this(stored.record(), stored.salt(), index, proof);
        }
    }

    /** The same receipt of a founder's first version, with the genesis that names it. */
    public Receipt withGenesis(ObjectNode object) {
        return new Receipt(
                format, record, salt, index, proof, head, command, signature, actor, object, openings, status);
    }

    /** The same receipt with these private fields laid open, or with none. */
    public Receipt withOpenings(@Nullable List<FieldOpening> fields) {
        return new Receipt(
                format, record, salt, index, proof, head, command, signature, actor, genesis, fields, status);
    }

    /** The same receipt with statements about what is the latest version. */
    public Receipt withStatus(List<SignedStatus> statements) {
        return new Receipt(
                format, record, salt, index, proof, head, command, signature, actor, genesis, openings, statements);
    }

    /** The canonical bytes: the receipt's file. */
    public byte[] bytes() {
        return CanonicalJson.bytes(this);
    }
}
