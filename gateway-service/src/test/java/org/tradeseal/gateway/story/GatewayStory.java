package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.util.TestSocketUtils;
import org.springframework.util.FileSystemUtils;
import org.tradeseal.gateway.Gateway;
import org.tradeseal.gateway.signature.SampleSigner;

/** A whole gateway with its own PostgreSQL in a temporary folder, one for all classes, used through its REST API. */
@SpringBootTest(classes = Gateway.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
abstract class GatewayStory {
    static final Path STATE = temporaryFolder();
    static final SampleSigner SIGNER = trustedSigner();
    static final int GRPC_PORT = TestSocketUtils.findAvailableTcpPort();

    private static World shared;

    @LocalServerPort
    private int port;

    @Autowired
    JdbcTemplate jdbc;

    /** The participants and what they do. */
    World world;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("tradeseal.state-folder", () -> STATE.resolve("state").toString());
        registry.add("tradeseal.trust.folder", () -> STATE.resolve("trust").toString());
        registry.add("spring.grpc.server.port", () -> GRPC_PORT);
        registry.add("tradeseal.webhooks.private-targets", () -> "true");
        registry.add("tradeseal.webhooks.pauses", () -> "300ms,500ms");
        // Tests of Spring Boot leave figures out unless asked.
        registry.add("management.prometheus.metrics.export.enabled", () -> "true");
    }

    @BeforeEach
    void enter() {
        world = world("http://127.0.0.1:" + port);
    }

    private static synchronized World world(String base) {
        if (shared == null) {
            shared = World.of(base, STATE.resolve("state"), SIGNER);
        }
        return shared;
    }

    /** Whether something happens within 30 seconds. */
    static void eventually(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("tradeseal-story");
            // After the gateway, which stops its PostgreSQL in there.
            SpringApplication.getShutdownHandlers().add(() -> FileSystemUtils.deleteRecursively(folder.toFile()));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SampleSigner trustedSigner() {
        try {
            Path keys = STATE.resolve("signer");
            SampleSigner signer = SampleSigner.create(keys, "杭州砺华软件有限公司", "NTRCN-91330106MA2AXLH10P");
            Path trust = Files.createDirectories(STATE.resolve("trust"));
            Files.copy(keys.resolve("ca.pem"), trust.resolve("sample.pem"));
            return signer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
