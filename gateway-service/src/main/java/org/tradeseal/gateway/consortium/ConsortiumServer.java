package org.tradeseal.gateway.consortium;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** The gRPC server for other organisations' gateways, on a port of its own. */
final class ConsortiumServer implements SmartLifecycle {
    /** The longest message, in bytes: a payload with its documents. */
    static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ConsortiumServer.class);
    private static final int MAX_METADATA_BYTES = 8 * 1024;

    private final ConsortiumSettings settings;
    private final Members members;
    private final BindableService service;
    private final ExecutorService workers;
    private @Nullable Server server;

    ConsortiumServer(ConsortiumSettings settings, Members members, BindableService service, ExecutorService workers) {
        this.settings = settings;
        this.members = members;
        this.service = service;
        this.workers = workers;
    }

    @Override
    public synchronized void start() {
        Endpoint endpoint = Endpoint.parse(settings.address());
        Server built = NettyServerBuilder.forAddress(endpoint.socketAddress())
                .sslContext(Tls.server(settings.certificate(), settings.key(), members))
                .addTransportFilter(new CallingMember.AtConnection(members))
                .intercept(new MemberLimits(settings.requestsPerSecond(), settings.concurrentRequests()))
                .addService(service)
                .executor(workers)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .maxInboundMetadataSize(MAX_METADATA_BYTES)
                .maxConcurrentCallsPerConnection(settings.concurrentRequests())
                .handshakeTimeout(10, TimeUnit.SECONDS)
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                // Certificates are looked at anew with each connection.
                .maxConnectionAge(30, TimeUnit.MINUTES)
                .maxConnectionAgeGrace(2, TimeUnit.MINUTES)
                .build();
        try {
            server = built.start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "tradeseal.consortium.address: cannot listen on " + settings.address() + " / 无法监听 "
                            + settings.address(),
                    e);
        }
        LOG.info("Other organisations' gateways: {}:{} (mutual TLS).", endpoint.host(), port());
    }

    synchronized int port() {
        return server == null ? -1 : server.getPort();
    }

    @Override
    public synchronized void stop() {
        if (server != null) {
            server.shutdown();
            try {
                if (!server.awaitTermination(5, TimeUnit.SECONDS)) {
                    server.shutdownNow();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                server.shutdownNow();
            }
            server = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return server != null;
    }
}
