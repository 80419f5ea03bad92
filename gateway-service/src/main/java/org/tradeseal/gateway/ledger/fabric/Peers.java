package org.tradeseal.gateway.ledger.fabric;

import java.util.ArrayList;
import java.util.List;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;

/** The peers this gateway speaks to: the own one, and those of other organisations for what may pass through them. */
record Peers(List<PeerConnection> all) implements AutoCloseable {
    Peers {
        all = List.copyOf(all);
    }

    PeerConnection own() {
        return all.get(0);
    }

    /** The peers that this call may be handed to, those that seem to answer first; the own organisation's always may. */
    List<PeerConnection> forCall(Invocation call) {
        boolean foreign = mayPassForeignPeers(call);
        List<PeerConnection> answering = new ArrayList<>();
        List<PeerConnection> away = new ArrayList<>();
        for (PeerConnection peer : all) {
            if (foreign || peer.msp().equals(own().msp())) {
                (peer.seemsAway() ? away : answering).add(peer);
            }
        }
        answering.addAll(away);
        return answering;
    }

    // The gateway service of a peer sees the transient argument of what it forwards, and what is answered.
    private static boolean mayPassForeignPeers(Invocation call) {
        return switch (call.function()) {
            case SUBMIT, READ, GENESIS -> true;
            case PREVIEW -> isOfTheChannel(call);
            case START, SUBMIT_PRIVATE, DELIVER, READ_PRIVATE, READ_PAYLOAD -> false;
        };
    }

    private static boolean isOfTheChannel(Invocation preview) {
        Command command = CanonicalJson.readCanonical(preview.transientArgument(), Command.class);
        return Contracts.rule(command.command()).home() == RecordType.Home.CHANNEL;
    }

    @Override
    public void close() {
        all.forEach(PeerConnection::close);
    }
}
