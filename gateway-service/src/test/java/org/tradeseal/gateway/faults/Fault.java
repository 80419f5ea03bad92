package org.tradeseal.gateway.faults;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is broken in a round, and whom it may hit on either ledger; on neither, if nobody is named. */
enum Fault {
    /** One of the endorsing peers: the two others are a majority. */
    REGISTRAR_PEER("kill -9", List.of("peer.customs", "peer.ip-centre", "peer.regulator")),
    /** The peer whose blocks the writing gateway follows. */
    OWN_PEER("kill -9", List.of("peer.operator")),
    RAFT_LEADER("kill -9", List.of("the leading orderer")),
    CHAINCODE(
            "kill -9",
            List.of("chaincode.operator", "chaincode.customs", "chaincode.ip-centre", "chaincode.regulator")),
    /** Somebody starts it again at once; meanwhile nobody answers. */
    GATEWAY("kill -9", List.of("gateway.operator"), List.of("gateway")),
    /** The gateway itself starts its database again. */
    POSTGRESQL("kill -9", List.of("the database of gateway.operator"), List.of("the database")),
    FULL_DISK("full disk", List.of("peer.customs", "peer.ip-centre"), List.of("the state folder")),
    /** One of four: three are enough. */
    BFT_ORDERER("kill -9", List.of("orderer1", "orderer2", "orderer3", "orderer4")),
    /** As when the machine goes: gateway and database at once. */
    BOTH("kill -9", List.of(), List.of("gateway and database")),
    /** Calls are repeated, delayed, overtaken and cut on their way. */
    PROXY("mischief", List.of(), List.of("calls")),
    /** While the gateway is down. */
    CHECKPOINT(
            "damage",
            List.of(),
            Stream.of(CheckpointDamage.values()).map(Enum::name).toList()),
    /** In a row of the ledger. */
    BIT_FLIP(
            "a flipped bit",
            List.of(),
            List.of(
                    "ledger.block.previous_hash",
                    "ledger.block.data_hash",
                    "ledger.block.hash",
                    "ledger.transaction.envelope",
                    "ledger.state.value"));

    /** What runs under a registry. */
    enum Ground {
        FABRIC,
        EMBEDDED
    }

    private final String means;
    private final Map<Ground, List<String>> victims;

    Fault(String means, List<String> onFabric) {
        this(means, onFabric, List.of());
    }

    Fault(String means, List<String> onFabric, List<String> onEmbedded) {
        this.means = means;
        this.victims = Map.of(Ground.FABRIC, onFabric, Ground.EMBEDDED, onEmbedded);
    }

    /** The faults that may come to this ledger. */
    static List<Fault> on(Ground ground) {
        return Stream.of(values()).filter(f -> !f.victims(ground).isEmpty()).toList();
    }

    String means() {
        return means;
    }

    List<String> victims(Ground ground) {
        return victims.getOrDefault(ground, List.of());
    }

    boolean onRaft() {
        return this != BFT_ORDERER;
    }
}
