package org.tradeseal.gateway.faults;

import java.util.List;

/** What is broken in a round, and whom it may hit. */
enum Fault {
    /** One of the endorsing peers: the two others are a majority. */
    REGISTRAR_PEER("kill -9", List.of("peer.customs", "peer.ip-centre", "peer.regulator"), true),
    /** The peer whose blocks the writing gateway follows. */
    OWN_PEER("kill -9", List.of("peer.operator"), true),
    RAFT_LEADER("kill -9", List.of("the leading orderer"), true),
    CHAINCODE(
            "kill -9",
            List.of("chaincode.operator", "chaincode.customs", "chaincode.ip-centre", "chaincode.regulator"),
            true),
    /** Somebody starts it again at once; meanwhile nobody answers. */
    GATEWAY("kill -9", List.of("gateway.operator"), false),
    /** The gateway itself starts its database again. */
    POSTGRESQL("kill -9", List.of("the database of gateway.operator"), false),
    FULL_DISK("full disk", List.of("peer.customs", "peer.ip-centre"), true),
    /** One of four: three are enough. */
    BFT_ORDERER("kill -9", List.of("orderer1", "orderer2", "orderer3", "orderer4"), true);

    private final String means;
    private final List<String> victims;
    private final boolean writesGoOn;

    Fault(String means, List<String> victims, boolean writesGoOn) {
        this.means = means;
        this.victims = victims;
        this.writesGoOn = writesGoOn;
    }

    String means() {
        return means;
    }

    List<String> victims() {
        return victims;
    }

    /** Whether the rest of the network carries on without the victim. */
    boolean writesGoOn() {
        return writesGoOn;
    }

    boolean onRaft() {
        return this != BFT_ORDERER;
    }
}
