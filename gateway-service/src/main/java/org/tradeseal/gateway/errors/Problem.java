package org.tradeseal.gateway.errors;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** A refusal as {@code application/problem+json} (RFC 9457), in the caller's language. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        ErrorCode code,
        String remedy,
        List<FieldError> errors,
        List<RecordId> conflictsWith,
        @JsonAnyGetter Map<String, Object> attachments) {

    /** The field a refusal is about, as RFC 6901 pointer into the request. */
    public record FieldError(String pointer, String detail) {}

    public static final String MEDIA_TYPE = "application/problem+json";

    /** Describes a refusal in the language of an {@code Accept-Language} tag. */
    public static Problem of(Refusal refusal, String language, @Nullable String instance) {
        ErrorCode code = refusal.code();
        String detail = refusal.detail().in(language);
        String field = refusal.field();
        return new Problem(
                "urn:tradeseal:error:" + code,
                code.title().in(language),
                httpStatus(code),
                detail,
                instance,
                code,
                code.remedy().in(language),
                field == null || field.isEmpty() ? List.of() : List.of(new FieldError(field, detail)),
                refusal.conflictsWith(),
                attachments(refusal, language));
    }

    private static Map<String, Object> attachments(Refusal refusal, String language) {
        Map<String, Object> attachments = new TreeMap<>();
        refusal.attachments()
                .forEach((name, value) -> attachments.put(name, value instanceof Localised l ? l.in(language) : value));
        return attachments;
    }

    /** An attachment that reads differently in each language. */
    public interface Localised {
        Object in(String language);
    }

    /** The HTTP status of a code. */
    public static int httpStatus(ErrorCode code) {
        return switch (code) {
            case METHOD_NOT_ALLOWED -> 405;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            case TOO_SLOW -> 408;
            default -> httpStatus(code.kind());
        };
    }

    private static int httpStatus(ErrorCode.Kind kind) {
        return switch (kind) {
            case MALFORMED -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case EXISTS, FAILED_PRECONDITION, RETRYABLE -> 409;
            case IDEMPOTENCY -> 422;
            case STALE -> 412;
            case TOO_LARGE -> 413;
            case OVER_QUOTA -> 429;
            case UNAVAILABLE -> 503;
            case STORAGE_FULL -> 507;
            case OUTCOME_UNKNOWN -> 504;
            case INTERNAL -> 500;
        };
    }
}
