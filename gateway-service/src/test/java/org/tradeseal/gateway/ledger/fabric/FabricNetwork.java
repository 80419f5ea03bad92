package org.tradeseal.gateway.ledger.fabric;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
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
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.CanonicalJson;

/** One real network for all tests of this JVM, by the project's own script; it is gone when the JVM ends. */
final class FabricNetwork {
    static final Map<MspId, String> NAMES = Map.of(
            TestConsortium.OPERATOR, "operator",
            TestConsortium.BANK_A, "bank-a",
            TestConsortium.BANK_B, "bank-b",
            TestConsortium.CUSTOMS, "customs",
            TestConsortium.IP_CENTRE, "ip-centre",
            TestConsortium.REGULATOR, "regulator");

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Path STATE = PROJECT.resolve("gateway-service/target/fabric-network");
    private static final int PORTS = 200;
    private static final FabricNetwork SHARED = new FabricNetwork();

    private final TestConsortium consortium = TestConsortium.create();

    private FabricNetwork() {
        requireChaincode();
        run(180, "wipe"); // of a run that was killed
        Runtime.getRuntime().addShutdownHook(new Thread(() -> run(180, "wipe")));
        run(300, "up", "--no-gateways", "--port-base", String.valueOf(freePorts()));
        try {
            Files.write(STATE.resolve("test-genesis.json"), CanonicalJson.bytes(consortium.genesis()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FabricNetwork shared() {
        return SHARED;
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
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress("127.0.0.1", port));
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }

    /** Runs scripts/fabric on this network; its output is in the log of the state folder. */
    static void run(int seconds, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(PROJECT.resolve("scripts/fabric").toString()));
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(STATE);
            Path log = STATE.resolve("script.log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().put("TRADESEAL_STATE", STATE.toString());
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
                Files.newInputStream(STATE.resolve("fabric/gateways/" + NAMES.get(msp) + "/gateway.properties"))) {
            written.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Object> all = new TreeMap<>();
        written.forEach((key, value) -> all.put(key.toString(), value));
        if (all.containsKey("tradeseal.fabric.genesis")) {
            all.put(
                    "tradeseal.fabric.genesis",
                    STATE.resolve("test-genesis.json").toString());
        }
        all.putAll(changes);
        return new Binder(new MapConfigurationPropertySource(all))
                .bind("tradeseal.fabric", FabricSettings.class)
                .get();
    }

    FabricLedger connect(MspId msp, StateFolder folder) {
        return FabricLedger.open(settings(msp, Map.of()), folder);
    }
}
