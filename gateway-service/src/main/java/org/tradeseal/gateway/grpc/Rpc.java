package org.tradeseal.gateway.grpc;

import org.tradeseal.gateway.access.Caller;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One rpc and the feature function that answers it; requests and answers are the JSON that REST speaks. */
public sealed interface Rpc {
    /** The full name, for example {@code tradeseal.record.v1.RecordService.Get}. */
    String name();

    /** A request with its caller; {@code language} is {@code zh} or {@code en}. */
    record Call(Caller caller, ObjectNode request, String language) {}

    /** Answers one request. Throws a Refusal. */
    @FunctionalInterface
    interface Answer {
        JsonNode to(Call call);
    }

    /** Answers one request by messages without end. */
    @FunctionalInterface
    interface Feed {
        void follow(Call call, Sink sink) throws InterruptedException;
    }

    /** Where a feed's messages go. */
    interface Sink {
        /** Waits until the client takes more, then sends; false once the client is gone. */
        boolean send(JsonNode message) throws InterruptedException;

        boolean isOpen();
    }

    /** One request, one answer. */
    record Unary(String name, Answer answer) implements Rpc {}

    /** One request, a stream of messages. */
    record Streaming(String name, Feed feed) implements Rpc {}

    /** A stream of requests, one outcome for each, in order: {@code {"answer": …}} or {@code {"refusal": …}}. */
    record Many(String name, Answer answer) implements Rpc {}
}
