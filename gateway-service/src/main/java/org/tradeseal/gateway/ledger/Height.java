package org.tradeseal.gateway.ledger;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many blocks are visible, and those who wait for more. */
public final class Height {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private volatile long blocks;

    public Height(long blocks) {
        this.blocks = blocks;
    }

    public long blocks() {
        return blocks;
    }

    public void set(long newBlocks) {
        lock.lock();
        try {
            blocks = newBlocks;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public long await(long wanted, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        lock.lockInterruptibly();
        try {
            long left = deadline - System.nanoTime();
            while (blocks < wanted && left > 0) {
                left = grown.awaitNanos(left);
            }
            return blocks;
        } finally {
            lock.unlock();
        }
    }
}
