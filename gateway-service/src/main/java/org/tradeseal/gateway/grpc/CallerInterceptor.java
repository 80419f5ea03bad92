package org.tradeseal.gateway.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Access;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.errors.GrpcProblem;

/** Lets nobody in without a token, except to health and, from this machine, to reflection. */
@Component
class CallerInterceptor implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> LANGUAGE =
            Metadata.Key.of("accept-language", Metadata.ASCII_STRING_MARSHALLER);
    private static final String HEALTH = "grpc.health.v1.Health";
    private static final String REFLECTION = "grpc.reflection.";

    private final Access access;

    CallerInterceptor(Access access) {
        this.access = access;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String service = String.valueOf(call.getMethodDescriptor().getServiceName());
        boolean open = service.equals(HEALTH) || (service.startsWith(REFLECTION) && isLocal(call));
        if (open) {
            return next.startCall(call, headers);
        }
        String language = language(headers.get(LANGUAGE));
        try {
            Caller caller = access.caller(headers.get(AUTHORIZATION));
            access.limit(caller);
            Context context = Context.current().withValue(CallContext.KEY, new CallContext(caller, language));
            return Contexts.interceptCall(context, call, headers, next);
        } catch (RuntimeException e) {
            StatusRuntimeException problem = GrpcProblem.of(e, language);
            Metadata trailers = problem.getTrailers();
            call.close(problem.getStatus(), trailers == null ? new Metadata() : trailers);
            return new ServerCall.Listener<>() {};
        }
    }

    private static boolean isLocal(ServerCall<?, ?> call) {
        return call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress peer
                && peer.getAddress() != null
                && peer.getAddress().isLoopbackAddress();
    }

    /** {@code zh} or {@code en}, whichever an Accept-Language value (RFC 9110 section 12.5.4) prefers. */
    static String language(@Nullable String accepted) {
        if (accepted == null || accepted.length() > 200) {
            return "en";
        }
        try {
            return Locale.LanguageRange.parse(accepted).stream()
                    .max(Comparator.comparingDouble(Locale.LanguageRange::getWeight))
                    .filter(r -> r.getRange().startsWith("zh"))
                    .map(r -> "zh")
                    .orElse("en");
        } catch (IllegalArgumentException e) {
            return "en";
        }
    }
}
