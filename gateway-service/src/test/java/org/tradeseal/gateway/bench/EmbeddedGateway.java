package org.tradeseal.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A gateway with its embedded ledger, in a process of its own as {@code scripts/start} runs it. */
final class EmbeddedGateway implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 180;

    private final Path state;
    private final String address;
    private final Process process;

    private EmbeddedGateway(Path state, String address, Process process) {
        this.state = state;
        this.address = address;
        this.process = process;
    }

    /** Starts it on a free port and a state folder that is made, and waits until it is ready. */
    static EmbeddedGateway start(Path state, List<String> program, String... arguments)
            throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.createDirectories(state);
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xshare:auto"));
        line.addAll(program);
        line.addAll(
                List.of("--tradeseal.state-folder=" + state, "--server.port=" + port, "--spring.grpc.server.port=0"));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(state.resolve("gateway.log").toFile())
                .start();
        EmbeddedGateway gateway = new EmbeddedGateway(state, "http://127.0.0.1:" + port, process);
        Runtime.getRuntime().addShutdownHook(new Thread(gateway::close)); // an interrupt ends it too
        try {
            gateway.awaitReady();
        } catch (IOException | InterruptedException | RuntimeException e) {
            gateway.close();
            throw e;
        }
        return gateway;
    }

    private void awaitReady() throws IOException, InterruptedException {
        RestClient anybody = new RestClient(address, "");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                anybody.get("/actuator/health/readiness");
                return;
            } catch (IOException | IllegalStateException notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IllegalStateException(
                            "the gateway does not start, see " + state + "/gateway.log", notYet);
                }
                Thread.sleep(50);
            }
        }
    }

    Path state() {
        return state;
    }

    RestClient operator() throws IOException {
        return new RestClient(
                address, Files.readString(state.resolve("operator.token")).strip());
    }

    /** Whoever has a token of the founder of this name. */
    RestClient founder(String name) throws IOException {
        RestClient operator = operator();
        for (JsonNode founder : operator.get("/v1/ledger").path("founders")) {
            if (founder.path("name").asString("").equals(name)) {
                Map<String, String> wanted =
                        Map.of("participant", founder.path("id").asString(""), "label", "benchmark");
                return operator.as(
                        operator.post("/v1/tokens", wanted).path("secret").asString(""));
            }
        }
        throw new IllegalStateException("the ledger has no founder " + name);
    }

    /** The processes by kind, and this one. */
    Map<String, List<Long>> processes() {
        Map<String, List<Long>> groups = new TreeMap<>();
        groups.put("load", List.of(ProcessHandle.current().pid()));
        groups.put("gateway", List.of(process.pid()));
        groups.put("postgresql", database());
        return groups;
    }

    private List<Long> database() {
        try (Stream<Path> files = Files.find(state, 3, (file, a) -> file.endsWith("postmaster.pid"))) {
            List<Long> all = new ArrayList<>();
            for (Path file : files.toList()) {
                all.addAll(Machine.family(
                        Long.parseLong(Files.readAllLines(file).get(0).strip())));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Resident memory of the gateway and its database in MiB; pages that several share are counted once. */
    double residentMib() {
        double kib = Machine.residentKib(process.pid());
        for (long pid : database()) {
            kib += Machine.residentKib(pid);
        }
        return kib / 1024;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
