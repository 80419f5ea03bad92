package org.tradeseal.gateway.consortium;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.proto.consortium.v1.ConsortiumServiceGrpc;
import org.tradeseal.proto.consortium.v1.CosignAnswer;
import org.tradeseal.proto.consortium.v1.CosignRequest;
import org.tradeseal.proto.consortium.v1.DeliverAnswer;
import org.tradeseal.proto.consortium.v1.DeliverRequest;
import org.tradeseal.proto.consortium.v1.Done;
import org.tradeseal.proto.consortium.v1.KeysAnswer;
import org.tradeseal.proto.consortium.v1.KeysRequest;
import org.tradeseal.proto.consortium.v1.Nothing;
import org.tradeseal.proto.consortium.v1.PreviewAnswer;
import org.tradeseal.proto.consortium.v1.PreviewRequest;
import org.tradeseal.proto.consortium.v1.ReadAnswer;
import org.tradeseal.proto.consortium.v1.ReadCommandAnswer;
import org.tradeseal.proto.consortium.v1.ReadCommandRequest;
import org.tradeseal.proto.consortium.v1.ReadRequest;
import org.tradeseal.proto.consortium.v1.Received;
import org.tradeseal.proto.consortium.v1.StateAnswer;
import org.tradeseal.proto.consortium.v1.StateRequest;
import org.tradeseal.proto.consortium.v1.SubmitAnswer;
import org.tradeseal.proto.consortium.v1.SubmitRequest;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** What other organisations' gateways are answered: messages in and out, refusals as answers, nothing private in logs. */
final class ConsortiumEndpoint extends ConsortiumServiceGrpc.ConsortiumServiceImplBase {
    private static final Logger LOG = LoggerFactory.getLogger(ConsortiumEndpoint.class);

    private final RegistrarDesk desk;
    private final RecipientDesk recipients;
    private final WitnessDesk witness;
    private final Executor workers;

    ConsortiumEndpoint(RegistrarDesk desk, RecipientDesk recipients, WitnessDesk witness, Executor workers) {
        this.desk = desk;
        this.recipients = recipients;
        this.witness = witness;
        this.workers = workers;
    }

    @Override
    public void submit(SubmitRequest request, StreamObserver<SubmitAnswer> out) {
        MspId caller = CallingMember.current();
        Function<Throwable, SubmitAnswer> refused =
                e -> SubmitAnswer.newBuilder().setRefusal(refusal(e)).build();
        try {
            // The future ends on the ledger client's thread, which has other commands to carry out.
            var unused = desk.submit(caller, request.getSignedCommand().toByteArray())
                    .handleAsync(
                            (done, e) -> {
                                answer(out, () -> e == null ? answer(done) : refused(refused, e), refused);
                                return null;
                            },
                            workers);
        } catch (RuntimeException e) {
            answer(out, () -> refused.apply(e), refused);
        }
    }

    private static SubmitAnswer refused(Function<Throwable, SubmitAnswer> refused, Throwable e) {
        return refused.apply(e instanceof CompletionException && e.getCause() != null ? e.getCause() : e);
    }

    private static SubmitAnswer answer(RegistrarDesk.Carried carried) {
        Done.Builder done = Done.newBuilder()
                .setId(carried.done().id().value())
                .setVersion(carried.done().version())
                .setTransactionId(carried.done().transactionId())
                .setBlock(carried.done().block())
                .setReplayed(carried.done().replayed());
        carried.shown().ifPresent(r -> done.setRecord(bytes(r)));
        return SubmitAnswer.newBuilder().setDone(done).build();
    }

    @Override
    public void preview(PreviewRequest request, StreamObserver<PreviewAnswer> out) {
        MspId caller = CallingMember.current();
        answer(
                out,
                () -> PreviewAnswer.newBuilder()
                        .setPreview(
                                bytes(desk.preview(caller, request.getCommand().toByteArray())))
                        .build(),
                e -> PreviewAnswer.newBuilder().setRefusal(refusal(e)).build());
    }

    @Override
    public void read(ReadRequest request, StreamObserver<ReadAnswer> out) {
        MspId caller = CallingMember.current();
        answer(
                out,
                () -> desk.read(caller, request)
                        .map(r -> ReadAnswer.newBuilder().setRecord(bytes(r)).build())
                        .orElseGet(() -> ReadAnswer.newBuilder()
                                .setNothing(Nothing.getDefaultInstance())
                                .build()),
                e -> ReadAnswer.newBuilder().setRefusal(refusal(e)).build());
    }

    @Override
    public void deliver(DeliverRequest request, StreamObserver<DeliverAnswer> out) {
        answer(
                out,
                () -> {
                    recipients.receive(
                            request.getRecipient(), request.getPayload().toByteArray());
                    return DeliverAnswer.newBuilder()
                            .setReceived(Received.getDefaultInstance())
                            .build();
                },
                e -> DeliverAnswer.newBuilder().setRefusal(refusal(e)).build());
    }

    @Override
    public void keys(KeysRequest request, StreamObserver<KeysAnswer> out) {
        out.onNext(witness.keys());
        out.onCompleted();
    }

    @Override
    public void state(StateRequest request, StreamObserver<StateAnswer> out) {
        answer(
                out,
                () -> StateAnswer.newBuilder()
                        .setSignedStatus(bytes(witness.state(request)))
                        .build(),
                e -> StateAnswer.newBuilder().setRefusal(refusal(e)).build());
    }

    @Override
    public void readCommand(ReadCommandRequest request, StreamObserver<ReadCommandAnswer> out) {
        MspId caller = CallingMember.current();
        answer(
                out,
                () -> desk.command(caller, new RecordId(request.getId()), request.getVersion())
                        .map(c -> ReadCommandAnswer.newBuilder()
                                .setSignedCommand(bytes(c))
                                .build())
                        .orElseGet(() -> ReadCommandAnswer.newBuilder()
                                .setNothing(Nothing.getDefaultInstance())
                                .build()),
                e -> ReadCommandAnswer.newBuilder().setRefusal(refusal(e)).build());
    }

    @Override
    public void cosign(CosignRequest request, StreamObserver<CosignAnswer> out) {
        MspId caller = CallingMember.current();
        answer(
                out,
                () -> CosignAnswer.newBuilder()
                        .setLine(witness.cosign(caller, request.getNote()))
                        .build(),
                e -> CosignAnswer.newBuilder().setRefusal(refusal(e)).build());
    }

    /** What is answered in the end. */
    private interface Answer<A> {
        A get();
    }

    private static <A> void answer(StreamObserver<A> out, Answer<A> answer, Function<Throwable, A> refused) {
        A message;
        try {
            message = answer.get();
        } catch (Refusal refusal) {
            message = refused.apply(refusal);
        } catch (RuntimeException e) {
            out.onError(internal(e));
            return;
        }
        out.onNext(message);
        out.onCompleted();
    }

    private static ByteString refusal(Throwable e) {
        if (e instanceof Refusal refusal) {
            return RefusalBytes.of(refusal);
        }
        throw e instanceof RuntimeException bug
                ? bug
                : new IllegalStateException(e.getClass().getName());
    }

    // Messages of exceptions may quote what they stumbled over: only the place is told.
    private static Throwable internal(RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        LOG.error("a call failed: {} at {}", e.getClass().getName(), trace.length == 0 ? "?" : trace[0]);
        return Status.INTERNAL
                .withDescription("the gateway met an error of its own")
                .asRuntimeException();
    }

    private static ByteString bytes(Object value) {
        return ByteString.copyFrom(CanonicalJson.bytes(value));
    }
}
