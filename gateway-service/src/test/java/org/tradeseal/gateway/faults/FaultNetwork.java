package org.tradeseal.gateway.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.FileSystemUtils;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.fabric.FabricLedger;
import org.tradeseal.gateway.ledger.fabric.FabricScript;
import org.tradeseal.gateway.ledger.fabric.FabricSettings;

/**
 * A network of its own with two gateways, by the project's own script: the operator's, which is written through, and the
 * regulator's, which is read. It has the three registrars, so that one of them may fail.
 */
final class FaultNetwork implements Registry {
    private static final List<String> GATEWAYS = List.of("operator", "regulator");

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration WHOLE = Duration.ofMinutes(2);
    private static final Duration STANDS_STILL = Duration.ofSeconds(30);
    private static final int STARTS = 3;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Path state;
    private final boolean ours;
    private final Thread wipe = new Thread(() -> script(300, "wipe"));

    private FaultNetwork(Path state, boolean ours) {
        this.state = state;
        this.ours = ours;
    }

    /** Makes a network with this ordering; it is gone when it is closed, or with the JVM. */
    static FaultNetwork start(String ordering) {
        FaultNetwork network = new FaultNetwork(PROJECT.resolve("gateway-service/target/faults-" + ordering), true);
        network.script(300, "wipe"); // of a run that was killed
        Runtime.getRuntime().addShutdownHook(network.wipe);
        network.script(
                900,
                "up",
                "--ordering",
                ordering,
                "--organisations",
                "operator,customs,ip-centre,regulator",
                "--gateways",
                String.join(",", GATEWAYS),
                "--port-base",
                String.valueOf(FabricScript.freePorts()));
        return network;
    }

    /** Uses a network that is up already, and leaves it up. */
    static FaultNetwork at(Path state) {
        return new FaultNetwork(state, false);
    }

    @Override
    public void close() {
        if (ours) {
            Runtime.getRuntime().removeShutdownHook(wipe);
            script(300, "wipe");
        }
    }

    /** Runs scripts/fabric on this network. */
    void script(int seconds, String... arguments) {
        new FabricScript(state).run(seconds, arguments);
    }

    void kill(String process) {
        script(30, "kill", process);
    }

    void restart(String process) {
        script(500, "restart", process);
    }

    /** Who leads the Raft orderers now, as they say themselves; nobody while they elect. */
    Optional<String> raftLeader() {
        return orderers().stream()
                .filter(o -> metric(o, "consensus_etcdraft_is_leader").orElse(0L) == 1)
                .findFirst();
    }

    private List<String> orderers() {
        return List.of(property("orderers").split(",", -1));
    }

    private List<String> peers() {
        return List.of(property("organisations").split(",", -1)).stream()
                .map(o -> "peer." + o)
                .toList();
    }

    /**
     * Waits until every orderer and peer has all blocks, and answers how many those are. A SmartBFT orderer that stands
     * still while the others agree is started again, as docs/operations.md tells an operator to do.
     */
    @Override
    public long awaitWhole() throws IOException {
        Map<String, Long> heights = new TreeMap<>();
        Supplier<Optional<Long>> look = () -> {
            orderers().forEach(name -> heights.put(name, height(name)));
            peers().forEach(name -> heights.put(name, height(name)));
            Set<Long> different = Set.copyOf(heights.values());
            return different.size() == 1 && !different.contains(-1L)
                    ? different.stream().findFirst()
                    : Optional.empty();
        };
        Supplier<String> wanted = () -> "every orderer and peer with the same blocks, but " + heights;
        if (!property("ordering").equals("bft")) {
            return Waiting.until(wanted, WHOLE, look);
        }
        for (int start = 0; start < STARTS; start++) {
            try {
                return Waiting.until(wanted, STANDS_STILL, look);
            } catch (IllegalStateException behind) {
                startAgainWhoIsBehind(heights);
            }
        }
        return Waiting.until(wanted, WHOLE, look);
    }

    private void startAgainWhoIsBehind(Map<String, Long> heights) throws IOException {
        long most = Collections.max(heights.values());
        for (String orderer : orderers()) {
            if (heights.getOrDefault(orderer, -1L) < most) {
                Round.tell("  after " + STANDS_STILL.toSeconds() + " s " + orderer + " has " + heights.get(orderer)
                        + " of " + most + " blocks and is started again");
                restart(orderer);
            }
        }
        // It comes up with the leader of its last block and believes no other before the next block.
        regulator().post("/v1/participants", Load.ADMISSION).successful();
    }

    private long height(String name) {
        return metric(name, "ledger_blockchain_height").orElse(-1L);
    }

    // A number that an orderer or a peer tells of the channel on its operations address.
    private Optional<Long> metric(String name, String metric) {
        String address =
                property(name.startsWith("peer.") ? name.substring(5) + ".peer.operations" : name + ".operations");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + "/metrics"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(metric + "{channel=\"" + property("channel") + "\"}"))
                    .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))
                            .longValue())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // it is away
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A line of the network's description. */
    String property(String name) {
        return String.valueOf(
                FabricScript.properties(fabric().resolve("network.properties")).get(name));
    }

    /** The folder of one process, for example {@code peer.customs}. */
    Path folder(String process) {
        int dot = process.indexOf('.');
        return fabric().resolve(process.substring(0, dot) + "s").resolve(process.substring(dot + 1));
    }

    @Override
    public String logs() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String organisation : GATEWAYS) {
            Path log = state(organisation).resolve("gateway.log");
            text.append(Files.exists(log) ? Files.readString(log) : "");
        }
        return text.toString();
    }

    @Override
    public void keepLogs(Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.find(
                fabric(),
                3,
                (file, attributes) ->
                        (file.endsWith("log") || file.endsWith("gateway.log")) && attributes.isRegularFile())) {
            for (Path log : files.toList()) {
                String process = fabric().relativize(log.getParent()).toString().replace('/', '-');
                Files.copy(log, target.resolve(process + ".log"), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path fabric() {
        return state.resolve("fabric");
    }

    @Override
    public Rest operator() {
        return gateway("operator");
    }

    @Override
    public Rest regulator() {
        return gateway("regulator");
    }

    @Override
    public List<String> organisations() {
        return GATEWAYS;
    }

    @Override
    public Path state(String organisation) {
        return folder("gateway." + organisation);
    }

    @Override
    public Mishap mishap(Plan plan) throws IOException {
        return FabricMishap.of(this, plan);
    }

    @Override
    public <T> T withLedger(String organisation, Use<T> use) throws Exception {
        Path folder = Files.createTempDirectory("tradeseal-rebuilt");
        try (StateFolder scratch = StateFolder.open(folder);
                Ledger ledger = FabricLedger.open(settings(organisation), scratch)) {
            return use.with(ledger);
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    // The gateway of an organisation, by its operator's token.
    private Rest gateway(String organisation) {
        try {
            return new Rest(
                    "http://" + property(organisation + ".gateway.address"),
                    Files.readString(state(organisation).resolve("operator.token"))
                            .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // How an organisation's gateway connects; without a genesis, since this ledger has one.
    private FabricSettings settings(String organisation) {
        Map<String, Object> all = FabricScript.properties(state(organisation).resolve("gateway.properties"));
        all.remove("tradeseal.fabric.genesis");
        return new Binder(new MapConfigurationPropertySource(all))
                .bind("tradeseal.fabric", FabricSettings.class)
                .get();
    }
}
