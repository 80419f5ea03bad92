package org.tradeseal.gateway.grpc;

import io.grpc.ServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import org.springframework.grpc.server.ServerBuilderCustomizer;
import org.springframework.stereotype.Component;

/**
 * Adds the services to Spring's gRPC server, whichever transport it has. Reflection is added here and not by Boot, so
 * that the interceptor stands before it too.
 */
@Component
class ServicesCustomizer<T extends ServerBuilder<T>> implements ServerBuilderCustomizer<T> {
    private final Services services;
    private final CallerInterceptor interceptor;

    ServicesCustomizer(Services services, CallerInterceptor interceptor) {
        this.services = services;
        this.interceptor = interceptor;
    }

    @Override
    public void customize(T builder) {
        services.definitions().forEach(builder::addService);
        builder.addService(ProtoReflectionServiceV1.newInstance());
        builder.intercept(interceptor);
    }
}
