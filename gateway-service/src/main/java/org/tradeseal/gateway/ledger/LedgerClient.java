package org.tradeseal.gateway.ledger;

import jakarta.annotation.PreDestroy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.SignedCommand;

/** Collects commands into transactions and hands each caller the outcome of its own. */
@Component
public class LedgerClient {
    private final Ledger ledger;
    private final int queueLimit;
    private final long deadlineSeconds;
    private final ConcurrentMap<String, Lane> lanes = new ConcurrentHashMap<>();

    public LedgerClient(
            Ledger ledger,
            @Value("${tradeseal.ledger-client.queue:10000}") int queueLimit,
            @Value("${tradeseal.ledger-client.deadline-seconds:30}") long deadlineSeconds) {
        this.ledger = ledger;
        this.queueLimit = queueLimit;
        this.deadlineSeconds = deadlineSeconds;
    }

    /** What a command led to: the record and its version; {@code block} is -1 for a replayed one. */
    public record Done(RecordId id, int version, String transactionId, long block, boolean replayed) {}

    /** Submits a command and waits for its outcome. Throws the Refusal of contract or ledger. */
    public Done submit(MspId submitter, SignedCommand command) {
        CompletableFuture<Done> outcome = enqueue(submitter, command);
        try {
            return outcome.get(deadlineSeconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw new IllegalStateException("the ledger client failed", e.getCause());
        } catch (TimeoutException e) {
            throw unknown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown();
        }
    }

    private static Refusal unknown() {
        return new Refusal(
                ErrorCode.OUTCOME_UNKNOWN,
                "The ledger has not answered in time; the command may still be committed.",
                "账本未及时答复；命令仍可能被提交。");
    }

    /** Submits a command without waiting. A full queue refuses UNAVAILABLE at once. */
    public CompletableFuture<Done> enqueue(MspId submitter, SignedCommand command) {
        RecordType.Home home = Contracts.rule(command.command().command()).home();
        Lane lane = lanes.computeIfAbsent(submitter + "/" + home, k -> new Lane(ledger, submitter, home, queueLimit));
        return lane.add(command);
    }

    @PreDestroy
    void stop() {
        lanes.values().forEach(Lane::stop);
    }
}
