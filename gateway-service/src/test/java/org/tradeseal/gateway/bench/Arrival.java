package org.tradeseal.gateway.bench;

import java.io.IOException;
import java.util.List;
import org.tradeseal.verify.RecordId;

/** Whether what was acknowledged is where it has to be: valid on every peer, if there are any, and part of the read model. */
final class Arrival {
    private static final int SAMPLES = 12;
    private static final long PATIENCE_MILLIS = 120_000;

    private final List<Peer> peers;
    private final RestClient gateway;
    private long counted;

    /** Another copy of the ledger. */
    interface Peer {
        String name();

        long height();

        boolean has(RecordId id) throws Exception;
    }

    Arrival(List<Peer> peers, RestClient gateway) throws IOException {
        this.peers = List.copyOf(peers);
        this.gateway = gateway;
        this.counted = leaves();
    }

    /** Begins to count anew, after something else has recorded. */
    void recount() throws IOException {
        counted = leaves();
    }

    /** Checks one measurement, once the network has settled. Throws IllegalStateException. */
    void check(Load.Measured measured) throws Exception {
        for (Peer peer : peers) {
            await(() -> peer.height() > measured.lastBlock(), "the peer of " + peer.name());
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
            for (Peer peer : peers) {
                if (!peer.has(id)) {
                    throw new IllegalStateException("the peer of " + peer.name() + " has no " + id);
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
}
