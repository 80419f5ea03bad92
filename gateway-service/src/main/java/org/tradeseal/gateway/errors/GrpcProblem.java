package org.tradeseal.gateway.errors;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.LocalizedMessage;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/**
 * The one place that turns what went wrong into an answer of the gRPC API: a status with {@code google.rpc.ErrorInfo}
 * (domain {@code tradeseal}, reason the error code), a message in the caller's language, and the field.
 */
public final class GrpcProblem {
    /** The domain of every error code. */
    public static final String DOMAIN = "tradeseal";

    private static final Logger LOG = LoggerFactory.getLogger(GrpcProblem.class);

    // Trailers are limited (8 KiB in most clients); a longer attachment, such as findings, is got by asking for it.
    private static final int MAX_ATTACHMENT_BYTES = 3000;
    private static final int MAX_DETAIL = 1000;
    private static final int MAX_CONFLICTS = 20;

    private GrpcProblem() {}

    /** The refusal that describes an exception; what is none of the caller's doing is INTERNAL. */
    public static Refusal refusal(Throwable thrown) {
        Refusal refusal = ProblemHandler.refusal(thrown);
        if (refusal.code() == ErrorCode.INTERNAL) {
            LOG.error("gRPC", thrown);
        }
        return refusal;
    }

    /** The status to end a call with; {@code language} is {@code zh} or {@code en}. */
    public static StatusRuntimeException of(Throwable thrown, String language) {
        Refusal refusal = ProblemHandler.refusal(thrown);
        String instance = "urn:uuid:" + UUID.randomUUID();
        if (refusal.code() == ErrorCode.INTERNAL) {
            LOG.error("{} gRPC", instance, thrown);
        }
        String detail = shortened(refusal.detail().in(language));
        Status.Builder status = Status.newBuilder()
                .setCode(code(refusal.code().kind()).getNumber())
                .setMessage(shortened(refusal.detail().en()))
                .addDetails(Any.pack(info(refusal, language, instance)))
                .addDetails(Any.pack(LocalizedMessage.newBuilder()
                        .setLocale(language)
                        .setMessage(detail)
                        .build()));
        String field = refusal.field();
        if (field != null && !field.isEmpty()) {
            status.addDetails(Any.pack(BadRequest.newBuilder()
                    .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                            .setField(shortened(field))
                            .setDescription(detail)
                            .setReason(refusal.code().name()))
                    .build()));
        }
        if (isRetryable(refusal.code().kind())) {
            status.addDetails(Any.pack(RetryInfo.newBuilder()
                    .setRetryDelay(Duration.newBuilder().setSeconds(1))
                    .build()));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    private static ErrorInfo info(Refusal refusal, String language, String instance) {
        Problem problem = Problem.of(refusal, language, instance);
        ErrorInfo.Builder info = ErrorInfo.newBuilder()
                .setDomain(DOMAIN)
                .setReason(refusal.code().name())
                .putMetadata("title", problem.title())
                .putMetadata("remedy", problem.remedy())
                .putMetadata("instance", instance);
        if (!refusal.conflictsWith().isEmpty()) {
            info.putMetadata(
                    "conflictsWith",
                    refusal.conflictsWith().stream()
                            .limit(MAX_CONFLICTS)
                            .map(RecordId::value)
                            .collect(Collectors.joining(",")));
        }
        problem.attachments().forEach((name, value) -> {
            byte[] json = CanonicalJson.bytes(value);
            if (json.length <= MAX_ATTACHMENT_BYTES) {
                info.putMetadata(name, new String(json, java.nio.charset.StandardCharsets.UTF_8));
            }
        });
        return info.build();
    }

    private static String shortened(String text) {
        return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL - 1) + "…";
    }

    private static boolean isRetryable(ErrorCode.Kind kind) {
        return switch (kind) {
            case UNAVAILABLE, OVER_QUOTA, OUTCOME_UNKNOWN, RETRYABLE -> true;
            case MALFORMED,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    NOT_FOUND,
                    EXISTS,
                    IDEMPOTENCY,
                    STALE,
                    FAILED_PRECONDITION,
                    TOO_LARGE,
                    STORAGE_FULL,
                    INTERNAL -> false;
        };
    }

    /** The gRPC status of a kind of error. */
    public static Code code(ErrorCode.Kind kind) {
        return switch (kind) {
            case MALFORMED, IDEMPOTENCY -> Code.INVALID_ARGUMENT;
            case UNAUTHENTICATED -> Code.UNAUTHENTICATED;
            case FORBIDDEN -> Code.PERMISSION_DENIED;
            case NOT_FOUND -> Code.NOT_FOUND;
            case EXISTS -> Code.ALREADY_EXISTS;
            case STALE, RETRYABLE -> Code.ABORTED;
            case FAILED_PRECONDITION -> Code.FAILED_PRECONDITION;
            case TOO_LARGE, OVER_QUOTA -> Code.RESOURCE_EXHAUSTED;
            case UNAVAILABLE, STORAGE_FULL -> Code.UNAVAILABLE;
            case OUTCOME_UNKNOWN -> Code.DEADLINE_EXCEEDED;
            case INTERNAL -> Code.INTERNAL;
        };
    }
}
