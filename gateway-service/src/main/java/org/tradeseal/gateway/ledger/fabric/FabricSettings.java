package org.tradeseal.gateway.ledger.fabric;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.tradeseal.ledger.record.MspId;

/**
 * How this gateway reaches its organisation's Fabric network.
 *
 * @param msp the organisation's MSP id
 * @param channel the channel of the registry
 * @param chaincode the name of the registry's chaincode on it
 * @param identity as whom the gateway signs
 * @param peers the peers to speak to: those of the own organisation first, others' after them as fallbacks
 * @param genesis the genesis to start the ledger with; only the founding registrar names one
 * @param startTimeout how long a start waits for the own peer and the genesis
 * @param commitTimeout how long a submitted transaction is waited for
 * @param keepAlive how often an idle connection is probed; not less than the peers' {@code keepalive.minInterval}
 */
@ConfigurationProperties("tradeseal.fabric")
public record FabricSettings(
        @Nullable String msp,
        @DefaultValue("tradeseal") String channel,
        @DefaultValue("tradeseal") String chaincode,
        @Nullable Identity identity,
        @DefaultValue List<Peer> peers,
        @Nullable Path genesis,
        @DefaultValue("5m") Duration startTimeout,
        @DefaultValue("30s") Duration commitTimeout,
        @DefaultValue("70s") Duration keepAlive) {

    /** PEM files: an X.509 certificate, and its private key (PKCS#8 or SEC1), readable by its owner only. */
    public record Identity(
            @Nullable Path certificate, @Nullable Path key) {}

    /** A peer's gateway service, {@code host:port}, and the certificate of the CA that signed its TLS certificate. */
    public record Peer(
            @Nullable String msp,
            @Nullable String address,
            @Nullable Path tlsCa) {}

    public FabricSettings {
        peers = List.copyOf(peers);
    }

    MspId organisation() {
        return new MspId(required(msp, "msp"));
    }

    Path certificate() {
        return required(identity == null ? null : identity.certificate(), "identity.certificate");
    }

    Path key() {
        return required(identity == null ? null : identity.key(), "identity.key");
    }

    /** Where one peer is. */
    record Endpoint(MspId msp, String host, int port, Path tlsCa) {}

    List<Endpoint> endpoints() {
        if (peers.isEmpty()) {
            throw refused("no peer is configured: set tradeseal.fabric.peers", "未配置任何节点：请设置 tradeseal.fabric.peers");
        }
        List<Endpoint> endpoints = peers.stream().map(FabricSettings::endpoint).toList();
        MspId own = organisation();
        if (!endpoints.get(0).msp().equals(own)) {
            throw refused(
                    "the first of tradeseal.fabric.peers has to be a peer of " + own,
                    "tradeseal.fabric.peers 的第一个节点必须属于 " + own);
        }
        Set<String> addresses = new HashSet<>();
        for (Endpoint endpoint : endpoints) {
            if (!addresses.add(endpoint.host() + ":" + endpoint.port())) {
                throw refused(
                        "a peer is configured twice: " + endpoint.host() + ":" + endpoint.port(),
                        "节点重复配置：" + endpoint.host() + ":" + endpoint.port());
            }
        }
        return endpoints;
    }

    private static Endpoint endpoint(Peer peer) {
        String address = required(peer.address(), "peers[].address");
        int colon = address.lastIndexOf(':');
        try {
            int port = Integer.parseInt(address.substring(colon + 1));
            if (colon > 0 && port > 0 && port < 65536) {
                return new Endpoint(
                        new MspId(required(peer.msp(), "peers[].msp")),
                        address.substring(0, colon),
                        port,
                        required(peer.tlsCa(), "peers[].tls-ca"));
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw refused("a peer's address is host:port, not " + address, "节点地址格式为 主机:端口，而非 " + address);
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null || value.toString().isBlank()) {
            throw refused("tradeseal.fabric." + name + " is not set", "未设置 tradeseal.fabric." + name);
        }
        return value;
    }

    static IllegalStateException refused(String en, String zh) {
        return new IllegalStateException(en + " / " + zh);
    }
}
