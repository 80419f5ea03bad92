package org.tradeseal.gateway.bench;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The network that {@code scripts/fabric up} made: its {@code network.properties} and what lies beside it. */
final class FabricNetwork {
    private final Path folder;
    private final Properties properties = new Properties();

    FabricNetwork(Path folder) {
        this.folder = folder;
        try (Reader reader = Files.newBufferedReader(folder.resolve("network.properties"))) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String property(String name) {
        String value = properties.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("network.properties has no " + name);
        }
        return value;
    }

    List<String> organisations() {
        return List.of(property("organisations").split(",", -1));
    }

    private List<String> orderers() {
        return List.of(property("orderers").split(",", -1));
    }

    /** Where everything comes in: the registrar that founded the registry. */
    String founder() {
        return property("founder");
    }

    Path file(String relative) {
        return folder.resolve(relative);
    }

    Path gatewayFolder(String organisation) {
        return folder.resolve("gateways").resolve(organisation);
    }

    /** The processes of the network by kind, and this one. */
    Map<String, List<Long>> processes() {
        Map<String, List<Long>> groups = new TreeMap<>();
        groups.put("load", List.of(ProcessHandle.current().pid()));
        groups.put("orderers", pids(orderers().stream().map(o -> file("orderers/" + o + "/pid"))));
        groups.put("peers", pids(organisations().stream().map(o -> file("peers/" + o + "/pid"))));
        groups.put("chaincode", pids(organisations().stream().map(o -> file("chaincode/" + o + "/pid"))));
        groups.put(
                "gateway",
                pids(organisations().stream().map(o -> gatewayFolder(o).resolve("gateway.pid"))));
        groups.put(
                "postgresql",
                pids(databases()).stream()
                        .flatMap(p -> Machine.family(p).stream())
                        .toList());
        return groups;
    }

    private Stream<Path> databases() {
        List<Path> found = new ArrayList<>();
        for (String organisation : organisations()) {
            try (Stream<Path> files =
                    Files.find(gatewayFolder(organisation), 3, (file, a) -> file.endsWith("postmaster.pid"))) {
                files.forEach(found::add);
            } catch (IOException | UncheckedIOException e) {
                throw new IllegalStateException("the gateway's folder of " + organisation + " cannot be read", e);
            }
        }
        return found.stream();
    }

    private static List<Long> pids(Stream<Path> files) {
        return files.filter(Files::exists).map(FabricNetwork::pid).toList();
    }

    private static Long pid(Path file) {
        try {
            return Long.valueOf(Files.readAllLines(file).get(0).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many blocks an organisation's peer has, from its metrics. */
    long height(String organisation) {
        String metric = "ledger_blockchain_height{channel=\"" + property("channel") + "\"} ";
        return metrics(organisation)
                .lines()
                .filter(line -> line.startsWith(metric))
                .map(line -> Long.valueOf(line.substring(metric.length()).strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the peer of " + organisation + " counts no blocks"));
    }

    private String metrics(String organisation) {
        URI uri = URI.create("http://" + property(organisation + ".peer.operations") + "/metrics");
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
