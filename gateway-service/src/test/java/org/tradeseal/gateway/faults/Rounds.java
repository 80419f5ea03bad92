package org.tradeseal.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of a run, on one network that is made for the first of them. System properties: {@code tradeseal.faults.seed}
 * (1), {@code .rounds} (0: each fault once), {@code .only} (names of faults), {@code .recovery-seconds} (60 amid all
 * other tests; {@code scripts/test --faults} asks for 30), {@code .network} (the state folder of a Raft
 * network that is up already and stays up).
 */
final class Rounds implements AutoCloseable {
    private static final String SETTINGS = "tradeseal.faults.";

    private final String ordering;
    private @Nullable FaultNetwork network;

    Rounds(String ordering) {
        this.ordering = ordering;
    }

    static List<Plan> planned() {
        String only = System.getProperty(SETTINGS + "only", "");
        return Plan.rounds(Integer.getInteger(SETTINGS + "rounds", 0), Long.getLong(SETTINGS + "seed", 1L)).stream()
                .filter(plan -> only.isEmpty() || only.contains(plan.fault().name()))
                .toList();
    }

    void play(Plan plan) throws Exception {
        Duration limit = Duration.ofSeconds(Integer.getInteger(SETTINGS + "recovery-seconds", 60));
        assertThat(new Round(network(), limit, plan).play()).as(plan.toString()).isEmpty();
    }

    private FaultNetwork network() {
        if (network == null) {
            String given = System.getProperty(SETTINGS + "network", "");
            network = given.isEmpty() || !ordering.equals("raft")
                    ? FaultNetwork.start(ordering)
                    : FaultNetwork.at(Path.of(given));
        }
        return network;
    }

    @Override
    public void close() {
        if (network != null) {
            network.close();
        }
    }
}
