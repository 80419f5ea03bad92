package org.tradeseal.gateway.metrics;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.readmodel.Follower;

/** {@link Progress} as part of the gateway's readiness, named {@code registry}. */
@Component
class RegistryHealthIndicator implements HealthIndicator {
    private final Ledger ledger;
    private final Follower follower;
    private final Progress progress = new Progress();

    RegistryHealthIndicator(Ledger ledger, Follower follower) {
        this.ledger = ledger;
        this.follower = follower;
    }

    @Override
    public Health health() {
        return progress.at(ledger.height(), follower.nextBlock(), System.nanoTime());
    }
}
