package org.tradeseal.verify;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why something was refused: a stable code, a sentence in both languages, the field, and the records in its way. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final transient Text detail;
    private final @Nullable String field;
    private final transient List<RecordId> conflictsWith;
    private final transient Map<String, Object> attachments;

    private Refusal(
            ErrorCode code,
            Text detail,
            @Nullable String field,
            List<RecordId> conflictsWith,
            Map<String, Object> attachments) {
        super(code + ": " + detail.en(), null, false, false);
        this.code = code;
        this.detail = detail;
        this.field = field;
        this.conflictsWith = List.copyOf(conflictsWith);
        this.attachments = Map.copyOf(attachments);
    }

    public Refusal(ErrorCode code, String en, String zh) {
        this(code, Text.of(en, zh), null, List.of(), Map.of());
    }

    public Refusal(ErrorCode code, Text detail) {
        this(code, detail, null, List.of(), Map.of());
    }

    /** The same refusal, pointing at a field of the request by RFC 6901 JSON pointer. */
    public Refusal at(@Nullable String pointer) {
        return new Refusal(code, detail, pointer, conflictsWith, attachments);
    }

    /** The same refusal, naming the records that stand in the way. */
    public Refusal conflictsWith(List<RecordId> records) {
        return new Refusal(code, detail, field, records, attachments);
    }

    /** The same refusal with more for the reader, such as a document's findings; an extension member of the problem. */
    public Refusal with(String name, Object attachment) {
        return new Refusal(code, detail, field, conflictsWith, Map.of(name, attachment));
    }

    public Map<String, Object> attachments() {
        return attachments == null ? Map.of() : attachments;
    }

    public ErrorCode code() {
        return code;
    }

    public Text detail() {
        return Objects.requireNonNull(detail);
    }

    public @Nullable String field() {
        return field;
    }

    public List<RecordId> conflictsWith() {
        return conflictsWith == null ? List.of() : conflictsWith;
    }

    /** The refusal as it stands in a transaction's answer. */
    public Stated stated() {
        return new Stated(code, detail(), field, conflictsWith());
    }

    /** A refusal as data. */
    public record Stated(
            ErrorCode code, Text detail, @Nullable String field, List<RecordId> conflictsWith) {
        public Stated {
            conflictsWith = List.copyOf(conflictsWith);
        }

        public Refusal toRefusal() {
            return new Refusal(code, detail, field, conflictsWith, Map.of());
        }
    }
}
