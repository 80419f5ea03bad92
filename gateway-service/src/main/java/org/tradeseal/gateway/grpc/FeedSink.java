package org.tradeseal.gateway.grpc;

import com.google.protobuf.DynamicMessage;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Sends a feed's messages no faster than the client takes them. */
final class FeedSink implements Rpc.Sink {
    private final ServerCallStreamObserver<DynamicMessage> out;
    private final Function<JsonNode, DynamicMessage> messages;

    FeedSink(ServerCallStreamObserver<DynamicMessage> out, Function<JsonNode, DynamicMessage> messages) {
        this.out = out;
        this.messages = messages;
        out.setOnReadyHandler(this::wake);
        out.setOnCancelHandler(this::wake);
    }

    private synchronized void wake() {
        notifyAll();
    }

    @Override
    public synchronized boolean send(JsonNode message) throws InterruptedException {
        while (isOpen() && !out.isReady()) {
            wait(1000);
        }
        if (isOpen()) {
            out.onNext(messages.apply(message));
        }
        return isOpen();
    }

    @Override
    public boolean isOpen() {
        return !out.isCancelled();
    }

    synchronized void complete() {
        if (isOpen()) {
            out.onCompleted();
        }
    }

    synchronized void fail(Throwable reason) {
        if (isOpen()) {
            out.onError(reason);
        }
    }
}
