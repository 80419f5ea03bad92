package org.tradeseal.gateway.ledger.fabric;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.record.MspId;

/**
 * The gateways' ledgers of all organisations as one, for tests that speak for several. Their peers are apart by
 * milliseconds, so that what was acknowledged to one is waited for before another is asked.
 */
final class NetworkLedger implements Ledger {
    private final Map<MspId, FabricLedger> ledgers;
    private final FabricLedger first;
    private final AtomicLong acknowledged = new AtomicLong();

    NetworkLedger(Map<MspId, FabricLedger> ledgers, MspId first) {
        this.ledgers = Map.copyOf(ledgers);
        this.first = of(first);
    }

    FabricLedger of(MspId msp) {
        FabricLedger ledger = ledgers.get(msp);
        if (ledger == null) {
            throw new IllegalArgumentException(msp + " has no gateway here");
        }
        return ledger;
    }

    @Override
    public Genesis genesis() {
        return first.genesis();
    }

    @Override
    public List<MspId> organisations() {
        return List.copyOf(ledgers.keySet());
    }

    @Override
    public Committed submit(MspId submitter, Invocation call) {
        return acknowledge(of(submitter).submit(submitter, call));
    }

    Committed acknowledge(Committed committed) {
        acknowledged.accumulateAndGet(committed.block(), Math::max);
        return committed;
    }

    @Override
    public byte[] evaluate(MspId submitter, Invocation call) {
        return caughtUp(of(submitter)).evaluate(submitter, call);
    }

    private FabricLedger caughtUp(FabricLedger ledger) {
        try {
            ledger.awaitHeight(acknowledged.get() + 1, Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return ledger;
    }

    @Override
    public List<Block> blocks(long fromNumber, int limit) {
        return caughtUp(first).blocks(fromNumber, limit);
    }

    @Override
    public long height() {
        return caughtUp(first).height();
    }

    @Override
    public long awaitHeight(long height, Duration atMost) throws InterruptedException {
        return first.awaitHeight(height, atMost);
    }

    @Override
    public void close() {
        ledgers.values().forEach(FabricLedger::close);
    }
}
