package org.tradeseal.gateway.grpc;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Access;
import org.tradeseal.gateway.access.Admission;
import org.tradeseal.gateway.errors.GrpcProblem;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.node.ObjectNode;

/** The gRPC services, built from the proto descriptors: every rpc is bound to the feature function of its name. */
@Component
class Services {
    /** A message of a stream is held as bytes, as fields, as JSON, and on its way to the ledger. */
    private static final int COPIES = 8;

    private final ApiDescriptors api = ApiDescriptors.load();
    private final Map<String, Rpc> rpcs = new HashMap<>();
    private final Access access;
    private final Admission admission;

    // Feeds and streams of requests block a thread each; the limit keeps idle clients from taking them all.
    private final ExecutorService workers;

    Services(
            List<Rpcs> features,
            Access access,
            Admission admission,
            @Value("${tradeseal.limits.grpc-streams:512}") int maxStreams) {
        this.access = access;
        this.admission = admission;
        this.workers = new ThreadPoolExecutor(0, maxStreams, 30, TimeUnit.SECONDS, new SynchronousQueue<>());
        for (Rpcs feature : features) {
            for (Rpc rpc : feature.rpcs()) {
                if (rpcs.put(rpc.name(), rpc) != null) {
                    throw new IllegalStateException("two features answer " + rpc.name());
                }
            }
        }
    }

    // Before the server waits for its calls to end, which feeds never do by themselves.
    @EventListener(ContextClosedEvent.class)
    @PreDestroy
    void stop() {
        workers.shutdownNow();
    }

    /** One definition a service. Throws if an rpc is answered by nobody, or an answer has no rpc. */
    List<ServerServiceDefinition> definitions() {
        Map<String, Rpc> unused = new HashMap<>(rpcs);
        List<ServerServiceDefinition> definitions = new ArrayList<>();
        for (ServiceDescriptor service : api.services()) {
            List<io.grpc.MethodDescriptor<Received, DynamicMessage>> methods = new ArrayList<>();
            io.grpc.ServiceDescriptor.Builder shape = io.grpc.ServiceDescriptor.newBuilder(service.getFullName());
            shape.setSchemaDescriptor(new Schema(service.getFile(), service, null));
            service.getMethods().forEach(m -> methods.add(method(m)));
            methods.forEach(shape::addMethod);
            ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(shape.build());
            for (int i = 0; i < methods.size(); i++) {
                MethodDescriptor method = service.getMethods().get(i);
                Rpc rpc = unused.remove(method.getFullName());
                if (rpc == null) {
                    throw new IllegalStateException("no feature answers " + method.getFullName());
                }
                definition.addMethod(methods.get(i), handler(method, rpc));
            }
            definitions.add(definition.build());
        }
        if (!unused.isEmpty()) {
            throw new IllegalStateException("the proto files have no rpc " + unused.keySet());
        }
        return definitions;
    }

    private static io.grpc.MethodDescriptor<Received, DynamicMessage> method(MethodDescriptor method) {
        return io.grpc.MethodDescriptor.<Received, DynamicMessage>newBuilder()
                .setFullMethodName(io.grpc.MethodDescriptor.generateFullMethodName(
                        method.getService().getFullName(), method.getName()))
                .setType(
                        method.isClientStreaming()
                                ? io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING
                                : method.isServerStreaming()
                                        ? io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING
                                        : io.grpc.MethodDescriptor.MethodType.UNARY)
                .setRequestMarshaller(Received.marshaller(method.getInputType()))
                .setResponseMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
                .setSchemaDescriptor(new Schema(method.getFile(), method.getService(), method))
                .build();
    }

    /** What server reflection asks for. */
    private record Schema(
            FileDescriptor file,
            ServiceDescriptor service,
            @org.jspecify.annotations.Nullable MethodDescriptor method) implements ProtoMethodDescriptorSupplier {
        @Override
        public FileDescriptor getFileDescriptor() {
            return file;
        }

        @Override
        public ServiceDescriptor getServiceDescriptor() {
            return service;
        }

        @Override
        public MethodDescriptor getMethodDescriptor() {
            return java.util.Objects.requireNonNull(method);
        }
    }

    private ServerCallHandler<Received, DynamicMessage> handler(MethodDescriptor method, Rpc rpc) {
        if (rpc instanceof Rpc.Unary unary) {
            return ServerCalls.asyncUnaryCall((request, answer) -> answer(method, unary, request, answer));
        }
        if (rpc instanceof Rpc.Streaming streaming) {
            return ServerCalls.asyncServerStreamingCall((request, out) -> feed(method, streaming, request, out));
        }
        Rpc.Many many = (Rpc.Many) rpc;
        return ServerCalls.asyncBidiStreamingCall(out -> {
            CallContext context = CallContext.current();
            return new Pipeline(
                    (ServerCallStreamObserver<DynamicMessage>) out,
                    workers,
                    request -> JsonMessages.toMessage(outcome(many, context, request), method.getOutputType()));
        });
    }

    private static Rpc.Call call(CallContext context, Received request) {
        return new Rpc.Call(context.caller(), (ObjectNode) request.json(), context.language());
    }

    private static void answer(
            MethodDescriptor method, Rpc.Unary rpc, Received request, StreamObserver<DynamicMessage> out) {
        CallContext context = CallContext.current();
        DynamicMessage answer;
        try {
            answer = JsonMessages.toMessage(rpc.answer().to(call(context, request)), method.getOutputType());
        } catch (RuntimeException e) {
            out.onError(GrpcProblem.of(e, context.language()));
            return;
        }
        out.onNext(answer);
        out.onCompleted();
    }

    private void feed(
            MethodDescriptor method, Rpc.Streaming rpc, Received request, StreamObserver<DynamicMessage> out) {
        CallContext context = CallContext.current();
        FeedSink sink = new FeedSink(
                (ServerCallStreamObserver<DynamicMessage>) out,
                json -> JsonMessages.toMessage(json, method.getOutputType()));
        submit(context, out, () -> {
            try {
                rpc.feed().follow(call(context, request), sink);
                sink.complete();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                sink.fail(GrpcProblem.of(stopping(), context.language()));
            } catch (RuntimeException e) {
                sink.fail(GrpcProblem.of(e, context.language()));
            }
        });
    }

    private void submit(CallContext context, StreamObserver<DynamicMessage> out, Runnable work) {
        try {
            workers.execute(work);
        } catch (java.util.concurrent.RejectedExecutionException e) {
            out.onError(GrpcProblem.of(
                    new Refusal(ErrorCode.OVER_QUOTA, "Too many streams are open.", "打开的流过多。"), context.language()));
        }
    }

    private static Refusal stopping() {
        return new Refusal(ErrorCode.UNAVAILABLE, "The gateway is stopping.", "网关正在停止。");
    }

    private ObjectNode outcome(Rpc.Many rpc, CallContext context, Received request) {
        ObjectNode outcome = CanonicalJson.jsonMapper().createObjectNode();
        try (Admission.Room room = admission.room(context.caller())) {
            access.limit(context.caller());
            room.grow(COPIES * (long) request.bytes().size());
            outcome.set("answer", rpc.answer().to(call(context, request)));
        } catch (RuntimeException e) {
            Refusal refusal = GrpcProblem.refusal(e);
            ObjectNode told = outcome.putObject("refusal");
            told.put("code", refusal.code().name());
            told.put("detail", refusal.detail().in(context.language()));
            if (refusal.field() != null) {
                told.put("field", refusal.field());
            }
            told.set("conflictsWith", CanonicalJson.toTree(refusal.conflictsWith()));
        }
        return outcome;
    }
}
