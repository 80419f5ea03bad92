package org.tradeseal.gateway.ledger;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/**
 * A shared ledger as one organisation's gateway meets it on Fabric: it submits and reads for this organisation only, and
 * its blocks hold no values of collections that the organisation is no member of.
 */
public final class OneOrganisation implements Ledger {
    private final Ledger shared;
    private final MspId own;
    private final AtomicReference<UnaryOperator<Block>> peer = new AtomicReference<>(b -> b);

    private long end = Long.MAX_VALUE;

    public OneOrganisation(Ledger shared, MspId own) {
        this.shared = shared;
        this.own = own;
    }

    /** The ledger as it was when it had so many blocks. */
    public OneOrganisation upTo(long blocks) {
        end = blocks;
        return this;
    }

    /** What the organisation's peer makes of the blocks that are read from now on. */
    public void readsBlocksAs(UnaryOperator<Block> change) {
        peer.set(change);
    }

    @Override
    public Genesis genesis() {
        return shared.genesis();
    }

    @Override
    public List<MspId> organisations() {
        return List.of(own);
    }

    @Override
    public Committed submit(MspId submitter, Invocation call) {
        return shared.submit(require(submitter), call);
    }

    @Override
    public byte[] evaluate(MspId submitter, Invocation call) {
        return shared.evaluate(require(submitter), call);
    }

    private MspId require(MspId submitter) {
        if (!submitter.equals(own)) {
            throw new Refusal(ErrorCode.NOT_YOUR_ROLE, own + " is not " + submitter + ".", own + " 不是 " + submitter);
        }
        return submitter;
    }

    @Override
    public List<Block> blocks(long fromNumber, int limit) {
        return shared.blocks(fromNumber, limit).stream()
                .filter(b -> b.number() < end)
                .map(b -> new Block(
                        b.number(),
                        b.previousHash(),
                        b.hash(),
                        b.transactions().stream().map(this::asSeen).toList()))
                .map(peer.get())
                .toList();
    }

    private Block.Tx asSeen(Block.Tx tx) {
        boolean registrar = genesis().registrars().contains(own);
        return new Block.Tx(
                tx.id(),
                tx.submitter(),
                tx.timestamp(),
                tx.validation(),
                tx.function(),
                tx.argument(),
                tx.writes(),
                tx.privateWrites().stream()
                        .filter(w -> w.collection().equals("financing")
                                ? registrar
                                : w.collection().equals(own.payloadCollection()))
                        .toList(),
                tx.collections(),
                new TreeSet<>(genesis().registrars()),
                tx.event());
    }

    @Override
    public long height() {
        return Math.min(end, shared.height());
    }

    @Override
    public long awaitHeight(long height, Duration atMost) throws InterruptedException {
        return shared.awaitHeight(height, atMost);
    }

    @Override
    public void close() {
        // The ledger belongs to whoever opened it.
    }
}
