package org.tradeseal.gateway.ledger.fabric;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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

    private final Path state;
    private final TestConsortium consortium;

    private FabricNetwork(Path state, TestConsortium consortium, String... options) {
        this.state = state;
        this.consortium = consortium;
        requireChaincode();
        script(180, "wipe"); // of a run that was killed
        Runtime.getRuntime().addShutdownHook(new Thread(() -> script(180, "wipe")));
        List<String> up = new ArrayList<>(
                List.of("up", "--no-gateways", "--port-base", String.valueOf(FabricScript.freePorts())));
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

    /** Runs scripts/fabric on the shared network. */
    static void run(int seconds, String... arguments) {
        shared().script(seconds, arguments);
    }

    /** Runs scripts/fabric on this network. */
    void script(int seconds, String... arguments) {
        new FabricScript(state).run(seconds, arguments);
    }

    /** The settings that the script wrote for an organisation's gateway. */
    FabricSettings settings(MspId msp, Map<String, String> changes) {
        Map<String, Object> all =
                FabricScript.properties(state.resolve("fabric/gateways/" + NAMES.get(msp) + "/gateway.properties"));
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
