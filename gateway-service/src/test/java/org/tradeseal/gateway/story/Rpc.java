package org.tradeseal.gateway.story;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Internal;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.ErrorInfo;
import com.google.rpc.LocalizedMessage;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** The gRPC API as one caller meets it, by descriptors or with any bytes. */
final class Rpc implements AutoCloseable {
    private static final Marshaller<byte[]> BYTES = new Marshaller<>() {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream in) {
            try {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private final ManagedChannel channel;

    Rpc(int port) {
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(64 * 1024 * 1024)
                .build();
    }

    /** What came back: OK, or a status with the code of its ErrorInfo, empty if it has none. */
    record Answer(Status status, String code, String text) {
        boolean isOk() {
            return status.isOk();
        }
    }

    Answer call(MethodDescriptor method, JsonNode request, String token, String language) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(method.getInputType());
        try {
            JsonFormat.parser().merge(request.toString(), message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(method.getFullName() + " " + request, e);
        }
        return call(method, message.build().toByteArray(), token, language);
    }

    Answer call(MethodDescriptor method, byte[] request, String token, String language) {
        io.grpc.MethodDescriptor.MethodType type = method.isClientStreaming()
                ? io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING
                : method.isServerStreaming()
                        ? io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING
                        : io.grpc.MethodDescriptor.MethodType.UNARY;
        io.grpc.MethodDescriptor<byte[], byte[]> rpc = io.grpc.MethodDescriptor.<byte[], byte[]>newBuilder(BYTES, BYTES)
                .setType(type)
                .setFullMethodName(io.grpc.MethodDescriptor.generateFullMethodName(
                        method.getService().getFullName(), method.getName()))
                .build();
        Metadata headers = new Metadata();
        if (!token.isEmpty()) {
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        }
        headers.put(Metadata.Key.of("accept-language", Metadata.ASCII_STRING_MARSHALLER), language);
        Channel as = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        try {
            byte[] answer = method.isClientStreaming() || method.isServerStreaming()
                    ? first(as, rpc, request)
                    : ClientCalls.blockingUnaryCall(
                            as, rpc, CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS), request);
            return new Answer(
                    Status.OK,
                    "",
                    DynamicMessage.parseFrom(method.getOutputType(), answer).toString());
        } catch (StatusRuntimeException e) {
            return new Answer(
                    e.getStatus(),
                    detail(e, ErrorInfo.class).getReason(),
                    detail(e, LocalizedMessage.class).getMessage());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    // A feed without anything yet is an answer too.
    private static byte[] first(Channel channel, io.grpc.MethodDescriptor<byte[], byte[]> rpc, byte[] request) {
        try {
            var answers = ClientCalls.blockingServerStreamingCall(
                    channel,
                    rpc.toBuilder()
                            .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
                            .build(),
                    CallOptions.DEFAULT.withDeadlineAfter(3, TimeUnit.SECONDS),
                    request);
            return answers.hasNext() ? answers.next() : new byte[0];
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED
                    && detail(e, ErrorInfo.class).getReason().isEmpty()) {
                return new byte[0];
            }
            throw e;
        }
    }

    /** The detail of this type, or an empty one. */
    private static <T extends Message> T detail(StatusRuntimeException e, Class<T> type) {
        try {
            for (Any any : Objects.requireNonNull(StatusProto.fromThrowable(e)).getDetailsList()) {
                if (any.is(type)) {
                    return any.unpack(type);
                }
            }
            return Any.pack(Internal.getDefaultInstance(type)).unpack(type);
        } catch (InvalidProtocolBufferException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
