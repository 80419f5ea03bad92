package org.tradeseal.gateway.grpc;

import com.google.protobuf.DynamicMessage;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * A stream of requests and of their outcomes in the same order. A window of them runs at a time, so that they share
 * ledger transactions; a client that does not read its outcomes is not read from.
 */
final class Pipeline implements StreamObserver<Received> {
    private static final int WINDOW = 64;
    private static final long WINDOW_BYTES = 8L * 1024 * 1024;

    private final ServerCallStreamObserver<DynamicMessage> out;
    private final Executor workers;
    private final Function<Received, DynamicMessage> outcome;
    private int running;
    private long runningBytes;
    private boolean isAsked;
    private CompletableFuture<Void> tail = CompletableFuture.completedFuture(null);

    Pipeline(
            ServerCallStreamObserver<DynamicMessage> out,
            Executor workers,
            Function<Received, DynamicMessage> outcome) {
        this.out = out;
        this.workers = workers;
        this.outcome = outcome;
        out.disableAutoRequest();
        out.setOnReadyHandler(this::readMore);
        out.setOnCancelHandler(() -> {}); // what is on its way to the ledger is not taken back
        isAsked = true;
        out.request(1);
    }

    private void readMore() {
        synchronized (this) {
            if (isAsked || running >= WINDOW || runningBytes >= WINDOW_BYTES || !out.isReady()) {
                return;
            }
            isAsked = true;
        }
        out.request(1);
    }

    private synchronized void began(int bytes) {
        isAsked = false;
        running++;
        runningBytes += bytes;
    }

    private synchronized void ended(int bytes) {
        running--;
        runningBytes -= bytes;
    }

    @Override
    public void onNext(Received request) {
        int bytes = request.bytes().size();
        began(bytes);
        CompletableFuture<DynamicMessage> done = new CompletableFuture<>();
        try {
            workers.execute(() -> done.complete(outcome.apply(request)));
        } catch (RejectedExecutionException e) {
            done.complete(outcome.apply(request)); // all workers are busy: this stream slows itself down
        }
        tail = tail.thenAcceptBoth(done, (before, answer) -> {
            ended(bytes);
            if (!out.isCancelled()) {
                out.onNext(answer);
                readMore();
            }
        });
        readMore();
    }

    @Override
    public void onError(Throwable gone) {
        // The client is gone; what it asked for before is carried out.
    }

    @Override
    public void onCompleted() {
        tail = tail.whenComplete((last, failure) -> {
            if (!out.isCancelled()) {
                out.onCompleted();
            }
        });
    }
}
