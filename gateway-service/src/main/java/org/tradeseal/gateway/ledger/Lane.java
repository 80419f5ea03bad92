package org.tradeseal.gateway.ledger;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tradeseal.ledger.Batch;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Outcome;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedCommand;

/**
 * The commands of one organisation for one home. What arrives while a transaction is in flight makes the next batch, taken
 * in turns between participants; a few batches are in flight at a time, and no two of them touch the same record.
 */
final class Lane implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final int MAX_RETRIES = 200;
    private static final int MAX_CONFLICTS = 20;

    private final Ledger ledger;
    private final MspId submitter;
    private final RecordType.Home home;
    private final Limits limits;
    private final SecureRandom random = new SecureRandom();
    private final Map<RecordId, Deque<Waiting>> queues = new LinkedHashMap<>();
    private final Set<RecordId> touchedInFlight = new HashSet<>();
    private final ExecutorService carriers;
    private int size;
    private int inFlight;
    private long newestTake;
    private boolean stopped;

    /**
     * @param queue commands waiting at most
     * @param inFlight transactions under way at most
     * @param lingerMillis how long commands gather while another transaction is in flight and places are left
     */
    record Limits(int queue, int inFlight, long lingerMillis) {}

    /** A command whose caller waits, and the records that it is known to touch. */
    private static final class Waiting {
        private final SignedCommand command;
        private final Set<RecordId> touched;
        private final CompletableFuture<LedgerClient.Done> outcome = new CompletableFuture<>();
        private int retries;

        private Waiting(SignedCommand command, Set<RecordId> touched) {
            this.command = command;
            this.touched = touched;
        }
    }

    Lane(Ledger ledger, MspId submitter, RecordType.Home home, Limits limits) {
        this.ledger = ledger;
        this.submitter = submitter;
        this.home = home;
        this.limits = limits;
        String name = "lane-" + submitter + "-" + home;
        this.carriers = Executors.newFixedThreadPool(limits.inFlight(), task -> daemon(task, name + "-carrier"));
        daemon(this, name).start();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    CompletableFuture<LedgerClient.Done> add(SignedCommand command) {
        Waiting waiting = new Waiting(command, touched(command.command()));
        synchronized (queues) {
            if (size >= limits.queue() || stopped) {
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

    private Set<RecordId> touched(Command command) {
        Set<RecordId> touched = new HashSet<>();
        command.expect().forEach(expected -> touched.add(expected.id()));
        CommandRule<?> rule = Contracts.rule(command.command());
        if (rule.creates()) {
            touched.add(RecordId.derive(
                    ledger.digest(), rule.type().prefix(), command.actor().value(), command.idempotencyKey()));
        }
        return touched;
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

    int waiting() {
        synchronized (queues) {
            return size;
        }
    }

    void stop() {
        synchronized (queues) {
            stopped = true;
            queues.notifyAll();
        }
    }

    @Override
    public void run() {
        try {
            for (List<Waiting> batch = next(); !batch.isEmpty(); batch = next()) {
                List<Waiting> taken = batch;
                carriers.execute(() -> carry(taken));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        carriers.shutdown();
    }

    private void carry(List<Waiting> batch) {
        try {
            submit(batch, 0);
        } catch (RuntimeException e) {
            LOG.error("a batch of {} failed", submitter, e);
            batch.forEach(w -> w.outcome.completeExceptionally(e));
        } finally {
            synchronized (queues) {
                inFlight--;
                batch.forEach(w -> touchedInFlight.removeAll(w.touched));
                queues.notifyAll();
            }
        }
    }

    // The next batch as soon as it may start; empty when the lane has stopped and nothing waits.
    private List<Waiting> next() throws InterruptedException {
        synchronized (queues) {
            while (true) {
                long linger = linger();
                if (size == 0 && stopped) {
                    return List.of();
                } else if (size > 0 && inFlight < limits.inFlight() && linger <= 0) {
                    List<Waiting> batch = take();
                    if (!batch.isEmpty()) {
                        return batch;
                    }
                    queues.wait(); // all that waits touches a record in flight
                } else {
                    queues.wait(size > 0 && inFlight < limits.inFlight() ? linger : 0);
                }
            }
        }
    }

    // Milliseconds until a batch that is not full starts beside those in flight: few large transactions cost less than
    // many small ones, but nobody waits where nothing is in flight.
    private long linger() {
        boolean atOnce = inFlight == 0 || size >= Batch.MAX_ITEMS || stopped;
        return atOnce ? 0 : limits.lingerMillis() - (System.nanoTime() - newestTake) / 1_000_000;
    }

    // Takes one command of each participant in turn, so that a bulk load delays nobody else for long.
    private List<Waiting> take() {
        List<Waiting> batch = new ArrayList<>();
        boolean found = true;
        while (found && batch.size() < Batch.MAX_ITEMS) {
            found = false;
            Iterator<Deque<Waiting>> turn = queues.values().iterator();
            while (turn.hasNext() && batch.size() < Batch.MAX_ITEMS) {
                Deque<Waiting> queue = turn.next();
                // In this order: of two sets it goes through the second, and in flight there are thousands.
                if (Collections.disjoint(touchedInFlight, queue.getFirst().touched)) {
                    batch.add(queue.removeFirst());
                    found = true;
                    if (queue.isEmpty()) {
                        turn.remove();
                    }
                }
            }
        }
        if (!batch.isEmpty()) {
            size -= batch.size();
            inFlight++;
            newestTake = System.nanoTime();
            batch.forEach(w -> touchedInFlight.addAll(w.touched));
        }
        return batch;
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
