package org.tradeseal.gateway.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of a run, on one registry that is made for the first of them. System properties: {@code tradeseal.faults.seed}
 * (1), {@code .rounds} (0: each fault once), {@code .only} (names of faults), {@code .recovery-seconds} (60 amid all
 * other tests; {@code scripts/test --faults} asks for 30), {@code .network} (the state folder of a Raft
 * network that is up already and stays up).
 */
final class Rounds implements AutoCloseable {
    private static final String SETTINGS = "tradeseal.faults.";

    private final Supplier<Registry> made;
    private @Nullable Registry registry;

    private Rounds(Supplier<Registry> made) {
        this.made = made;
    }

    /** Rounds on a Fabric network whose orderers agree in this way. */
    static Rounds onFabric(String ordering) {
        String given = System.getProperty(SETTINGS + "network", "");
        return new Rounds(() -> given.isEmpty() || !ordering.equals("raft")
                ? FaultNetwork.start(ordering)
                : FaultNetwork.at(Path.of(given)));
    }

    /** Rounds on a gateway with the embedded ledger. */
    static Rounds onEmbedded() {
        return new Rounds(FaultGateway::start);
    }

    static List<Plan> planned(Fault.Ground ground) {
        String only = System.getProperty(SETTINGS + "only", "");
        return Plan.rounds(ground, Integer.getInteger(SETTINGS + "rounds", 0), Long.getLong(SETTINGS + "seed", 1L))
                .stream()
                .filter(plan -> only.isEmpty() || only.contains(plan.fault().name()))
                .toList();
    }

    void play(Plan plan) throws Exception {
        Duration limit = Duration.ofSeconds(Integer.getInteger(SETTINGS + "recovery-seconds", 60));
        Round round = new Round(registry(), limit, plan);
        try {
            assertThat(round.play()).as(plan.toString()).isEmpty();
        } finally {
            if (round.isRegistrySpoilt()) {
                close();
            }
        }
    }

    /** The registry of these rounds, made when it is first needed. */
    Registry registry() {
        if (registry == null) {
            registry = made.get();
        }
        return registry;
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
            registry = null;
        }
    }
}
