package org.tradeseal.gateway.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tradeseal.verify.RecordId;

/** Whether what was acknowledged is where it has to be: valid on every peer, and part of the read model. */
final class Arrival implements AutoCloseable {
    private static final int SAMPLES = 12;
    private static final long PATIENCE_MILLIS = 120_000;

    private final FabricNetwork network;
    private final RestClient gateway;
    private final Map<String, FabricClient> peers = new LinkedHashMap<>();
    private long counted;

    Arrival(FabricNetwork network, RestClient gateway) throws Exception {
        this.network = network;
        this.gateway = gateway;
        for (String organisation : network.organisations()) {
            peers.put(organisation, FabricClient.at(network, organisation));
        }
        this.counted = leaves();
    }

    /** Checks one measurement, once the network has settled. Throws IllegalStateException. */
    void check(Load.Measured measured) throws Exception {
        for (String organisation : peers.keySet()) {
            await(() -> network.height(organisation) > measured.lastBlock(), "the peer of " + organisation);
        }
        await(() -> sees(measured.lastBlock()), "the read model");
        long now = leaves();
        boolean all = measured.failures() == 0
                ? now - counted == measured.acknowledged()
                : now - counted >= measured.acknowledged(); // a failed call may have been committed all the same
        if (!all) {
            throw new IllegalStateException(
                    measured.acknowledged() + " records were acknowledged, the read model has " + (now - counted));
        }
        counted = now;
        checkSamples(measured.samples());
    }

    private void checkSamples(List<RecordId> samples) throws Exception {
        int step = Math.max(1, samples.size() / SAMPLES);
        for (int i = 0; i < samples.size(); i += step) {
            RecordId id = samples.get(i);
            gateway.get("/v1/records/" + id);
            for (Map.Entry<String, FabricClient> peer : peers.entrySet()) {
                if (!peer.getValue().has(id)) {
                    throw new IllegalStateException("the peer of " + peer.getKey() + " has no " + id);
                }
            }
        }
    }

    private boolean sees(long block) throws IOException {
        try {
            gateway.get("/v1/ledger?minBlock=" + block);
            return true;
        } catch (IllegalStateException behind) {
            return false;
        }
    }

    /** How many record versions the read model holds: the first position at which its feed of changes is empty. */
    long leaves() throws IOException {
        long some = 0;
        long none = 1;
        while (hasLeaf(none)) {
            some = none;
            none *= 2;
        }
        while (none - some > 1) {
            long middle = (some + none) / 2;
            if (hasLeaf(middle)) {
                some = middle;
            } else {
                none = middle;
            }
        }
        return none;
    }

    private boolean hasLeaf(long position) throws IOException {
        return !gateway.get("/v1/changes?limit=1&after=" + (position - 1))
                .path("items")
                .isEmpty();
    }

    /** Something to wait for. */
    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition, String who) throws Exception {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!condition.holds()) {
            if (System.currentTimeMillis() > end) {
                throw new IllegalStateException(who + " does not catch up");
            }
            Thread.sleep(100);
        }
    }

    @Override
    public void close() {
        for (FabricClient peer : peers.values()) {
            peer.close();
        }
    }
}
