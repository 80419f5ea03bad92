package org.tradeseal.gateway.ledger;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tradeseal.ledger.Batch;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Outcome;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedCommand;

/**
 * The commands of one organisation for one home. One transaction is in flight at a time; what arrives meanwhile makes the
 * next batch, taken in turns between participants. So two batches of this lane never touch the same record.
 */
final class Lane implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final int MAX_RETRIES = 200;
    private static final int MAX_CONFLICTS = 20;

    private final Ledger ledger;
    private final MspId submitter;
    private final RecordType.Home home;
    private final int limit;
    private final SecureRandom random = new SecureRandom();
    private final Map<RecordId, Deque<Waiting>> queues = new LinkedHashMap<>();
    private final Thread thread;
    private int size;
    private boolean stopped;

    /** A command whose caller waits. */
    private static final class Waiting {
        private final SignedCommand command;
        private final CompletableFuture<LedgerClient.Done> outcome = new CompletableFuture<>();
        private int retries;

        private Waiting(SignedCommand command) {
            this.command = command;
        }
    }

    Lane(Ledger ledger, MspId submitter, RecordType.Home home, int limit) {
        this.ledger = ledger;
        this.submitter = submitter;
        this.home = home;
        this.limit = limit;
        this.thread = new Thread(this, "lane-" + submitter + "-" + home);
        this.thread.setDaemon(true);
        this.thread.start();
    }

    CompletableFuture<LedgerClient.Done> add(SignedCommand command) {
        Waiting waiting = new Waiting(command);
        synchronized (queues) {
            if (size >= limit || stopped) {
                throw new Refusal(
                        ErrorCode.UNAVAILABLE,
                        "The queue of " + submitter + " holds " + size + " commands already.",
                        submitter + " 的队列中已有 " + size + " 条命令。");
            }
            put(waiting, false);
            queues.notifyAll();
        }
        return waiting.outcome;
    }

    private void put(Waiting waiting, boolean first) {
        Deque<Waiting> queue = queues.computeIfAbsent(waiting.command.command().actor(), k -> new ArrayDeque<>());
        if (first) {
            queue.addFirst(waiting);
        } else {
            queue.addLast(waiting);
        }
        size++;
    }

    void stop() {
        synchronized (queues) {
            stopped = true;
            queues.notifyAll();
        }
    }

    @Override
    public void run() {
        List<Waiting> batch = next();
        while (!batch.isEmpty()) {
            try {
                submit(batch, 0);
            } catch (RuntimeException e) {
                LOG.error("a batch of {} failed", submitter, e);
                batch.forEach(w -> w.outcome.completeExceptionally(e));
            }
            batch = next();
        }
    }

    // Takes one command of each participant in turn, so that a bulk load delays nobody else for long.
    private List<Waiting> next() {
        synchronized (queues) {
            while (size == 0 && !stopped) {
                try {
                    queues.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return List.of();
                }
            }
            List<Waiting> batch = new ArrayList<>();
            while (size > 0 && batch.size() < Batch.MAX_ITEMS) {
                Iterator<Deque<Waiting>> turn = queues.values().iterator();
                while (turn.hasNext() && batch.size() < Batch.MAX_ITEMS) {
                    Deque<Waiting> queue = turn.next();
                    batch.add(queue.removeFirst());
                    size--;
                    if (queue.isEmpty()) {
                        turn.remove();
                    }
                }
            }
            return batch;
        }
    }

    private void submit(List<Waiting> batch, int conflicts) {
        Ledger.Committed committed;
        try {
            committed = ledger.submit(submitter, invocation(batch));
        } catch (Refusal refusal) {
            batch.forEach(w -> w.outcome.completeExceptionally(refusal));
            return;
        } catch (RuntimeException bug) {
            isolate(batch, conflicts, bug);
            return;
        }
        if (committed.validation() == Ledger.Validation.VALID) {
            settle(batch, committed);
        } else if (committed.validation() == Ledger.Validation.REJECTED) {
            Refusal refusal = new Refusal(
                    ErrorCode.UNAVAILABLE,
                    "The peers rejected transaction " + committed.transactionId() + "; nothing was written.",
                    "节点拒绝了交易 " + committed.transactionId() + "；未写入任何内容。");
            batch.forEach(w -> w.outcome.completeExceptionally(refusal));
        } else if (conflicts >= MAX_CONFLICTS) {
            Refusal refusal = new Refusal(
                    ErrorCode.READ_CONFLICT, "The records kept changing while the command ran.", "命令执行期间记录不断变化。");
            batch.forEach(w -> w.outcome.completeExceptionally(refusal));
        } else if (conflicts > 0 && batch.size() > 1) {
            submitHalves(batch, conflicts);
        } else {
            submit(batch, conflicts + 1);
        }
    }

    private void submitHalves(List<Waiting> batch, int conflicts) {
        submit(batch.subList(0, batch.size() / 2), conflicts + 1);
        submit(batch.subList(batch.size() / 2, batch.size()), conflicts + 1);
    }

    // A command that meets a bug of ours must not take the others of its batch with it: they go on without it.
    private void isolate(List<Waiting> batch, int conflicts, RuntimeException bug) {
        if (batch.size() > 1) {
            submitHalves(batch, conflicts);
        } else {
            LOG.error("the command {} failed", batch.get(0).command.command().command(), bug);
            batch.get(0).outcome.completeExceptionally(bug);
        }
    }

    private Invocation invocation(List<Waiting> batch) {
        List<Batch.Item> items =
                batch.stream().map(w -> new Batch.Item(w.command, newSalt())).toList();
        byte[] json = CanonicalJson.bytes(new Batch(items));
        return switch (home) {
            case CHANNEL -> Invocation.of(Invocation.Function.SUBMIT, json);
            case REGISTRARS -> Invocation.ofTransient(Invocation.Function.SUBMIT_PRIVATE, json);
        };
    }

    private Sha256 newSalt() {
        byte[] salt = new byte[32];
        random.nextBytes(salt);
        return Sha256.fromBytes(salt);
    }

    private void settle(List<Waiting> batch, Ledger.Committed committed) {
        List<Outcome> outcomes = CanonicalJson.read(committed.result().toArray(), Outcome.Answer.class)
                .outcomes();
        List<Waiting> again = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Waiting waiting = batch.get(i);
            if (outcomes.get(i).status() == Outcome.Status.RETRY && ++waiting.retries <= MAX_RETRIES) {
                again.add(waiting);
            } else {
                complete(waiting, outcomes.get(i), committed);
            }
        }
        synchronized (queues) {
            for (int i = again.size() - 1; i >= 0; i--) {
                put(again.get(i), true);
            }
        }
    }

    private static void complete(Waiting waiting, Outcome outcome, Ledger.Committed committed) {
        if (outcome.status() == Outcome.Status.RETRY) {
            waiting.outcome.completeExceptionally(new Refusal(
                    ErrorCode.BATCH_RETRY, "Other commands kept touching the same record.", "其他命令持续涉及同一记录。"));
            return;
        }
        Refusal.Stated refusal = outcome.refusal();
        if (refusal != null) {
            waiting.outcome.completeExceptionally(refusal.toRefusal());
            return;
        }
        RecordId id = outcome.id();
        Integer version = outcome.version();
        String transactionId = outcome.transactionId();
        if (id == null || version == null || transactionId == null) {
            throw new IllegalStateException("an outcome without record: " + outcome);
        }
        boolean replayed = outcome.status() == Outcome.Status.REPLAYED;
        waiting.outcome.complete(
                new LedgerClient.Done(id, version, transactionId, replayed ? -1 : committed.block(), replayed));
    }
}
