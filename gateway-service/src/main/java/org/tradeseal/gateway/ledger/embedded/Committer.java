package org.tradeseal.gateway.ledger.embedded;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.ledger.Height;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SigningKey;

/**
 * The one thread that orders, validates and commits. Whatever waits while one block reaches the disk makes up the next
 * block, so that concurrent callers share the cost of a commit.
 */
final class Committer implements AutoCloseable {
    static final int BLOCK_TRANSACTIONS = 500;
    private static final long BLOCK_BYTES = 8L * 1024 * 1024;
    private static final int QUEUE_TRANSACTIONS = 4096;
    private static final long QUEUE_BYTES = 256L * 1024 * 1024;
    private static final Duration RESOLVE = Duration.ofSeconds(20);
    private static final String UNIQUE_VIOLATION = "23505"; // PostgreSQL, appendix A

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    private final BlockStore store;
    private final WorldState state;
    private final SigningKey key;
    private final Height height;
    private final ReadWriteLock commitLock;
    private final ArrayBlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(QUEUE_TRANSACTIONS);
    private final AtomicLong queuedBytes = new AtomicLong();
    private final Thread thread = new Thread(this::run, "ledger-committer");
    private Sha256 headHash;
    private @Nullable SealedBlock unresolved;
    private boolean foreignWriter;
    private volatile boolean closed;

    private record Waiting(Endorsement endorsement, CompletableFuture<Ledger.Committed> answer) {}

    Committer(
            BlockStore store,
            WorldState state,
            SigningKey key,
            Height height,
            Sha256 headHash,
            ReadWriteLock commitLock) {
        this.store = store;
        this.state = state;
        this.key = key;
        this.height = height;
        this.headHash = headHash;
        this.commitLock = commitLock;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Queues a transaction. Refuses UNAVAILABLE if too many wait. */
    CompletableFuture<Ledger.Committed> submit(Endorsement endorsement) {
        Waiting waiting = new Waiting(endorsement, new CompletableFuture<>());
        long size = endorsement.sizeBytes();
        if (queuedBytes.addAndGet(size) > QUEUE_BYTES || !queue.offer(waiting)) {
            queuedBytes.addAndGet(-size);
            throw StorageRefusals.unavailable(
                    "Too many transactions wait for the ledger; try again.", "等待入账的交易过多，请稍后重试。");
        }
        if (closed) {
            refuseWaiting();
        }
        return waiting.answer();
    }

    private void run() {
        while (!closed) {
            try {
                Waiting first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    commit(batch(first));
                }
            } catch (InterruptedException e) {
                break;
            }
        }
        refuseWaiting();
    }

    private void refuseWaiting() {
        for (Waiting w = queue.poll(); w != null; w = queue.poll()) {
            w.answer().completeExceptionally(StorageRefusals.unavailable("The ledger is closing.", "账本正在关闭。"));
        }
    }

    private List<Waiting> batch(Waiting first) {
        List<Waiting> batch = new ArrayList<>();
        long bytes = 0;
        Waiting next = first;
        while (next != null) {
            batch.add(next);
            bytes += next.endorsement().sizeBytes();
            next = batch.size() < BLOCK_TRANSACTIONS && bytes < BLOCK_BYTES ? queue.poll() : null;
        }
        queuedBytes.addAndGet(-bytes);
        return batch;
    }

    private void commit(List<Waiting> batch) {
        commitLock.writeLock().lock();
        try {
            settle();
            SealedBlock block = seal(batch.stream().map(Waiting::endorsement).toList());
            write(block);
            publish(block);
            answer(batch, block);
        } catch (CommitUnknown e) {
            LOG.error("it is unknown whether a block was committed", e);
            fail(batch, id -> StorageRefusals.outcomeUnknown(id));
        } catch (SQLException e) {
            foreignWriter |= UNIQUE_VIOLATION.equals(e.getSQLState());
            LOG.error("a block was not committed", e);
            fail(batch, id -> StorageRefusals.of(e));
        } catch (RuntimeException | Error e) {
            if (!(e instanceof Refusal)) {
                LOG.error("a block was not committed", e);
            }
            fail(batch, id -> e);
        } finally {
            commitLock.writeLock().unlock();
        }
    }

    private static void fail(List<Waiting> batch, Function<String, Throwable> reason) {
        batch.forEach(w ->
                w.answer().completeExceptionally(reason.apply(w.endorsement().id())));
    }

