package org.tradeseal.gateway.grpc;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Access;
import org.tradeseal.gateway.access.Admission;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.errors.GrpcProblem;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** Lets nobody in without a token, except to health and, from this machine, to reflection. */
@Component
class CallerInterceptor implements ServerInterceptor, DisposableBean {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> LANGUAGE =
            Metadata.Key.of("accept-language", Metadata.ASCII_STRING_MARSHALLER);
    private static final String HEALTH = "grpc.health.v1.Health";
    private static final String REFLECTION = "grpc.reflection.";

    private final Access access;
    private final Admission admission;
    private final long arrivalMillis;
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "grpc-arrivals");
        thread.setDaemon(true);
        return thread;
    });

    CallerInterceptor(
            Access access,
            Admission admission,
            @Value("${tradeseal.limits.grpc-arrival-millis:60000}") long arrivalMillis) {
        this.access = access;
        this.admission = admission;
        this.arrivalMillis = arrivalMillis;
        clock.setRemoveOnCancelPolicy(true);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String service = String.valueOf(call.getMethodDescriptor().getServiceName());
        boolean open = service.equals(HEALTH) || (service.startsWith(REFLECTION) && isLocal(call));
        String language = language(headers.get(LANGUAGE));
        Admission.Place place = null;
        try {
            if (open) {
                place = admission.enter(null);
                return new Admitted<>(call, place).start(next, headers, Context.current());
            }
            Caller caller = access.caller(headers.get(AUTHORIZATION));
            access.limit(caller);
            place = admission.enter(caller);
            Context context = Context.current().withValue(CallContext.KEY, new CallContext(caller, language));
            Admitted<Q, A> admitted = new Admitted<>(call, place);
            Arriving arriving = Arriving.KEY.get();
            if (arriving != null) {
                arriving.of(admitted, admission.room(caller), language);
            }
            if (call.getMethodDescriptor().getType().clientSendsOneMessage()) {
                Future<?> soon =
                        clock.schedule(() -> endUnlessArrived(admitted, language), arrivalMillis, MILLISECONDS);
                admitted.whenEnded(() -> soon.cancel(false));
            }
            return admitted.start(next, headers, context);
        } catch (RuntimeException e) {
            if (place != null) {
                place.close();
            }
            StatusRuntimeException problem = GrpcProblem.of(e, language);
            Metadata trailers = problem.getTrailers();
            call.close(problem.getStatus(), trailers == null ? new Metadata() : trailers);
            return new ServerCall.Listener<>() {};
        }
    }

    private static void endUnlessArrived(Admitted<?, ?> call, String language) {
        if (call.isArriving()) {
            call.refuse(GrpcProblem.of(
                    new Refusal(ErrorCode.TOO_SLOW, "The request did not arrive in time.", "请求未及时到达。"), language));
        }
    }

    @Override
    public void destroy() {
        clock.shutdownNow();
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
