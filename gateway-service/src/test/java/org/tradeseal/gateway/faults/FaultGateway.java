package org.tradeseal.gateway.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;
import org.tradeseal.gateway.Gateway;
import org.tradeseal.gateway.database.Database;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.gateway.ledger.GenesisSource;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.embedded.EmbeddedLedger;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.CanonicalJson;
import tools.jackson.databind.JsonNode;

/** A gateway with the embedded ledger as a process of its own, and the database that it runs. */
final class FaultGateway implements Registry {
    private static final Duration UP = Duration.ofMinutes(4);

    private final Path folder;
    private final Path state;
    private final Path log;
    private final int port = freePort();
    private final int grpcPort = freePort();
    private final Thread killer = new Thread(this::killEverything);
    private final Proofs proofs;
    private @Nullable Process process;

    private FaultGateway(Path folder) {
        this.folder = folder;
        this.state = folder.resolve("state");
        this.log = folder.resolve("gateway.log");
        this.proofs = new Proofs(new Rest(base(), ""));
    }

    /** Starts one on an empty folder; both are gone when it is closed, or with the JVM. */
    static FaultGateway start() {
        try {
            Path target = Files.createDirectories(Path.of("target")).toRealPath();
            FaultGateway gateway = new FaultGateway(Files.createTempDirectory(target, "faults-embedded"));
            Runtime.getRuntime().addShutdownHook(gateway.killer);
            try {
                gateway.up();
                gateway.proofs.trust();
            } catch (RuntimeException e) {
                gateway.close();
                throw e;
            }
            return gateway;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String base() {
        return "http://127.0.0.1:" + port;
    }

    /** Starts the process, unless it lives, and waits until it answers. */
    void up() {
        launch();
        Waiting.until("the gateway's answer; its log: " + log, UP, () -> {
            if (!isAlive()) {
                throw new IllegalStateException("the gateway ended while starting; its log: " + log);
            }
            return isUp() ? Optional.of(true) : Optional.empty();
        });
    }

    /** Starts the process, unless it lives, and answers whether it came up; it may have ended instead. */
    boolean comesUp(String... arguments) {
        launch(arguments);
        return Waiting.until("the gateway's answer or end", UP, () -> {
            if (!isAlive()) {
                return Optional.of(false);
            }
            return isUp() ? Optional.of(true) : Optional.empty();
        });
    }

    private synchronized void launch(String... arguments) {
        if (isAlive()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Gateway.class.getName(),
                "--tradeseal.state-folder=" + state,
                "--server.port=" + port,
                "--spring.grpc.server.port=" + grpcPort));
        command.addAll(List.of(arguments));
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    private boolean isUp() {
        return health("/actuator/health/liveness") == 200;
    }

    /** Whether the gateway says that it serves, and not only lives. */
    boolean isReady() {
        return health("/actuator/health/readiness") == 200;
    }

    private int health(String path) {
        try {
            return new Rest(base(), "").get(path).status();
        } catch (IOException e) {
            return 0;
        }
    }

    /** {@code kill -9} of the gateway alone: its database lives on. */
    void kill() {
        end(true);
    }

    /** Ends gateway and database in order. */
    void stop() {
        end(false);
    }

    private synchronized void end(boolean atOnce) {
        Process ending = process;
        if (ending == null) {
            return;
        }
        if (atOnce) {
            ending.destroyForcibly();
        } else {
            ending.destroy();
        }
        try {
            if (!ending.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the gateway does not end; its log: " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** {@code kill -9} of the database: the postmaster, its backends and writers. */
    void killDatabase() throws IOException {
        killAll(ReadModels.postmaster(state));
    }

    static void killAll(ProcessHandle postmaster) {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        Waiting.until(
                "the end of the database",
                UP,
                () -> all.stream().anyMatch(ProcessHandle::isAlive) ? Optional.empty() : Optional.of(true));
    }

    private void killEverything() {
        kill();
        try {
            killDatabase();
        } catch (IOException | IllegalStateException e) {
            // it has ended already
        }
        FileSystemUtils.deleteRecursively(folder.toFile());
    }

    /** The rows of the live database. */
    JdbcTemplate database() throws IOException {
        return ReadModels.database(state);
    }

    @Override
    public String logs() throws IOException {
        return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
    }

    @Override
    public Rest operator() {
        try {
            return new Rest(
                    base(), Files.readString(state.resolve("operator.token")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Rest regulator() {
        Path token = folder.resolve("regulator.token");
        try {
            if (!Files.exists(token)) {
                Rest operator = operator();
                JsonNode founders = operator.get("/v1/ledger").successful().path("founders");
                String id = Stream.iterate(0, i -> i < founders.size(), i -> i + 1)
                        .map(founders::get)
                        .filter(f -> f.path("name").asString("").equals("regulator"))
                        .findFirst()
                        .orElseThrow()
                        .path("id")
                        .asString("");
                Files.writeString(
                        token,
                        operator.post("/v1/tokens", Map.of("participant", id, "label", "faults"))
                                .successful()
                                .path("secret")
                                .asString(""));
            }
            return new Rest(base(), Files.readString(token));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> organisations() {
        return List.of("operator");
    }

    @Override
    public Path state(String organisation) {
        return state;
    }

    @Override
    public <T> T withLedger(String organisation, Use<T> use) throws Exception {
        Path scratch = Files.createTempDirectory(folder, "beside");
        Files.copy(
                state.resolve("block-key.pem"), scratch.resolve("block-key.pem"), StandardCopyOption.COPY_ATTRIBUTES);
        Genesis genesis = CanonicalJson.readCanonical(Files.readAllBytes(state.resolve("genesis.json")), Genesis.class);
        ReadModels.Address address = ReadModels.address(state);
        try (StateFolder keys = StateFolder.open(scratch);
                Database database = Database.external(address.url(), address.user(), address.password());
                Ledger ledger = EmbeddedLedger.open(database, keys, new Known(genesis))) {
            return use.with(ledger);
        }
    }

    /** The genesis of a ledger that has begun. */
    private record Known(Genesis genesis) implements GenesisSource {
        @Override
        public Bytes registrarsSecret() {
            throw new IllegalStateException("the ledger has begun already");
        }

        @Override
        public List<MspId> organisations() {
            return List.of();
        }
    }

    @Override
    public long awaitWhole() {
        return Waiting.until("a gateway that is ready; its log: " + log, UP, () -> {
            try {
                Rest.Answer answer = operator().get("/v1/ledger");
                return isReady() && answer.status() == 200
                        ? Optional.of(answer.json().path("height").asLong())
                        : Optional.empty();
            } catch (IOException e) {
                return Optional.empty(); // it is on its way back
            }
        });
    }

    @Override
    public Mishap mishap(Plan plan) throws IOException {
        return EmbeddedMishap.of(this, plan);
    }

    @Override
    public Optional<Proofs> proofs() {
        return Optional.of(proofs);
    }

    @Override
    public void keepLogs(Path target) throws IOException {
        Files.createDirectories(target);
        if (Files.exists(log)) {
            Files.copy(log, target.resolve("gateway-operator.log"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() {
        proofs.close();
        Runtime.getRuntime().removeShutdownHook(killer);
        killEverything();
    }
}
