package org.tradeseal.verify;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One version of a record. {@code content} says what is recorded; {@code times} holds what the ledger derived from
 * transaction times (RFC 3339, UTC); {@code command} is the digest of the command that made this version,
 * {@code previousLeaf} the hash of the leaf before it, and {@code actorLeaf} that of the actor's participant record as it
 * was in force, absent only in a founder's first version.
 */
public record RegistryRecord(
        String format,
        RecordId id,
        String type,
        int version,
        Sha256 command,
        RecordId actor,
        @Nullable Sha256 actorLeaf,
        boolean custodial,
        @Nullable Sha256 previousLeaf,
        Instant recordedAt,
        String transactionId,
        SortedMap<String, Instant> times,
        JsonNode content) {
    public static final String FORMAT = "tradeseal/record/1";

    public RegistryRecord {
        Required.field(format, "/format");
        Required.field(id, "/id");
        Required.field(type, "/type");
        Required.field(command, "/command");
        Required.field(actor, "/actor");
        Required.field(recordedAt, "/recordedAt");
        Required.field(transactionId, "/transactionId");
        Required.field(times, "/times");
        Required.field(content, "/content");
        if (!format.equals(FORMAT)) {
            throw new Refusal(ErrorCode.UNKNOWN_FORMAT, "Unknown record format.", "未知的记录格式。").at("/format");
        }
        times = Collections.unmodifiableSortedMap(new TreeMap<>(times));
    }

    /** A version that nobody's participant record stands behind, as a founder's first one. */
    public RegistryRecord(
            String format,
            RecordId id,
            String type,
            int version,
            Sha256 command,
            RecordId actor,
            boolean custodial,
            @Nullable Sha256 previousLeaf,
            Instant recordedAt,
            String transactionId,
            SortedMap<String, Instant> times,
            JsonNode content) {
        this(
                format,
                id,
                type,
                version,
                command,
                actor,
                null,
                custodial,
                previousLeaf,
                recordedAt,
                transactionId,
                times,
                content);
    }
}
