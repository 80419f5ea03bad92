package org.tradeseal.gateway.consortium;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.proto.consortium.v1.ConsortiumServiceGrpc;

/** Connections to the other organisations' gateways. */
final class Channels implements AutoCloseable {
    private static final Duration RECONNECTING = Duration.ofMillis(500);

    private final Map<MspId, ManagedChannel> byMember = new LinkedHashMap<>();

    Channels(ConsortiumSettings settings, Members members) {
        for (Member member : members.all()) {
            byMember.put(
                    member.msp(),
                    NettyChannelBuilder.forAddress(
                                    member.endpoint().host(), member.endpoint().port())
                            .sslContext(Tls.client(settings.certificate(), settings.key(), member))
                            .maxInboundMessageSize(ConsortiumServer.MAX_MESSAGE_BYTES)
                            .keepAliveTime(20, TimeUnit.SECONDS)
                            .keepAliveTimeout(5, TimeUnit.SECONDS)
                            .build());
        }
    }

    /** Those of these organisations whose gateway is known here, in their order. */
    List<MspId> known(List<MspId> organisations) {
        return organisations.stream().filter(byMember::containsKey).toList();
    }

    ConsortiumServiceGrpc.ConsortiumServiceBlockingStub blocking(MspId organisation, Duration atMost) {
        return ConsortiumServiceGrpc.newBlockingStub(channel(organisation))
                .withDeadlineAfter(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    ConsortiumServiceGrpc.ConsortiumServiceFutureStub future(MspId organisation, Duration atMost) {
        return ConsortiumServiceGrpc.newFutureStub(channel(organisation))
                .withDeadlineAfter(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The same, noting whether the call left this machine. */
    ConsortiumServiceGrpc.ConsortiumServiceFutureStub future(MspId organisation, Duration atMost, SentMark mark) {
        Channel marked = ClientInterceptors.intercept(channel(organisation), new ClientInterceptor() {
            @Override
            public <Q, A> ClientCall<Q, A> interceptCall(
                    MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
                return next.newCall(method, options.withStreamTracerFactory(mark));
            }
        });
        return ConsortiumServiceGrpc.newFutureStub(marked).withDeadlineAfter(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    private ManagedChannel channel(MspId organisation) {
        ManagedChannel channel = byMember.get(organisation);
        if (channel == null) {
            throw Unreachable.unknown(organisation);
        }
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            reconnect(channel);
        }
        return channel;
    }

    // After failures gRPC waits up to two minutes before it connects again, and refuses every call meanwhile. A gateway
    // that is back is used at once; one that is not costs each call a moment.
    private static void reconnect(ManagedChannel channel) {
        long end = System.nanoTime() + RECONNECTING.toNanos();
        channel.resetConnectBackoff();
        ConnectivityState state = channel.getState(true);
        boolean tried = false;
        while (state != ConnectivityState.READY && !(tried && state == ConnectivityState.TRANSIENT_FAILURE)) {
            CountDownLatch changed = new CountDownLatch(1);
            channel.notifyWhenStateChanged(state, changed::countDown);
            try {
                if (!changed.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            state = channel.getState(true);
            tried = true;
        }
    }

    @Override
    public void close() {
        byMember.values().forEach(ManagedChannel::shutdownNow);
    }
}
