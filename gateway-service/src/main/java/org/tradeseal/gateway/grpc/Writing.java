package org.tradeseal.gateway.grpc;

import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.commands.Commands;
import org.tradeseal.verify.CanonicalJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How a request is to be written: what REST says in headers, and gRPC in the message's {@code options}. */
public record Writing(String idempotencyKey, @Nullable Integer expectedVersion, boolean prepare) {

    /** Takes the options out of a request. */
    public static Writing takenFrom(ObjectNode request, Commands commands) {
        JsonNode options = request.remove("options");
        JsonNode given = options == null ? CanonicalJson.jsonMapper().createObjectNode() : options;
        JsonNode version = given.get("expectedVersion");
        return new Writing(
                given.path("idempotencyKey").asString(commands.newIdempotencyKey()),
                version == null ? null : version.intValue(),
                given.path("prepare").asBoolean(false));
    }

    /** Executes or prepares the request; the answer is an {@code …Answer} message. */
    public ObjectNode carriedOut(Rpc.Call call, Commands.Request request, Commands commands) {
        if (!prepare) {
            return CommandRpcs.written(commands.execute(call.caller(), request), idempotencyKey);
        }
        ObjectNode answer = CanonicalJson.jsonMapper().createObjectNode();
        answer.set("prepared", CanonicalJson.toTree(commands.prepare(call.caller(), request)));
        answer.put("replayed", false);
        answer.put("idempotencyKey", idempotencyKey);
        return answer;
    }
}
