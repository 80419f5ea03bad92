package org.tradeseal.gateway.ledger.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.tradeseal.gateway.ledger.TestConsortium;

class FabricSettingsTest {
    private final Map<String, String> properties = new HashMap<>(Map.of(
            "tradeseal.fabric.msp", "BankAMSP",
            "tradeseal.fabric.identity.certificate", "/tmp/certificate.pem",
            "tradeseal.fabric.identity.key", "/tmp/key.pem",
            "tradeseal.fabric.peers[0].msp", "BankAMSP",
            "tradeseal.fabric.peers[0].address", "127.0.0.1:7051",
            "tradeseal.fabric.peers[0].tls-ca", "/tmp/ca.pem"));

    private FabricSettings settings() {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bind("tradeseal.fabric", FabricSettings.class)
                .get();
    }

    private void refused(String en, String zh) {
        assertThatThrownBy(() -> {
                    FabricSettings settings = settings();
                    settings.organisation();
                    settings.certificate();
                    settings.key();
                    settings.endpoints();
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(en)
                .hasMessageContaining(zh);
    }

    @Test
    void whatIsWrittenIsTaken() {
        FabricSettings settings = settings();

        assertThat(settings.organisation()).isEqualTo(TestConsortium.BANK_A);
        assertThat(settings.channel()).isEqualTo("tradeseal");
        assertThat(settings.genesis()).isNull();
        assertThat(settings.endpoints()).singleElement().satisfies(e -> {
            assertThat(e.host()).isEqualTo("127.0.0.1");
            assertThat(e.port()).isEqualTo(7051);
        });
    }

    @Test
    void whatIsMissingIsNamed() {
        for (String name : Map.copyOf(properties).keySet()) {
            String value = properties.remove(name);
            String last = name.substring(name.lastIndexOf('.') + 1);
            refused(name.contains("peers") ? "peers" : last, "未");
            properties.put(name, value);
        }
    }

    @Test
    void withoutPeersThereIsNoLedger() {
        properties.keySet().removeIf(k -> k.contains("peers"));
        refused("no peer is configured", "未配置任何节点");
    }

    @Test
    void theOwnPeerComesFirst() {
        properties.put("tradeseal.fabric.peers[0].msp", "BankBMSP");
        refused("has to be a peer of BankAMSP", "必须属于 BankAMSP");
    }

    @Test
    void anAddressHasAPort() {
        for (String wrong : new String[] {"127.0.0.1", "127.0.0.1:x", ":7051", "127.0.0.1:70000"}) {
            properties.put("tradeseal.fabric.peers[0].address", wrong);
            refused("host:port", "主机:端口");
        }
    }

    @Test
    void aPeerIsNamedOnce() {
        properties.put("tradeseal.fabric.peers[1].msp", "BankBMSP");
        properties.put("tradeseal.fabric.peers[1].address", "127.0.0.1:7051");
        properties.put("tradeseal.fabric.peers[1].tls-ca", "/tmp/ca.pem");
        refused("configured twice", "重复配置");
    }
}
