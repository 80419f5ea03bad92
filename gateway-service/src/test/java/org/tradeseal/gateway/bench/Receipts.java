package org.tradeseal.gateway.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.tradeseal.verify.RecordId;
import tools.jackson.databind.JsonNode;

/** Records from all over the ledger, whose receipts are asked for. */
final class Receipts {
    private static final int SAMPLES = 400;
    private static final int AT_ONCE = 25;

    private final List<RecordId> ids = new ArrayList<>();
    private final long leaves;

    Receipts(RestClient gateway, long leaves) throws IOException {
        this.leaves = leaves;
        for (int i = 0; i < SAMPLES / AT_ONCE; i++) {
            long after = ThreadLocalRandom.current().nextLong(leaves) - 1;
            JsonNode page = gateway.get("/v1/changes?limit=" + AT_ONCE + "&after=" + after);
            page.path("items")
                    .forEach(item -> ids.add(new RecordId(item.at("/record/id").asString(""))));
        }
    }

    long leaves() {
        return leaves;
    }

    /** A caller who asks for one after the other, in an order of its own. */
    Filer reader(RestClient gateway) {
        return () -> {
            RecordId id = ids.get(ThreadLocalRandom.current().nextInt(ids.size()));
            gateway.send("GET", "/v1/records/" + id + "/receipt", Map.of(), null);
            return new Filer.Filed(1, id, 0);
        };
    }
}
