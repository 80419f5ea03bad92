package org.tradeseal.gateway.setup;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Refuses to start where tokens would travel in the clear: beyond loopback only with TLS. */
@Component
class LoopbackOnly {
    LoopbackOnly(
            @Value("${server.address:}") String address,
            @Value("${server.ssl.bundle:}${server.ssl.certificate:}${server.ssl.key-store:}") String tls,
            @Value("${spring.grpc.server.address:}") String grpcAddress,
            @Value("${spring.grpc.server.ssl.bundle:}") String grpcTls)
            throws UnknownHostException {
        require("server.address", address, tls, "server.ssl.bundle");
        require("spring.grpc.server.address", grpcAddress, grpcTls, "spring.grpc.server.ssl.bundle");
    }

    private static void require(String property, String address, String tls, String tlsProperty)
            throws UnknownHostException {
        boolean loopback = !address.isEmpty() && InetAddress.getByName(address).isLoopbackAddress();
        if (!loopback && tls.isEmpty()) {
            throw new IllegalStateException(property + "=" + address + " reaches beyond this machine without TLS; set "
                    + tlsProperty + " or use 127.0.0.1 / " + property + "=" + address + " 超出本机且未启用 TLS；请设置 "
                    + tlsProperty + " 或使用 127.0.0.1");
        }
    }
}
