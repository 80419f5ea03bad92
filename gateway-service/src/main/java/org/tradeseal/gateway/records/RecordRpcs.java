package org.tradeseal.gateway.records;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.grpc.Rpc;
import org.tradeseal.gateway.grpc.Rpcs;
import org.tradeseal.gateway.readmodel.Follower;
import org.tradeseal.gateway.readmodel.RecordQueries;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading records over gRPC: one, histories, lists, the work queue and the feed of changes. */
@Component
class RecordRpcs implements Rpcs {
    private static final String SERVICE = "tradeseal.record.v1.RecordService.";
    private static final int PAGE = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RecordReading reading;
    private final Work work;
    private final RecordQueries queries;
    private final Follower follower;

    RecordRpcs(RecordReading reading, Work work, RecordQueries queries, Follower follower) {
        this.reading = reading;
        this.work = work;
        this.queries = queries;
        this.follower = follower;
    }

    @Override
    public List<Rpc> rpcs() {
        return List.of(
                new Rpc.Unary(SERVICE + "Get", c -> reading.one(c.caller(), id(c), minBlock(c))),
                new Rpc.Unary(
                        SERVICE + "History",
                        c -> CanonicalJson.toTree(reading.history(c.caller(), id(c), minBlock(c)))),
                new Rpc.Unary(SERVICE + "List", this::list),
                new Rpc.Unary(
                        SERVICE + "Work",
                        c -> CanonicalJson.toTree(
                                work.of(c.caller(), c.request().path("limit").asInt(100), minBlock(c)))),
                new Rpc.Streaming(SERVICE + "Changes", this::changes));
    }

    private static RecordId id(Rpc.Call call) {
        return new RecordId(call.request().path("id").asString(""));
    }

    private static @Nullable Long minBlock(Rpc.Call call) {
        JsonNode block = call.request().get("minBlock");
        return block == null ? null : block.longValue();
    }

    private static @Nullable String text(ObjectNode request, String name) {
        JsonNode member = request.get(name);
        return member == null ? null : member.stringValue();
    }

    private JsonNode list(Rpc.Call call) {
        ObjectNode request = call.request();
        Map<String, String> fields = new LinkedHashMap<>();
        request.path("fields")
                .properties()
                .forEach(p -> fields.put(p.getKey(), p.getValue().stringValue()));
        RecordReading.Wanted wanted = new RecordReading.Wanted(
                text(request, "type"),
                text(request, "status"),
                text(request, "q"),
                fields,
                text(request, "cursor"),
                request.path("limit").asInt(50));
        return CanonicalJson.toTree(reading.list(call.caller(), wanted, minBlock(call)));
    }

    private void changes(Rpc.Call call, Rpc.Sink sink) throws InterruptedException {
        long next = call.request().path("after").asLong(-1) + 1;
        while (sink.isOpen()) {
            long seen = follower.moves();
            long end = queries.nextLeaf();
            List<RecordQueries.Placed> changes = queries.changes(call.caller(), next, PAGE);
            for (RecordQueries.Placed change : changes) {
                if (!sink.send(CanonicalJson.toTree(RecordReading.change(change)))) {
                    return;
                }
                next = change.leafIndex() + 1;
            }
            if (changes.size() < PAGE) {
                next = Math.max(next, end);
                follower.awaitMove(seen, PATIENCE);
            }
        }
    }
}
