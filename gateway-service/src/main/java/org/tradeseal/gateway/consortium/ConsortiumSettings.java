package org.tradeseal.gateway.consortium;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.tradeseal.ledger.record.MspId;

/**
 * Where this gateway listens for the others ({@code host:port}), its TLS certificate and key (PEM; the key PKCS#8 and for
 * its owner only), and the gateways of all other organisations.
 */
@ConfigurationProperties("tradeseal.consortium")
record ConsortiumSettings(
        String address,
        Path certificate,
        Path key,
        @DefaultValue List<OtherGateway> members,
        @DefaultValue("2000") int requestsPerSecond,
        @DefaultValue("256") int concurrentRequests) {

    /** Another organisation's gateway, and the certification authorities (PEM) that issue its TLS certificates. */
    record OtherGateway(String msp, String address, Path tlsCa) {
        MspId organisation() {
            return new MspId(msp);
        }
    }
}
