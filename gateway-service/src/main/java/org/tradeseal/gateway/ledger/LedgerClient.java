package org.tradeseal.gateway.ledger;

import io.micrometer.core.instrument.Metrics;
import jakarta.annotation.PreDestroy;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Preview;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.StoredRecord;

/** Collects commands into transactions and hands each caller the outcome of its own. */
@Component
public class LedgerClient {
    private final Ledger ledger;
    private final Lane.Limits limits;
    private final long deadlineSeconds;
    private final Optional<Registrars> registrars;
    private final ConcurrentMap<String, Lane> lanes = new ConcurrentHashMap<>();

    public LedgerClient(
            Ledger ledger,
            Optional<Registrars> registrars,
            @Value("${tradeseal.ledger-client.queue:10000}") int queue,
            @Value("${tradeseal.ledger-client.in-flight:4}") int inFlight,
            @Value("${tradeseal.ledger-client.linger-millis:50}") long lingerMillis,
            @Value("${tradeseal.ledger-client.deadline-seconds:30}") long deadlineSeconds) {
        this.ledger = ledger;
        this.registrars = registrars;
        this.limits = new Lane.Limits(queue, inFlight, lingerMillis);
        this.deadlineSeconds = deadlineSeconds;
    }

    /**
     * What a command led to: the record and its version; {@code block} is -1 for a replayed one. {@code shown} is that
     * version as the actor may see it, if a registrar's gateway carried the command out for this one.
     */
    public record Done(
            RecordId id,
            int version,
            String transactionId,
            long block,
            boolean replayed,
            @Nullable RegistryRecord shown) {
        public Done(RecordId id, int version, String transactionId, long block, boolean replayed) {
            this(id, version, transactionId, block, replayed, null);
        }
    }

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
    public CompletableFuture<Done> enqueue(MspId host, SignedCommand command) {
        RecordType.Home home = Contracts.rule(command.command().command()).home();
        Optional<MspId> submitter = submitter(host, home);
        long start = System.nanoTime();
        CompletableFuture<Done> outcome = submitter.isPresent()
                ? lane(submitter.get(), home).add(command)
                : registrarsGateways().submit(command);
        return outcome.whenComplete((done, failure) -> Metrics.timer(
                        "tradeseal.commands", "command", command.command().command(), "outcome", named(done, failure))
                .record(System.nanoTime() - start, TimeUnit.NANOSECONDS));
    }

    private static String named(@Nullable Done done, @Nullable Throwable failure) {
        if (done != null) {
            return done.replayed() ? "REPLAYED" : "WRITTEN";
        }
        return failure instanceof Refusal refusal ? refusal.code().name() : ErrorCode.INTERNAL.name();
    }

    /** How many commands wait for a transaction. */
    public int waiting() {
        return lanes.values().stream().mapToInt(Lane::waiting).sum();
    }

    /** Runs a command without writing. Throws the Refusal that submitting it would meet. */
    public Preview preview(MspId host, Command draft) {
        Optional<MspId> submitter =
                submitter(host, Contracts.rule(draft.command()).home());
        if (submitter.isEmpty()) {
            return registrarsGateways().preview(draft);
        }
        byte[] answer =
                ledger.evaluate(submitter.get(), Invocation.ofTransient(Invocation.Function.PREVIEW, draft.bytes()));
        return CanonicalJson.read(answer, Preview.class);
    }

    /** The newest version of a record of the channel. */
    Optional<StoredRecord> read(MspId organisation, RecordId id) {
        return stored(ledger.evaluate(organisation, Invocation.of(Invocation.Function.READ, key(id))));
    }

    /** The newest version of a record of the registrars' collection. */
    Optional<StoredRecord> readPrivate(RecordId id) {
        Optional<MspId> registrar = registrar();
        return registrar.isPresent()
                ? stored(ledger.evaluate(registrar.get(), Invocation.of(Invocation.Function.READ_PRIVATE, key(id))))
                : registrarsGateways().find(id);
    }

    private static byte[] key(RecordId id) {
        return id.value().getBytes(StandardCharsets.US_ASCII);
    }

    private static Optional<StoredRecord> stored(byte[] value) {
        return value.length == 0 ? Optional.empty() : Optional.of(CanonicalJson.read(value, StoredRecord.class));
    }

    // As whom this gateway submits a command itself: as the host, or as a registrar for the host of another gateway.
    private Optional<MspId> submitter(MspId host, RecordType.Home home) {
        return home == RecordType.Home.CHANNEL
                ? Optional.of(host)
                : registrar().map(r -> ledger.organisations().contains(host) ? host : r);
    }

    /** The registrar that this gateway serves. */
    public Optional<MspId> registrar() {
        return ledger.genesis().registrars().stream()
                .filter(ledger.organisations()::contains)
                .findFirst();
    }

    private Registrars registrarsGateways() {
        return registrars.orElseThrow(
                () -> new Refusal(ErrorCode.NOT_FOUND, "This gateway serves no registrar.", "本网关不服务于任何登记机构。"));
    }

    private Lane lane(MspId submitter, RecordType.Home home) {
        return lanes.computeIfAbsent(submitter + "/" + home, k -> new Lane(ledger, submitter, home, limits));
    }

    @PreDestroy
    void stop() {
        lanes.values().forEach(Lane::stop);
    }
}
