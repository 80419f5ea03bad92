package org.tradeseal.gateway.grpc;

import io.grpc.ServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import org.springframework.grpc.server.ServerBuilderCustomizer;
import org.springframework.stereotype.Component;

/** Adds the services, and the access check before every one of them, to Spring's gRPC server. */
@Component
class ServicesCustomizer<T extends ServerBuilder<T>> implements ServerBuilderCustomizer<T> {
    private static final int CALLS_PER_CONNECTION = 256;

    private final Services services;
    private final CallerInterceptor interceptor;

    ServicesCustomizer(Services services, CallerInterceptor interceptor) {
        this.services = services;
        this.interceptor = interceptor;
    }

    @Override
    public void customize(T builder) {
        services.definitions().forEach(builder::addService);
        builder.intercept(interceptor);
        builder.addStreamTracerFactory(new Arriving.Factory());
        if (builder instanceof NettyServerBuilder netty) {
            netty.maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION);
        }
    }
}
