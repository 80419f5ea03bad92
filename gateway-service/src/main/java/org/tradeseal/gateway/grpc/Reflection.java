package org.tradeseal.gateway.grpc;

import io.grpc.BindableService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Server reflection. Spring starts its gRPC server, and adds health to it, only where such a service bean exists. */
@Configuration(proxyBeanMethods = false)
class Reflection {
    @Bean
    BindableService reflectionService() {
        return ProtoReflectionServiceV1.newInstance();
    }
}
