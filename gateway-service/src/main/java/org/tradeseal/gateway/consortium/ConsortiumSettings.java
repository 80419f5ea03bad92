package org.tradeseal.gateway.consortium;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

    ConsortiumSettings {
        require(address, "address");
        require(certificate, "certificate");
        require(key, "key");
        members = List.copyOf(members);
    }

    private static void require(@Nullable Object value, String name) {
        if (value == null) {
            throw new IllegalStateException(
                    "tradeseal.consortium." + name + " is missing / 缺少 tradeseal.consortium." + name);
        }
    }

    /** Another organisation's gateway, and the certification authorities (PEM) that issue its TLS certificates. */
    record OtherGateway(String msp, String address, Path tlsCa) {
        OtherGateway {
            require(msp, "members[].msp");
            require(address, "members[].address");
            require(tlsCa, "members[].tls-ca");
        }

        MspId organisation() {
            return new MspId(msp);
        }
    }
}
