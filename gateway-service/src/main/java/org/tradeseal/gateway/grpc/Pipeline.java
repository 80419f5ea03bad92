package org.tradeseal.gateway.grpc;

import com.google.protobuf.DynamicMessage;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A stream of requests and of their outcomes in the same order. A window of them runs at a time, so that they share
 * ledger transactions; a client that does not read its outcomes is not read from.
 */
final class Pipeline implements StreamObserver<DynamicMessage> {
    private static final int WINDOW = 64;

    private final ServerCallStreamObserver<DynamicMessage> out;
    private final Executor workers;
    private final Function<DynamicMessage, DynamicMessage> outcome;
    private final AtomicInteger owed = new AtomicInteger();
    private CompletableFuture<Void> tail = CompletableFuture.completedFuture(null);

    Pipeline(
            ServerCallStreamObserver<DynamicMessage> out,
            Executor workers,
            Function<DynamicMessage, DynamicMessage> outcome) {
        this.out = out;
        this.workers = workers;
        this.outcome = outcome;
        out.disableAutoRequest();
        out.setOnReadyHandler(this::readMore);
        out.setOnCancelHandler(() -> {}); // what is on its way to the ledger is not taken back
        out.request(WINDOW);
    }

    private void readMore() {
        if (out.isReady()) {
            int more = owed.getAndSet(0);
            if (more > 0) {
                out.request(more);
            }
        }
    }

    @Override
    public void onNext(DynamicMessage request) {
        CompletableFuture<DynamicMessage> done = new CompletableFuture<>();
        try {
            workers.execute(() -> done.complete(outcome.apply(request)));
        } catch (RejectedExecutionException e) {
            done.complete(outcome.apply(request)); // all workers are busy: this stream slows itself down
        }
        tail = tail.thenAcceptBoth(done, (before, answer) -> {
            if (!out.isCancelled()) {
                out.onNext(answer);
                owed.incrementAndGet();
                readMore();
            }
        });
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
