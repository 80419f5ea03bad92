package org.tradeseal.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class ProgressTest {
    private final Progress progress = new Progress();

    @Test
    void whoKeepsUpIsReadyHoweverLongNothingHappens() {
        assertThat(at(0, 7, 7)).isEqualTo(Status.UP);
        assertThat(at(1000, 7, 7)).isEqualTo(Status.UP);
    }

    @Test
    void whoIsBehindButMovesIsReady() {
        assertThat(at(0, 500, 1)).isEqualTo(Status.UP);
        assertThat(at(29, 900, 20)).isEqualTo(Status.UP);
        assertThat(at(58, 1300, 40)).isEqualTo(Status.UP);
    }

    @Test
    void whoStandsStillBeforeWaitingBlocksIsNotReadyUntilItMoves() {
        assertThat(at(0, 8, 7)).isEqualTo(Status.UP);
        assertThat(at(30, 8, 7)).isEqualTo(Status.UP);
        assertThat(at(31, 9, 7)).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(at(32, 9, 8)).isEqualTo(Status.UP);
    }

    private Status at(long second, long blocks, long known) {
        return progress.at(blocks, known, Duration.ofSeconds(second).toNanos()).getStatus();
    }
}
