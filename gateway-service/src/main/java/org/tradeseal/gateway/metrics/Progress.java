package org.tradeseal.gateway.metrics;

import java.time.Duration;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether lists, searches and acknowledgements keep up with the ledger: not ready while blocks have waited for more than
 * {@link #PATIENCE} and the read model stands still. A gateway that is not ready is still alive: do not kill it.
 */
final class Progress {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private long seen = -1;
    private long movedAtNanos;

    /** The state at a time, when the ledger has so many blocks and the read model knows so many of them. */
    synchronized Health at(long blocks, long known, long nowNanos) {
        if (known != seen || known >= blocks) {
            seen = known;
            movedAtNanos = nowNanos;
        }
        boolean stands = Duration.ofNanos(nowNanos - movedAtNanos).compareTo(PATIENCE) > 0;
        return (stands ? Health.outOfService() : Health.up())
                .withDetail("blocks", blocks)
                .withDetail("known", known)
                .build();
    }
}
