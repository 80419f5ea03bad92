package org.tradeseal.gateway.grpc;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.access.Admission;
import org.tradeseal.gateway.errors.GrpcProblem;
import org.tradeseal.verify.Refusal;

/** Sets memory aside for what arrives in a call, before it is a message; without room for it the call ends. */
final class Arriving extends ServerStreamTracer {
    static final Context.Key<Arriving> KEY = Context.key("tradeseal-arriving");

    /** A message is held as bytes, as fields, as JSON, and on its way to the ledger. */
    private static final int COPIES = 8;

    private Admission.@Nullable Room room;
    private @Nullable Admitted<?, ?> call;
    private String language = "en";
    private long early;
    private boolean isOver;

    /** One for each call. */
    static final class Factory extends ServerStreamTracer.Factory {
        @Override
        public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
            return new Arriving();
        }
    }

    // A stream of requests keeps none of them for long: each is counted where it is answered.
    @Override
    public synchronized void serverCallStarted(ServerCallInfo<?, ?> info) {
        isOver = !info.getMethodDescriptor().getType().clientSendsOneMessage();
    }

    @Override
    public Context filterContext(Context context) {
        return context.withValue(KEY, this);
    }

    /** Says whose call it is; what came before is counted now. */
    void of(Admitted<?, ?> call, Admission.Room room, String language) {
        synchronized (this) {
            this.call = call;
            this.room = room;
            this.language = language;
        }
        count(0);
    }

    @Override
    public void inboundWireSize(long bytes) {
        count(bytes);
    }

    // What was compressed takes more than it took on the wire.
    @Override
    public void inboundUncompressedSize(long bytes) {
        count(bytes);
    }

    private void count(long bytes) {
        Admission.Room growing;
        long more;
        synchronized (this) {
            early += bytes;
            growing = room;
            more = early;
            if (growing == null || isOver) {
                return;
            }
            early = 0;
        }
        try {
            growing.growAtOnce(COPIES / 2 * more);
        } catch (Refusal refusal) {
            refuse(refusal);
        }
    }

    private void refuse(Refusal refusal) {
        Admitted<?, ?> refused = call;
        if (refused != null) {
            refused.refuse(GrpcProblem.of(refusal, language));
        }
    }

    @Override
    public synchronized void streamClosed(Status status) {
        isOver = true;
        if (room != null) {
            room.close();
        }
    }
}
