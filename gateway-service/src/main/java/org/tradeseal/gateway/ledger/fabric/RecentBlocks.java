package org.tradeseal.gateway.ledger.fabric;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.tradeseal.gateway.ledger.Block;

/** The newest blocks, as many as fit. */
final class RecentBlocks {
    private static final int MAX_BLOCKS = 500;
    private static final long MAX_BYTES = 64L * 1024 * 1024;

    private final Deque<Block> blocks = new ArrayDeque<>();
    private long bytes;

    synchronized void add(Block block) {
        blocks.addLast(block);
        bytes += sizeBytes(block);
        while (blocks.size() > 1 && (blocks.size() > MAX_BLOCKS || bytes > MAX_BYTES)) {
            bytes -= sizeBytes(blocks.removeFirst());
        }
    }

    /** At most this many blocks from a number on; empty if that one is older than what is kept. */
    synchronized List<Block> from(long number, int limit) {
        List<Block> found = new ArrayList<>();
        if (!blocks.isEmpty() && blocks.getFirst().number() <= number) {
            for (Block block : blocks) {
                if (block.number() >= number && found.size() < limit) {
                    found.add(block);
                }
            }
        }
        return found;
    }

    /** About how much memory a block takes. */
    static long sizeBytes(Block block) {
        long size = 200;
        for (Block.Tx tx : block.transactions()) {
            size += 1000L + tx.argument().length();
            for (Block.Write write : tx.writes()) {
                size += write.key().length() + write.value().length();
            }
            for (Block.PrivateWrite write : tx.privateWrites()) {
                size += write.key().length() + write.value().length();
            }
        }
        return size;
    }
}
