package org.tradeseal.gateway.ledger.fabric;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.tradeseal.gateway.database.StateFolder;
import org.tradeseal.gateway.ledger.TestConsortium;
import org.tradeseal.ledger.fabric.ModifiedChaincode;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.CanonicalJson;

/**
 * A real network by the project's own script; it is gone when the JVM ends. One is shared by all tests of this JVM, and
 * a small one is for tests after which its ledger is not whole any more.
 */
final class FabricNetwork {
    static final Map<MspId, String> NAMES = Map.of(
            TestConsortium.OPERATOR, "operator",
            TestConsortium.BANK_A, "bank-a",
            TestConsortium.BANK_B, "bank-b",
            TestConsortium.CUSTOMS, "customs",
            TestConsortium.IP_CENTRE, "ip-centre",
            TestConsortium.REGULATOR, "regulator");

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Path FOLDER = PROJECT.resolve("gateway-service/target");
    private static final int PORTS = 200;

    private final Path state;
    private final TestConsortium consortium;

    private FabricNetwork(Path state, TestConsortium consortium, String... options) {
        this.state = state;
        this.consortium = consortium;
        requireChaincode();
        script(180, "wipe"); // of a run that was killed
        Runtime.getRuntime().addShutdownHook(new Thread(() -> script(180, "wipe")));
        List<String> up = new ArrayList<>(List.of("up", "--no-gateways", "--port-base", String.valueOf(freePorts())));
        up.addAll(List.of(options));
        script(600, up.toArray(String[]::new));
        try {
            Files.write(state.resolve("test-genesis.json"), CanonicalJson.bytes(consortium.genesis()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Made when it is first asked for. */
    private static final class Shared {
        private static final FabricNetwork NETWORK =
                new FabricNetwork(FOLDER.resolve("fabric-network"), TestConsortium.create());
    }

    static FabricNetwork shared() {
        return Shared.NETWORK;
    }

    /** A network of operator, customs and regulator only, for one class of tests to spoil. */
    static FabricNetwork small() {
        return new FabricNetwork(
                FOLDER.resolve("fabric-small"),
                TestConsortium.create(List.of(TestConsortium.REGULATOR, TestConsortium.CUSTOMS)),
                "--small");
    }

    /** The folder of its keys, blocks, states and logs. */
    Path folder() {
        return state.resolve("fabric");
    }

    /** The founders of its ledger. */
    TestConsortium consortium() {
        return consortium;
    }

    private static void requireChaincode() {
        if (!Files.exists(PROJECT.resolve("chaincode/target/chaincode-0.1.0-SNAPSHOT.jar"))) {
            throw new IllegalStateException("the chaincode is not packaged; run: mvn -pl chaincode -am package");
        }
    }

    private static int freePorts() {
        for (int attempt = 0; attempt < 50; attempt++) {
            int base = 20000 + PORTS * ThreadLocalRandom.current().nextInt(60);
            if (allFree(base)) {
                return base;
            }
        }
        throw new IllegalStateException("no 200 free ports in a row");
    }

    private static boolean allFree(int base) {
        for (int port = base; port < base + PORTS; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                socket.setReuseAddress(true);
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    /** Runs scripts/fabric on the shared network. */
    static void run(int seconds, String... arguments) {
        shared().script(seconds, arguments);
    }

    /** Runs scripts/fabric on this network; its output is in the log of the state folder. */
    void script(int seconds, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(PROJECT.resolve("scripts/fabric").toString()));
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(state);
            Path log = state.resolve("script.log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().put("TRADESEAL_STATE", state.toString());
            builder.environment().put("TRADESEAL_BUILD", "false");
            builder.environment().put("TRADESEAL_LANG", "en");
            Process process = builder.start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
                throw new IllegalStateException(
                        command + " takes more than " + seconds + " s:\n" + Files.readString(log));
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(command + " failed:\n" + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(command + " was interrupted", e);
        }
    }

    /** The settings that the script wrote for an organisation's gateway. */
    FabricSettings settings(MspId msp, Map<String, String> changes) {
        Properties written = new Properties();
        try (InputStream file =
                Files.newInputStream(state.resolve("fabric/gateways/" + NAMES.get(msp) + "/gateway.properties"))) {
            written.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Object> all = new TreeMap<>();
        written.forEach((key, value) -> all.put(key.toString(), value));
        if (all.containsKey("tradeseal.fabric.genesis")) {
            all.put(
                    "tradeseal.fabric.genesis",
                    state.resolve("test-genesis.json").toString());
        }
        all.putAll(changes);
        return new Binder(new MapConfigurationPropertySource(all))
                .bind("tradeseal.fabric", FabricSettings.class)
                .get();
    }

    FabricLedger connect(MspId msp, StateFolder folder) {
        return FabricLedger.open(settings(msp, Map.of()), folder);
    }

    /** Starts changed chaincode in place of an organisation's own, until that is restarted. */
    void deceive(MspId msp, ModifiedChaincode.Deceit deceit) throws Exception {
        String name = NAMES.get(msp);
        Path chaincode = folder().resolve("chaincode");
        Path log = chaincode.resolve(name + "/changed.log");
        script(60, "kill", "chaincode." + name);
        Path target = PROJECT.resolve("chaincode/target");
        Path changed = Path.of(ModifiedChaincode.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Process process = new ProcessBuilder(
                        "java",
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        target.resolve("chaincode-0.1.0-SNAPSHOT.jar") + ":" + target.resolve("lib") + "/*:" + changed,
                        ModifiedChaincode.class.getName(),
                        deceit.name(),
                        "--address",
                        property(name + ".chaincode.address"),
                        "--package-id",
                        Files.readString(chaincode.resolve("package-id")).strip(),
                        "--msp",
                        msp.value(),
                        "--tls",
                        chaincode.resolve(name + "/tls").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Files.writeString(chaincode.resolve(name + "/pid"), process.pid() + "\n"); // the script ends it like its own
        awaitListening(process, log);
    }

    // Its own word for it: a process that has just been killed may still hold the port.
    private static void awaitListening(Process process, Path log) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.readString(log).contains(ModifiedChaincode.LISTENS)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("the changed chaincode does not listen:\n" + Files.readString(log));
            }
            Thread.sleep(100);
        }
    }

    /** One setting of what this network is. */
    String property(String name) throws IOException {
        Properties network = new Properties();
        try (InputStream file = Files.newInputStream(folder().resolve("network.properties"))) {
            network.load(file);
        }
        return network.getProperty(name);
    }
}
