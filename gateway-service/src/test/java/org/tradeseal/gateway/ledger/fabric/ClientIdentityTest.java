package org.tradeseal.gateway.ledger.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.ledger.fabric.TestAuthority;
import org.tradeseal.verify.Sha256;

class ClientIdentityTest {
    private final TestAuthority authority = new TestAuthority("org");
    private Path certificate;
    private Path key;

    @BeforeEach
    void issue(@TempDir Path folder) throws IOException {
        certificate = folder.resolve("certificate.pem");
        key = folder.resolve("key.pem");
        authority.issue(certificate, key);
        close(key);
    }

    private static void close(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void refused(String en, String zh) {
        assertThatThrownBy(() -> ClientIdentity.load(TestConsortium.BANK_A, certificate, key))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(en)
                .hasMessageContaining(zh);
    }

    @Test
    void aCertificateAndItsKeySign() throws Exception {
        ClientIdentity identity = ClientIdentity.load(TestConsortium.BANK_A, certificate, key);

        assertThat(identity.identity().getMspId()).isEqualTo("BankAMSP");
        assertThat(identity.signer().sign(Sha256.digest(new byte[] {1}))).isNotEmpty();
    }

    @Test
    void aKeyThatOthersMayReadIsRefused() throws IOException {
        for (String open : List.of("rw-r-----", "rw----r--", "rw--w----", "rwx------")) {
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(open));
            refused("open to others", "对他人可见");
        }
    }

    @Test
    void theKeyOfAnotherCertificateIsRefused(@TempDir Path elsewhere) throws IOException {
        Path other = elsewhere.resolve("key.pem");
        authority.issue(elsewhere.resolve("certificate.pem"), other);
        close(other);
        key = other;

        refused("does not belong", "不匹配");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        Files.delete(certificate);
        refused(certificate + " cannot be read", "无法读取");
        authority.writeCertificate(certificate);
        Files.delete(key);
        refused(key + " cannot be read", "无法读取");
    }

    @Test
    void whatIsNoPemIsRefused() throws IOException {
        Files.writeString(key, "no key");
        refused("no elliptic-curve private key", "椭圆曲线私钥");
        Files.writeString(certificate, "no certificate");
        refused("no X.509 certificate", "X.509");
    }

    @Test
    void aCertificateOutsideItsTimeIsRefused() throws IOException {
        Instant now = Instant.now();
        authority.issue(certificate, key, now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)));
        refused("expired at", "过期");
        authority.issue(certificate, key, now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(2)));
        refused("not valid before", "起生效");
    }
}
