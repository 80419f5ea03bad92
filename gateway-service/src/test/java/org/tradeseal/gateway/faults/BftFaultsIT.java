package org.tradeseal.gateway.faults;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tradeseal.gateway.ledger.fabric.FabricNeeded;

/** Faults on one network whose four orderers agree by SmartBFT. */
@FabricNeeded
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BftFaultsIT {
    private final Rounds rounds = Rounds.onFabric("bft");

    List<Plan> plans() {
        return Rounds.planned(Fault.Ground.FABRIC).stream()
                .filter(p -> !p.fault().onRaft())
                .toList();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("plans")
    void nothingAcknowledgedIsLostOrDoubledAndWritesComeBack(Plan plan) throws Exception {
        rounds.play(plan);
    }

    @AfterAll
    void end() {
        rounds.close();
    }
}