    private static void answer(List<Waiting> batch, SealedBlock block) {
        for (int i = 0; i < batch.size(); i++) {
            Endorsement endorsement = batch.get(i).endorsement();
            batch.get(i)
                    .answer()
                    .complete(new Ledger.Committed(
                            endorsement.id(),
                            block.header().number(),
                            block.items().get(i).validation(),
                            endorsement.result()));
        }
    }

    // A transaction is valid if every key it read still has the version it read, counting the valid transactions before
    // it in this block (Fabric: MVCC validation).
    private SealedBlock seal(List<Endorsement> endorsements) throws SQLException {
        long number = height.blocks();
        Set<StateKey> keys = new LinkedHashSet<>();
        endorsements.forEach(e -> keys.addAll(e.reads().keySet()));
        Map<StateKey, StateValue> current = new HashMap<>(state.getAll(keys));
        Set<String> known =
                store.known(endorsements.stream().map(Endorsement::id).toList());
        Map<StateKey, StateValue> values = new LinkedHashMap<>();
        List<SealedBlock.Item> items = new ArrayList<>();
        List<BlockHeader.Entry> entries = new ArrayList<>();
        for (Endorsement e : endorsements) {
            Ledger.Validation validation = validation(e, known, current);
            if (validation == Ledger.Validation.VALID) {
                Version version = new Version(number, items.size());
                for (Map.Entry<StateKey, Bytes> write : e.writes().entrySet()) {
                    StateValue value = new StateValue(write.getValue(), version);
                    values.put(write.getKey(), value);
                    current.put(write.getKey(), value);
                }
            }
            items.add(new SealedBlock.Item(e, validation));
            entries.add(new BlockHeader.Entry(e.id(), e.envelopeHash(), validation));
        }
        BlockHeader header = new BlockHeader(number, headHash, entries);
        return new SealedBlock(header, key.sign(header.signedBytes()), items, values);
    }

    private static Ledger.Validation validation(Endorsement e, Set<String> known, Map<StateKey, StateValue> current) {
        if (!known.add(e.id())) {
            return Ledger.Validation.DUPLICATE_TXID;
        }
        boolean unchanged = e.reads().entrySet().stream()
                .allMatch(r -> Objects.equals(
                        r.getValue().version(),
                        current.getOrDefault(r.getKey(), StateValue.ABSENT).version()));
        return unchanged ? Ledger.Validation.VALID : Ledger.Validation.MVCC_READ_CONFLICT;
    }

    private void write(SealedBlock block) throws SQLException, CommitUnknown {
        try {
            store.write(block);
        } catch (CommitUnknown e) {
            unresolved = block;
            long deadline = System.nanoTime() + RESOLVE.toNanos();
            while (!closed && System.nanoTime() < deadline) {
                Optional<Boolean> committed = resolved(block);
                if (committed.isPresent()) {
                    unresolved = null;
                    if (committed.get()) {
                        return;
                    }
                    throw notReached();
                }
                pause();
            }
            throw e;
        }
    }

    // An earlier block whose fate is unknown decides what the next one follows.
    private void settle() {
        if (foreignWriter) {
            throw StorageRefusals.unavailable(
                    "Another process has written to this ledger; restart the gateway once it has ended.",
                    "另一进程写入了此账本；待其结束后请重启网关。");
        }
        SealedBlock block = unresolved;
        if (block != null) {
            boolean committed = resolved(block).orElseThrow(Committer::notReached);
            unresolved = null;
            if (committed) {
                publish(block);
            }
        }
    }

    private static Refusal notReached() {
        return StorageRefusals.unavailable("The ledger's database cannot be reached.", "无法连接账本数据库。");
    }

    private Optional<Boolean> resolved(SealedBlock block) {
        try {
            Optional<Sha256> stored = store.settledHash(block.header().number());
            foreignWriter =
                    stored.isPresent() && !stored.get().equals(block.header().hash());
            return Optional.of(stored.isPresent() && !foreignWriter);
        } catch (SQLException e) {
            LOG.warn("cannot look up block {} yet: {}", block.header().number(), e.getMessage());
            return Optional.empty();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(SealedBlock block) {
        state.committed(block.values());
        headHash = block.header().hash();
        height.set(block.header().number() + 1);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(30).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        refuseWaiting();
    }
}
