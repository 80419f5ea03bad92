package org.tradeseal.gateway.consortium;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.LedgerClient;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.proto.consortium.v1.Done;
import org.tradeseal.proto.consortium.v1.SubmitAnswer;
import org.tradeseal.proto.consortium.v1.SubmitRequest;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.SignedCommand;

/**
 * One signed command on its way to the registrars. As long as it may have been carried out without an answer, the same
 * bytes are sent again, to the same registrar or the next: the command is idempotent, and its answer a replay.
 */
final class Submission {
    private static final Duration ATTEMPT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Channels channels;
    private final List<MspId> registrars;
    private final SubmitRequest request;
    private final ScheduledExecutorService workers;
    private final long end;
    private final CompletableFuture<LedgerClient.Done> outcome = new CompletableFuture<>();
    private int attempts;
    private boolean unknown;

    Submission(
            Channels channels,
            List<MspId> registrars,
            SignedCommand command,
            ScheduledExecutorService workers,
            Duration deadline) {
        this.channels = channels;
        this.registrars = registrars;
        this.request = SubmitRequest.newBuilder()
                .setSignedCommand(ByteString.copyFrom(CanonicalJson.bytes(command)))
                .build();
        this.workers = workers;
        this.end = System.nanoTime() + deadline.toNanos();
    }

    CompletableFuture<LedgerClient.Done> begin() {
        workers.execute(this::attempt);
        return outcome;
    }

    // Attempts follow each other, so that their fields need no lock.
    private void attempt() {
        long left = end - System.nanoTime();
        if (left <= 0) {
            outcome.completeExceptionally(late());
            return;
        }
        MspId registrar = registrars.get(attempts++ % registrars.size());
        SentMark sent = new SentMark();
        try {
            Duration patience = Duration.ofNanos(Math.min(left, ATTEMPT.toNanos()));
            var answer = channels.future(registrar, patience, sent).submit(request);
            Futures.addCallback(answer, new Answered(registrar, sent), workers);
        } catch (Refusal refusal) {
            next(refusal);
        } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }

    /** What to do with an answer, or without one. */
    private final class Answered implements FutureCallback<SubmitAnswer> {
        private final MspId registrar;
        private final SentMark sent;

        private Answered(MspId registrar, SentMark sent) {
            this.registrar = registrar;
            this.sent = sent;
        }

        @Override
        public void onSuccess(@Nullable SubmitAnswer answer) {
            if (answer != null && answer.getOutcomeCase() == SubmitAnswer.OutcomeCase.DONE) {
                try {
                    outcome.complete(done(answer.getDone()));
                } catch (Refusal unreadable) {
                    unknown = true;
                    next(unreadable);
                }
                return;
            }
            // An answer of a later version may mean that it is done.
            unknown |= answer == null || answer.getOutcomeCase() == SubmitAnswer.OutcomeCase.OUTCOME_NOT_SET;
            Refusal refusal = RefusalBytes.read(answer == null ? ByteString.EMPTY : answer.getRefusal());
            switch (refusal.code()) {
                case OUTCOME_UNKNOWN -> {
                    unknown = true;
                    next(refusal);
                }
                case UNAVAILABLE -> next(refusal);
                default -> outcome.completeExceptionally(refusal);
            }
        }

        @Override
        public void onFailure(Throwable e) {
            Status status = Status.fromThrowable(e);
            // Over the limits or a stranger there: refused before anything was read.
            boolean turnedAway = status.getCode() == Status.Code.RESOURCE_EXHAUSTED
                    || status.getCode() == Status.Code.UNAUTHENTICATED;
            unknown |= sent.isSet() && !turnedAway;
            next(Unreachable.of(registrar, status));
        }
    }

    private static LedgerClient.Done done(Done done) {
        return new LedgerClient.Done(
                new RecordId(done.getId()),
                done.getVersion(),
                done.getTransactionId(),
                done.getBlock(),
                done.getReplayed(),
                done.hasRecord() ? CanonicalJson.read(done.getRecord().toByteArray(), RegistryRecord.class) : null);
    }

    // What was surely not carried out by any of them is told so after one round.
    private void next(Refusal refusal) {
        boolean roundEnded = attempts % registrars.size() == 0;
        if (!unknown && roundEnded) {
            outcome.completeExceptionally(refusal);
        } else if (roundEnded) {
            var unused = workers.schedule(this::attempt, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            attempt();
        }
    }

    private static Refusal late() {
        return new Refusal(
                ErrorCode.OUTCOME_UNKNOWN,
                "No registrar's gateway has answered in time; the command may still be committed.",
                "登记机构的网关未及时答复；命令仍可能被提交。");
    }
}
