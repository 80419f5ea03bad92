package org.tradeseal.gateway.ledger.fabric;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.client.CloseableIterator;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.GatewayRuntimeException;
import org.hyperledger.fabric.protos.common.BlockchainInfo;
import org.hyperledger.fabric.protos.peer.BlockAndPrivateData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Height;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;

/**
 * The one stream of blocks from the own peer. It begins at the peer's newest block and goes on, after an interruption, at
 * the block that it had come to; each block reaches the cache before the height, and the height before those who wait for
 * its transactions.
 */
final class BlockStream implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BlockStream.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final long HISTORY_BYTES = 32L * 1024 * 1024;

    private final PeerConnection peer;
    private final BlockDecoder decoder;
    private final ReadCache cache;
    private final Commits commits;
    private final RecentBlocks recent = new RecentBlocks();
    private final Height height = new Height(0);
    private final CountDownLatch connected = new CountDownLatch(1);
    private final Thread thread = new Thread(this, "fabric-blocks");
    private @Nullable Sha256 lastHash;
    private Duration pause = FIRST_PAUSE;
    private volatile @Nullable CloseableIterator<BlockAndPrivateData> delivery;
    private volatile boolean live;
    private volatile boolean closed;
    private volatile String trouble = "";

    BlockStream(PeerConnection peer, BlockDecoder decoder, ReadCache cache, Commits commits) {
        this.peer = peer;
        this.decoder = decoder;
        this.cache = cache;
        this.commits = commits;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Height height() {
        return height;
    }

    /** Whether blocks arrive as soon as the own peer has them. */
    boolean live() {
        return live;
    }

    /** Why there is no stream. */
    String trouble() {
        return trouble;
    }

    /** Waits until the stream has begun. */
    boolean awaitBegin(Duration atMost) throws InterruptedException {
        return connected.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                follow();
                interrupted("the peer ended it");
            } catch (GatewayException e) {
                interrupted(PeerFailure.of(e).brief());
            } catch (GatewayRuntimeException e) {
                interrupted(PeerFailure.of(e).brief());
            } catch (RuntimeException e) {
                interrupted(e.toString());
            } finally {
                live = false;
                cache.suspend();
            }
            pause();
        }
    }

    private void interrupted(String reason) {
        if (!closed && (live || !reason.equals(trouble))) {
            LOG.warn("No blocks from {} beyond {}: {}", peer, height.blocks() - 1, reason);
        }
        trouble = reason;
    }

    private void pause() {
        try {
            Thread.sleep(pause.toMillis());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private void follow() throws GatewayException {
        BlockchainInfo chain = peer.chain();
        if (connected.getCount() > 0) {
            lastHash = Sha256.fromBytes(chain.getCurrentBlockHash().toByteArray());
            height.set(chain.getHeight());
        }
        try (CloseableIterator<BlockAndPrivateData> blocks = peer.follow(height.blocks())) {
            delivery = blocks;
            caughtUp(chain.getHeight());
            while (!closed && blocks.hasNext()) {
                publish(decoder.decode(blocks.next()));
                caughtUp(chain.getHeight());
            }
        } finally {
            delivery = null;
        }
    }

    // Until the peer's blocks are all here, its answers may be newer than the blocks that would update them.
    private void caughtUp(long chainHeight) {
        if (!live && height.blocks() >= chainHeight) {
            live = true;
            cache.use();
            pause = FIRST_PAUSE;
            if (!trouble.isEmpty()) {
                LOG.info("Following {} again, from block {} on.", peer, height.blocks());
                trouble = "";
            }
            connected.countDown();
        }
    }

    private void publish(Block block) {
        long next = height.blocks();
        if (block.number() < next) {
            return;
        }
        if (block.number() > next || (lastHash != null && !block.previousHash().equals(lastHash))) {
            throw new IllegalStateException("block " + block.number() + " of " + peer + " does not follow block "
                    + (next - 1) + " / 节点 " + peer + " 的第 " + block.number() + " 块与第 " + (next - 1) + " 块不相接");
        }
        lastHash = block.hash();
        cache.apply(block);
        recent.add(block);
        height.set(block.number() + 1);
        commits.apply(block);
    }

    /** At most this many blocks, from memory or else from the own peer. Refuses UNAVAILABLE while that is away. */
    List<Block> blocks(long from, int limit) {
        long end = Math.min(height.blocks(), from + limit);
        if (from >= end) {
            return List.of();
        }
        List<Block> known = recent.from(from, (int) (end - from));
        return known.isEmpty() ? history(from, end) : known;
    }

    private List<Block> history(long from, long end) {
        List<Block> read = new ArrayList<>();
        long bytes = 0;
        try (CloseableIterator<BlockAndPrivateData> blocks = peer.history(from)) {
            while (from + read.size() < end && bytes < HISTORY_BYTES && blocks.hasNext()) {
                Block block = decoder.decode(blocks.next());
                read.add(block);
                bytes += RecentBlocks.sizeBytes(block);
            }
        } catch (GatewayRuntimeException e) {
            LOG.warn(
                    "Blocks from {} on cannot be read from {}: {}",
                    from,
                    peer,
                    PeerFailure.of(e).brief());
        }
        if (read.isEmpty()) {
            throw new Refusal(ErrorCode.UNAVAILABLE, "The own peer cannot be reached.", "无法连接本组织的节点。");
        }
        return read;
    }

    @Override
    public void close() {
        closed = true;
        CloseableIterator<BlockAndPrivateData> open = delivery;
        if (open != null) {
            open.close();
        }
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
