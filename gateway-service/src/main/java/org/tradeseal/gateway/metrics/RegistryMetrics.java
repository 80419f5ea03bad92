package org.tradeseal.gateway.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.delivery.Intents;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.LedgerClient;
import org.tradeseal.gateway.log.Heads;
import org.tradeseal.gateway.log.LogAlarms;
import org.tradeseal.gateway.log.LogTree;
import org.tradeseal.gateway.readmodel.Follower;

/**
 * The registry's own figures, beside those of HTTP, JVM and database pool. They count; no figure and no label holds what a
 * record says or who asked. Commands are timed where they are submitted ({@link LedgerClient#enqueue}).
 */
@Component
class RegistryMetrics implements MeterBinder {
    private final Ledger ledger;
    private final LedgerClient client;
    private final Follower follower;
    private final LogTree tree;
    private final Heads heads;
    private final LogAlarms alarms;
    private final Intents intents;

    RegistryMetrics(
            Ledger ledger,
            LedgerClient client,
            Follower follower,
            LogTree tree,
            Heads heads,
            LogAlarms alarms,
            Intents intents) {
        this.ledger = ledger;
        this.client = client;
        this.follower = follower;
        this.tree = tree;
        this.heads = heads;
        this.alarms = alarms;
        this.intents = intents;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "tradeseal.ledger.blocks", "Blocks of the ledger", ledger, Ledger::height);
        gauge(
                registry,
                "tradeseal.readmodel.blocks",
                "Blocks that lists, searches and feed know",
                follower,
                Follower::nextBlock);
        gauge(
                registry,
                "tradeseal.commands.waiting",
                "Commands waiting for a transaction",
                client,
                LedgerClient::waiting);
        gauge(registry, "tradeseal.log.leaves", "Leaves of the transparency log", tree, LogTree::size);
        gauge(registry, "tradeseal.log.signed.leaves", "Leaves under the newest signed head", heads, Heads::signedSize);
        gauge(
                registry,
                "tradeseal.log.alarms",
                "Alarms about the log that nobody has decided",
                alarms,
                LogAlarms::open);
        gauge(
                registry,
                "tradeseal.deliveries.waiting",
                "Records whose documents have not reached every recipient",
                intents,
                Intents::waiting);
    }

    private static <T> void gauge(
            MeterRegistry registry, String name, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(description).register(registry);
    }
}
