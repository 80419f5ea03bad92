package org.tradeseal.gateway.ledger.fabric;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hyperledger.fabric.client.CommitStatusException;
import org.hyperledger.fabric.client.EndorseException;
import org.hyperledger.fabric.client.Status;
import org.hyperledger.fabric.client.SubmitException;
import org.hyperledger.fabric.client.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/**
 * Endorses transactions and sees them committed. Nothing is endorsed twice once it may have reached an orderer: the very
 * same signed envelope is handed in again and its status asked for, so that it is committed once or not at all.
 */
final class Submission {
    private static final Logger LOG = LoggerFactory.getLogger(Submission.class);
    private static final int LAG_RETRIES = 3;
    private static final Duration LAG = Duration.ofMillis(60);
    private static final Duration ENDORSE = Duration.ofSeconds(40);
    private static final Duration RESEND = Duration.ofSeconds(5);
    private static final Duration NOTHING_SENT = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofMillis(300);

    private final Peers peers;
    private final Endorsers endorsers;
    private final BlockStream stream;
    private final Commits commits;
    private final Duration commitTimeout;

    Submission(Peers peers, BlockStream stream, Commits commits, Duration commitTimeout) {
        this.peers = peers;
        this.endorsers = new Endorsers(peers.own().msp());
        this.stream = stream;
        this.commits = commits;
        this.commitTimeout = commitTimeout;
    }

    /** A transaction with its endorsements: what to submit, and the chaincode's answer. */
    record Endorsed(String id, Bytes transaction, Bytes result, Invocation call) {}

    /** Endorses a call: by a majority of the registrars, or, what concerns its own collection, by the own organisation. */
    Endorsed endorse(Invocation call, List<MspId> registrars) {
        long deadline = System.nanoTime() + ENDORSE.toNanos();
        RuntimeException reason = unavailable();
        for (PeerConnection peer : peers.forCall(call)) {
            List<Set<MspId>> choices = call.function() == Invocation.Function.DELIVER
                    ? List.of(Set.of(peers.own().msp()))
                    : endorsers.majorities(registrars);
            for (Set<MspId> choice : choices) {
                try {
                    return endorse(peer, call, choice);
                } catch (EndorseException e) {
                    PeerFailure failure = PeerFailure.of(e);
                    reason = failure.disagreement() && choice.size() > 1 ? unavailable() : failure.toException();
                    if (failure.notSent()) {
                        peer.noteAway();
                        break;
                    }
                    note(failure, choice);
                }
                if (deadline - System.nanoTime() < 0) {
                    throw reason;
                }
            }
        }
        throw reason;
    }

    // Peers are apart by milliseconds, so that one may not have seen yet what another has: they are asked again soon.
    private Endorsed endorse(PeerConnection peer, Invocation call, Set<MspId> organisations) throws EndorseException {
        for (int attempt = 1; ; attempt++) {
            try {
                Transaction transaction = peer.endorse(call, organisations);
                return new Endorsed(
                        transaction.getTransactionId(),
                        Bytes.of(transaction.getBytes()),
                        Bytes.of(transaction.getResult()),
                        call);
            } catch (EndorseException e) {
                PeerFailure failure = PeerFailure.of(e);
                Optional<Refusal> refusal = failure.refusalOfAll(organisations.size());
                if (refusal.isPresent()) {
                    throw refusal.get();
                }
                if (!failure.disagreement() || attempt > LAG_RETRIES) {
                    throw e;
                }
                sleep(LAG.multipliedBy(attempt));
            }
        }
    }

    private void note(PeerFailure failure, Set<MspId> asked) {
        Set<MspId> failed = failure.failed(asked);
        if (endorsers.noteFailed(failed.isEmpty() ? asked : failed)) {
            LOG.warn(
                    "{} of {} {}: {}",
                    failed.isEmpty() ? "Some" : failed,
                    asked,
                    failure.disagreement() ? "endorsed with a different answer" : "did not endorse",
                    failure.brief());
        }
    }

