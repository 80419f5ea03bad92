package org.tradeseal.gateway.readmodel;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.ledger.Block;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.log.LogGrown;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** Follows the ledger's blocks and applies them to the read model, one database transaction a block. */
@Component
public class Follower implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final int BLOCKS_AT_ONCE = 50;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final BlockApplication application;
    private final HiddenLeaves hidden;
    private final ApplicationEventPublisher events;
    private final boolean rebuild;
    private final Thread thread = new Thread(this, "follower");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile boolean stopped;
    private volatile long nextBlock;
    private final AtomicLong moves = new AtomicLong();

    Follower(
            Ledger ledger,
            BlockApplication application,
            HiddenLeaves hidden,
            ApplicationEventPublisher events,
            @Value("${tradeseal.read-model.rebuild:false}") boolean rebuild) {
        this.ledger = ledger;
        this.application = application;
        this.hidden = hidden;
        this.events = events;
        this.rebuild = rebuild;
    }

    @PostConstruct
    void start() {
        if (rebuild) {
            LOG.info("Rebuilding the read model from block 0 of {}.", ledger.height());
            application.clear();
        }
        nextBlock = application.nextBlock();
        thread.setDaemon(true);
        thread.start();
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopped = true;
        thread.interrupt();
        thread.join(Duration.ofSeconds(5).toMillis());
    }

    @Override
    public void run() {
        while (!stopped) {
            try {
                follow();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("The read model cannot follow block {}; trying again.", nextBlock, e);
                pause();
            }
        }
    }

    private void follow() throws InterruptedException {
        if (ledger.awaitHeight(nextBlock + 1, Duration.ofSeconds(1)) <= nextBlock) {
            return;
        }
        List<Block> blocks = ledger.blocks(nextBlock, BLOCKS_AT_ONCE);
        for (Block block : blocks) {
            if (stopped) {
                return;
            }
            long leaves = application.apply(block);
            lock.lock();
            try {
                nextBlock = block.number() + 1;
                moves.incrementAndGet();
                moved.signalAll();
            } finally {
                lock.unlock();
            }
            events.publishEvent(new LogGrown(leaves));
            if (rebuild && (nextBlock % 1000 == 0 || nextBlock == ledger.height())) {
                LOG.info("Read model at {} of {} blocks.", nextBlock, ledger.height());
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(Duration.ofSeconds(1).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says that the read model has changed without a new block: a hidden record has come in. */
    public void hiddenRecordsCame() {
        lock.lock();
        try {
            moves.incrementAndGet();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until this block is part of the read model, with what other gateways still have to show of it. Refuses
     * UNAVAILABLE after five seconds without the block; nobody is refused for what is not shown.
     */
    public void await(long block) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        try {
            while (true) {
                long seen = moves.get();
                if (nextBlock > block && !hidden.isOpenUpTo(block)) {
                    return;
                }
                long left = end - System.nanoTime();
                if (left <= 0 && nextBlock <= block) {
                    throw new Refusal(
                            ErrorCode.UNAVAILABLE,
                            "The read model is at block " + (nextBlock - 1) + ", you asked for " + block + ".",
                            "读模型位于第 " + (nextBlock - 1) + " 块，您要求第 " + block + " 块。");
                }
                if (left <= 0) {
                    return;
                }
                awaitMove(seen, Duration.ofNanos(left));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(ErrorCode.UNAVAILABLE, "The gateway is stopping.", "网关正在停止。");
        }
    }

    /** How often the read model has moved; read before looking at it, it is what {@link #awaitMove} waits to pass. */
    public long moves() {
        return moves.get();
    }

    /** Waits until the read model moves on from there, at most this long. */
    public void awaitMove(long seenMoves, Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        lock.lock();
        try {
            while (moves.get() == seenMoves && nanos > 0) {
                nanos = moved.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The number of the first block that is not part of the read model yet. */
    public long nextBlock() {
        return nextBlock;
    }
}
