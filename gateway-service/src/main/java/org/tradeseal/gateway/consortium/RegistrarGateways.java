package org.tradeseal.gateway.consortium;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.LedgerClient;
import org.tradeseal.gateway.ledger.Registrars;
import org.tradeseal.gateway.readmodel.HiddenLeaves;
import org.tradeseal.ledger.Preview;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.proto.consortium.v1.PreviewAnswer;
import org.tradeseal.proto.consortium.v1.PreviewRequest;
import org.tradeseal.proto.consortium.v1.ReadAnswer;
import org.tradeseal.proto.consortium.v1.ReadCommandAnswer;
import org.tradeseal.proto.consortium.v1.ReadCommandRequest;
import org.tradeseal.proto.consortium.v1.ReadRequest;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.StoredRecord;

/**
 * The registrars' gateways as this one asks them, always in the order of the genesis record: the first that can be
 * reached gets the commands of everybody, and puts them into common transactions.
 */
final class RegistrarGateways implements Registrars {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrarGateways.class);
    private static final Duration ATTEMPT = Duration.ofSeconds(10);

    private final Channels channels;
    private final Ledger ledger;
    private final HiddenLeaves hidden;
    private final ScheduledExecutorService workers;
    private final Duration deadline;

    RegistrarGateways(
            Channels channels,
            Ledger ledger,
            HiddenLeaves hidden,
            ScheduledExecutorService workers,
            Duration deadline) {
        this.channels = channels;
        this.ledger = ledger;
        this.hidden = hidden;
        this.workers = workers;
        this.deadline = deadline;
    }

    @Override
    public CompletableFuture<LedgerClient.Done> submit(SignedCommand command) {
        return new Submission(channels, registrars(), command, workers, deadline)
                .begin()
                .thenApplyAsync(this::onOwnPeer, workers);
    }

    // Who has its answer reads its own peer next, which may be a block behind the registrar's.
    private LedgerClient.Done onOwnPeer(LedgerClient.Done done) {
        try {
            if (done.block() >= 0) {
                ledger.awaitHeight(done.block() + 1, Duration.ofSeconds(3));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return done;
    }

    @Override
    public Preview preview(Command draft) {
        PreviewRequest request = PreviewRequest.newBuilder()
                .setCommand(ByteString.copyFrom(draft.bytes()))
                .build();
        return first(registrar -> {
            PreviewAnswer answer = channels.blocking(registrar, ATTEMPT).preview(request);
            return switch (answer.getOutcomeCase()) {
                case PREVIEW -> CanonicalJson.read(answer.getPreview().toByteArray(), Preview.class);
                case REFUSAL -> throw RefusalBytes.read(answer.getRefusal());
                case OUTCOME_NOT_SET -> throw RefusalBytes.read(ByteString.EMPTY);
            };
        });
    }

    @Override
    public Optional<StoredRecord> find(RecordId id) {
        ReadRequest request = ReadRequest.newBuilder().setId(id.value()).build();
        return first(registrar -> believed(registrar, read(registrar, request), answer -> !hidden.contradicts(answer)));
    }

    @Override
    public Optional<SignedCommand> command(RecordId id, int version) {
        ReadCommandRequest request = ReadCommandRequest.newBuilder()
                .setId(id.value())
                .setVersion(version)
                .build();
        return first(registrar -> {
            ReadCommandAnswer answer = channels.blocking(registrar, ATTEMPT).readCommand(request);
            return switch (answer.getOutcomeCase()) {
                case SIGNED_COMMAND ->
                    Optional.of(CanonicalJson.read(answer.getSignedCommand().toByteArray(), SignedCommand.class));
                case NOTHING -> Optional.empty();
                case REFUSAL -> throw RefusalBytes.read(answer.getRefusal());
                case OUTCOME_NOT_SET -> throw RefusalBytes.read(ByteString.EMPTY);
            };
        });
    }

    /** The record behind a leaf; none if it is not for this organisation to see. What does not fit the leaf is no answer. */
    Optional<StoredRecord> find(HiddenLeaves.Leaf leaf) {
        ReadRequest request = ReadRequest.newBuilder()
                .setId(leaf.id().value())
                .setVersion(leaf.version())
                .setBlock(leaf.block())
                .build();
        return first(registrar -> believed(registrar, read(registrar, request), leaf::commitsTo));
    }

    private static Optional<StoredRecord> believed(
            MspId registrar, Optional<StoredRecord> answer, Predicate<StoredRecord> asCommitted) {
        if (answer.isPresent() && !asCommitted.test(answer.get())) {
            LOG.error(
                    "ALARM {} showed another record {} than the ledger's leaf commits to",
                    registrar,
                    answer.get().record().id());
            throw Unreachable.notAsCommitted(registrar);
        }
        return answer;
    }

    private Optional<StoredRecord> read(MspId registrar, ReadRequest request) {
        ReadAnswer answer = channels.blocking(registrar, ATTEMPT).read(request);
        return switch (answer.getOutcomeCase()) {
            case RECORD -> Optional.of(CanonicalJson.read(answer.getRecord().toByteArray(), StoredRecord.class));
            case NOTHING -> Optional.empty();
            case REFUSAL -> throw RefusalBytes.read(answer.getRefusal());
            case OUTCOME_NOT_SET -> throw RefusalBytes.read(ByteString.EMPTY);
        };
    }

    private List<MspId> registrars() {
        List<MspId> known = channels.known(ledger.genesis().registrars());
        if (known.isEmpty()) {
            throw Unreachable.noRegistrar();
        }
        return known;
    }

    // The next registrar is asked only if the one before could not answer.
    private <T> T first(Function<MspId, T> question) {
        @Nullable Refusal last = null;
        for (MspId registrar : registrars()) {
            try {
                return question.apply(registrar);
            } catch (StatusRuntimeException e) {
                last = Unreachable.of(registrar, e.getStatus());
            } catch (Refusal refusal) {
                if (refusal.code() != ErrorCode.UNAVAILABLE) {
                    throw refusal;
                }
                last = refusal;
            }
        }
        throw last == null ? Unreachable.noRegistrar() : last;
    }
}
