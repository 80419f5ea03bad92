package org.tradeseal.ledger.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradeseal.ledger.TestLedger.refusalOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.verify.Text;

class OptionsTest {
    @TempDir
    Path tls;

    @BeforeEach
    void files() throws IOException {
        for (String name : new String[] {"server.crt", "server.key", "ca.crt"}) {
            Files.createFile(tls.resolve(name));
        }
    }

    private Options parse(String address, String msp) {
        return Options.parse(
                "--address", address, "--package-id", "tradeseal:1", "--msp", msp, "--tls", tls.toString());
    }

    @Test
    void readsAddressPackageOrganisationAndTlsFiles() {
        Options options = parse("127.0.0.1:7061", "OperatorMSP");

        assertThat(options.address().getPort()).isEqualTo(7061);
        assertThat(options.address().getAddress().isLoopbackAddress()).isTrue();
        assertThat(options.packageId()).isEqualTo("tradeseal:1");
        assertThat(options.msp().value()).isEqualTo("OperatorMSP");
        assertThat(options.key()).isEqualTo(tls.resolve("server.key"));
    }

    @Test
    void saysInBothLanguagesWhatIsWrong() throws IOException {
        assertWrong(() -> parse("7061", "OperatorMSP"), "--address");
        assertWrong(() -> parse("localhost:", "OperatorMSP"), "--address");
        assertWrong(() -> parse("localhost:70000", "OperatorMSP"), "--address");
        assertWrong(() -> parse("localhost:7061", "Operator MSP"), "MSP");
        assertWrong(() -> Options.parse("--adress", "localhost:7061"), "--adress");
        assertWrong(() -> Options.parse("--address"), "--address");
        assertWrong(() -> Options.parse("--msp", "A", "--msp", "B"), "--msp");
        assertWrong(() -> Options.parse(), "--address");
        Files.delete(tls.resolve("ca.crt"));
        assertWrong(() -> parse("localhost:7061", "OperatorMSP"), "ca.crt");
    }

    @Test
    void aCertificateOutOfForceIsNamed() throws IOException {
        TestAuthority authority = new TestAuthority("tls-ca");
        authority.writeCertificate(tls.resolve("ca.crt"));
        authority.issue(tls.resolve("server.crt"), tls.resolve("server.key"));
        Options options = parse("localhost:7061", "OperatorMSP");

        options.requireInForce(Instant.now());
        assertWrong(() -> options.requireInForce(Instant.now().plus(Duration.ofHours(2))), "server.crt");
        assertWrong(() -> options.requireInForce(Instant.now().minus(Duration.ofHours(2))), "server.crt");
        Files.writeString(tls.resolve("ca.crt"), "garbage");
        assertWrong(() -> options.requireInForce(Instant.now()), "ca.crt");
    }

    private static void assertWrong(Runnable action, String named) {
        Text detail = refusalOf(action).detail();
        assertThat(detail.en()).contains(named);
        assertThat(detail.zh()).contains(named).containsPattern("\\p{IsHan}");
    }
}
