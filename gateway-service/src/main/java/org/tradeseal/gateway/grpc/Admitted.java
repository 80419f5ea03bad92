package org.tradeseal.gateway.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tradeseal.gateway.access.Admission;

/** A call that has its place among those served; it ends once, by its answer or by a refusal from outside. */
final class Admitted<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final Admission.Place place;
    private volatile Runnable atTheEnd = () -> {};
    private final AtomicBoolean open = new AtomicBoolean(true);
    private volatile boolean hasArrived;

    Admitted(ServerCall<Q, A> call, Admission.Place place) {
        super(call);
        this.place = place;
    }

    ServerCall.Listener<Q> start(ServerCallHandler<Q, A> next, Metadata headers, Context context) {
        return new SimpleForwardingServerCallListener<>(Contexts.interceptCall(context, this, headers, next)) {
            @Override
            public void onMessage(Q message) {
                if (open.get()) {
                    super.onMessage(message);
                }
            }

            @Override
            public void onHalfClose() {
                hasArrived = true;
                if (open.get()) {
                    super.onHalfClose();
                }
            }

            @Override
            public void onCancel() {
                place.close();
                atTheEnd.run();
                super.onCancel();
            }

            @Override
            public void onComplete() {
                place.close();
                super.onComplete();
            }
        };
    }

    @Override
    public void close(Status status, Metadata trailers) {
        if (open.compareAndSet(true, false)) {
            place.close();
            atTheEnd.run();
            super.close(status, trailers);
        }
    }

    @Override
    public void sendMessage(A message) {
        if (open.get()) {
            super.sendMessage(message);
        }
    }

    /** Ends the call with a refusal, unless it has ended. */
    void refuse(StatusRuntimeException problem) {
        Metadata trailers = problem.getTrailers();
        close(problem.getStatus(), trailers == null ? new Metadata() : trailers);
    }

    /** Runs this when the call ends, perhaps more than once. */
    void whenEnded(Runnable end) {
        atTheEnd = end;
    }

    /** Whether the request is still on its way. */
    boolean isArriving() {
        return open.get() && !hasArrived;
    }
}