    /** Submits what is endorsed and waits until it is in a block. */
    Ledger.Committed commit(Endorsed endorsed) {
        CompletableFuture<Commits.Ended> expected = commits.expect(endorsed.id());
        try {
            Commits.Ended ended = new Handover(endorsed, expected).awaitEnd();
            return new Ledger.Committed(endorsed.id(), ended.block(), ended.validation(), endorsed.result());
        } finally {
            commits.forget(endorsed.id());
        }
    }

    /** One transaction on its way to the orderers. */
    private final class Handover {
        private final Endorsed endorsed;
        private final CompletableFuture<Commits.Ended> expected;
        private final long start = System.nanoTime();
        private byte[] transaction;
        private boolean maybeOrdered;

        private Handover(Endorsed endorsed, CompletableFuture<Commits.Ended> expected) {
            this.endorsed = endorsed;
            this.expected = expected;
            this.transaction = endorsed.transaction().toArray();
        }

        private Commits.Ended awaitEnd() {
            RuntimeException reason = unavailable();
            while (true) {
                @Nullable RuntimeException failure = handIn();
                reason = failure == null ? reason : failure;
                Commits.Ended ended = await(failure == null ? RESEND : RETRY);
                if (ended == null && maybeOrdered) {
                    ended = ask();
                }
                if (ended != null) {
                    return ended;
                }
                Duration waited = Duration.ofNanos(System.nanoTime() - start);
                if (waited.compareTo(maybeOrdered ? commitTimeout : NOTHING_SENT) > 0) {
                    throw maybeOrdered ? outcomeUnknown() : reason;
                }
            }
        }

        // Null if an orderer has it.
        private @Nullable RuntimeException handIn() {
            RuntimeException reason = unavailable();
            for (PeerConnection peer : peers.forCall(endorsed.call())) {
                try {
                    transaction = peer.submit(transaction);
                    maybeOrdered = true;
                    return null;
                } catch (SubmitException e) {
                    PeerFailure failure = PeerFailure.of(e);
                    reason = failure.toException();
                    if (failure.notSent()) {
                        peer.noteAway();
                    } else if (failure.refusedByOrderer()) {
                        if (!maybeOrdered) {
                            throw reason;
                        }
                    } else if (!failure.notOrdered()) {
                        maybeOrdered = true;
                    }
                    LOG.warn("Transaction {} was not taken by {}: {}", endorsed.id(), peer, failure.brief());
                }
            }
            return reason;
        }

        private Commits.@Nullable Ended await(Duration atMost) {
            try {
                return expected.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return null;
            } catch (ExecutionException e) {
                throw new IllegalStateException("a wait for a block failed", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw outcomeUnknown();
            }
        }

        // While the own peer's blocks do not come, other peers know what became of the transaction.
        private Commits.@Nullable Ended ask() {
            for (PeerConnection peer : peers.all()) {
                if (!(peer == peers.own() && stream.live()) && !expected.isDone()) {
                    try {
                        Status status = peer.status(endorsed.id(), Duration.ofSeconds(1));
                        awaitOwn(status.getBlockNumber() + 1);
                        return new Commits.Ended(
                                status.getBlockNumber(),
                                BlockDecoder.validation(status.getCode().getNumber()));
                    } catch (CommitStatusException e) {
                        LOG.debug("{} does not know {}: {}", peer, endorsed.id(), e.getMessage());
                    }
                }
            }
            return expected.getNow(null);
        }

        private void awaitOwn(long height) {
            try {
                stream.height().await(height, stream.live() ? Duration.ofSeconds(5) : Duration.ZERO);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private Refusal outcomeUnknown() {
            return new Refusal(
                    ErrorCode.OUTCOME_UNKNOWN,
                    "It is not known whether transaction " + endorsed.id() + " was committed; repeat the same request.",
                    "交易 " + endorsed.id() + " 是否已提交尚不确定；请重复同一请求。");
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable();
        }
    }

    static Refusal unavailable() {
        return new Refusal(
                ErrorCode.UNAVAILABLE,
                "No majority of the registrars' peers can be reached; nothing was written.",
                "无法连接多数登记机构的节点；未写入任何内容。");
    }
}
