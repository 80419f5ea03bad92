package org.tradeseal.gateway.consortium;

import io.github.bucket4j.Bucket;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tradeseal.ledger.record.MspId;

/** Lets members in, each with its own share of requests per second and at a time. */
final class MemberLimits implements ServerInterceptor {
    private final int perSecond;
    private final int atATime;
    private final Map<MspId, Share> shares = new ConcurrentHashMap<>();

    MemberLimits(int perSecond, int atATime) {
        this.perSecond = perSecond;
        this.atATime = atATime;
    }

    /** What one member may use. */
    private record Share(Bucket requests, Semaphore open) {}

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        CallingMember member;
        try {
            member = CallingMember.of(call.getAttributes());
        } catch (StatusRuntimeException stranger) {
            return refused(call, stranger.getStatus());
        }
        Share share = shares.computeIfAbsent(member.msp(), m -> newShare());
        if (!share.requests().tryConsume(1) || !share.open().tryAcquire()) {
            return refused(call, Status.RESOURCE_EXHAUSTED.withDescription("too many requests of this organisation"));
        }
        AtomicBoolean open = new AtomicBoolean(true);
        Runnable end = () -> {
            if (open.compareAndSet(true, false)) {
                share.open().release();
            }
        };
        Context context = Context.current().withValue(CallingMember.KEY, member);
        ServerCall<Q, A> counted = new ForwardingServerCall.SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                end.run();
                super.close(status, trailers);
            }
        };
        return new Counted<>(Contexts.interceptCall(context, counted, headers, next), end);
    }

    private Share newShare() {
        Bucket requests = Bucket.builder()
                .addLimit(l -> l.capacity(2L * perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
        // A connection holds its own calls back at the limit; this one counts all connections of a member.
        return new Share(requests, new Semaphore(2 * atATime));
    }

    private static <Q> ServerCall.Listener<Q> refused(ServerCall<Q, ?> call, Status status) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }

    /** Ends the count when the caller is gone. */
    private static final class Counted<Q> extends ForwardingServerCallListener.SimpleForwardingServerCallListener<Q> {
        private final Runnable end;

        private Counted(ServerCall.Listener<Q> listener, Runnable end) {
            super(listener);
            this.end = end;
        }

        @Override
        public void onCancel() {
            end.run();
            super.onCancel();
        }
    }
}
