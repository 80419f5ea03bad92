package org.tradeseal.gateway.ledger.fabric;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.hyperledger.fabric.client.GatewayException;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;

/**
 * The ledger on a Fabric channel, for one organisation. What may be public goes through another organisation's peer while
 * the own one is away; payloads and what concerns the registrars' collection never do.
 */
public final class FabricLedger implements Ledger {
    private final MspId own;
    private final Peers peers;
    private final ReadCache cache = new ReadCache();
    private final BlockStream stream;
    private final Submission submission;
    private volatile Genesis genesis;
    private volatile Sha256 digest;
    private volatile String trouble = "";

    private FabricLedger(FabricSettings settings, StateFolder folder) {
        own = settings.organisation();
        Founding founding = new Founding(own, settings.startTimeout(), settings.genesis());
        ClientIdentity client = ClientIdentity.load(own, settings.certificate(), settings.key());
        peers = new Peers(settings.endpoints().stream()
                .map(e -> new PeerConnection(settings, e, client))
                .toList());
        Commits commits = new Commits();
        stream = new BlockStream(peers.own(), new BlockDecoder(settings.chaincode()), cache, commits);
        submission = new Submission(peers, stream, commits, settings.commitTimeout());
        try {
            stream.start();
            awaitPeer(settings);
            genesis = founding.settle(new OnChannel(), folder);
            digest = genesis.ledger();
            stream.expectValuesOf(ownCollections());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Connects to the own peer and waits for the ledger. Throws IllegalStateException for what is wrongly configured. */
    public static FabricLedger open(FabricSettings settings, StateFolder folder) {
        return new FabricLedger(settings, folder);
    }

    private void awaitPeer(FabricSettings settings) {
        try {
            if (!stream.awaitBegin(settings.startTimeout())) {
                String place =
                        settings.channel() + " at " + peers.own() + ", as " + settings.certificate() + " of " + own;
                throw FabricSettings.refused(
                        "the channel " + place + ", cannot be followed: " + stream.trouble(),
                        "无法跟随通道 " + settings.channel() + "（节点 " + peers.own() + "，证书 " + settings.certificate() + "）："
                                + stream.trouble());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FabricSettings.refused("the start was interrupted", "启动被中断");
        }
    }

    private Set<String> ownCollections() {
        return genesis.registrars().contains(own)
                ? Set.of(own.payloadCollection(), RecordType.FINANCING)
                : Set.of(own.payloadCollection());
    }

    private final class OnChannel implements Founding.Chain {
        @Override
        public byte[] genesis() {
            return ask(Invocation.of(Invocation.Function.GENESIS, new byte[0]))
                    .value()
                    .toArray();
        }

        @Override
        public String trouble() {
            return trouble;
        }

        @Override
        public Committed start(Genesis wanted, Invocation call) {
            return submission.commit(submission.endorse(call, wanted.registrars()));
        }
    }

    @Override
    public Genesis genesis() {
        return genesis;
    }

    @Override
    public Sha256 digest() {
        return digest;
    }

    @Override
    public List<MspId> organisations() {
        return List.of(own);
    }

    @Override
    public Committed submit(MspId submitter, Invocation call) {
        return submission.commit(endorse(submitter, call));
    }

    Submission.Endorsed endorse(MspId submitter, Invocation call) {
        check(submitter, call);
        return submission.endorse(call, genesis.registrars());
    }

    Committed commit(Submission.Endorsed endorsed) {
        return submission.commit(endorsed);
    }

    @Override
    public byte[] evaluate(MspId submitter, Invocation call) {
        check(submitter, call);
        if (call.function() == Invocation.Function.READ) {
            String key = new String(call.argument(), StandardCharsets.ISO_8859_1);
            return cache.get(key, () -> ask(call)).toArray();
        }
        return ask(call).value().toArray();
    }

    private ReadCache.Answer ask(Invocation call) {
        RuntimeException reason = Submission.unavailable();
        for (PeerConnection peer : peers.forCall(call)) {
            try {
                return new ReadCache.Answer(Bytes.of(peer.evaluate(call)), peer == peers.own());
            } catch (GatewayException e) {
                PeerFailure failure = PeerFailure.of(e);
                reason = failure.toException();
                trouble = failure.brief();
                if (failure.refusal().isPresent() || !failure.away()) {
                    throw reason;
                }
                peer.noteAway();
            }
        }
        throw reason;
    }

    private void check(MspId submitter, Invocation call) {
        if (!submitter.equals(own)) {
            throw new Refusal(
                    ErrorCode.NOT_YOUR_ROLE,
                    submitter + " has a gateway of its own; this is " + own + "'s.",
                    submitter + " 有自己的网关；本网关属于 " + own + "。");
        }
        call.requireSize();
    }

    @Override
    public List<Block> blocks(long fromNumber, int limit) {
        return stream.blocks(fromNumber, limit);
    }

    @Override
    public long height() {
        return stream.height().blocks();
    }

    @Override
    public long awaitHeight(long height, Duration atMost) throws InterruptedException {
        return stream.height().await(height, atMost);
    }

    @Override
    public void close() {
        stream.close();
        peers.close();
    }
}
