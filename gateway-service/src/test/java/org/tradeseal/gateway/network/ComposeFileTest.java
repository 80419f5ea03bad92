package org.tradeseal.gateway.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code network-config/compose.yaml} is a valid Compose file and the network that {@code scripts/fabric up} runs. */
class ComposeFileTest {
    private static final Path CONFIG = Script.PROJECT.resolve("network-config");
    private static final List<String> KINDS = List.of("peer", "chaincode", "database", "gateway");

    @TempDir
    Path folder;

    @Test
    void itIsAValidComposeFile() throws IOException {
        assertThat(ComposeRules.findings(read(text()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            restart: unless-stopped      | restart: often
            image: postgres:18           | picture: postgres:18
            service_healthy              | healthy
            database.customs: {          | databases.customs: {
            "127.0.0.1:7130:7130"        | "7130"
            - peer.customs:/var          | - peers.customs:/var
            - ./builder:/builder:ro      | - ./builder:builder:ro
            read_only: true              | read_only: always
            name: tradeseal              | name: TradeSeal
            volumes:\\n  orderer1:       | storage:\\n  orderer1:
            """)
    void whatTheSpecificationForbidsIsFound(String right, String wrong) throws IOException {
        String broken = text().replace(right.replace("\\n", "\n"), wrong.replace("\\n", "\n"));
        assertThat(broken).isNotEqualTo(text());
        assertThat(ComposeRules.findings(read(broken))).isNotEmpty();
    }

    @Test
    void itHasTheOrganisationsOfTheList() throws IOException {
        Set<String> expected = new TreeSet<>(Set.of("orderer1", "orderer2", "orderer3"));
        for (String organisation : organisations().keySet()) {
            KINDS.forEach(kind -> expected.add(kind + "." + organisation));
        }
        assertThat(services().keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void chaincodeServesItsOwnOrganisation() throws IOException {
        organisations().forEach((name, msp) -> {
            List<String> command = strings(services().get("chaincode." + name), "command");
            assertThat(command).containsSubsequence("--msp", msp, "--tls");
        });
    }

    @Test
    void processesHaveTheAddressesThatTheNetworkIsMadeWith() throws Exception {
        Map<String, String> ports = portsOfTheScript();
        services().forEach((name, service) -> {
            String port = ports.get(name);
            switch (name.replaceAll("[.0-9].*", "")) {
                case "orderer", "peer", "gateway" ->
                    assertThat(strings(service, "ports")).contains("127.0.0.1:" + port + ":" + port);
                case "chaincode" -> {
                    assertThat(strings(service, "command")).contains("0.0.0.0:" + port);
                    Map<String, Object> peer = services().get(name.replace("chaincode", "peer"));
                    assertThat(map(peer.get("environment")))
                            .containsEntry("TRADESEAL_CHAINCODE_ADDRESS", name + ":" + port);
                }
                case "database" -> assertThat(service).doesNotContainKey("ports");
                default -> throw new AssertionError(name);
            }
        });
    }

    @Test
    void nothingIsPublishedBeyondThisMachine() throws IOException {
        List<String> published = new ArrayList<>();
        services().values().forEach(service -> published.addAll(strings(service, "ports")));
        assertThat(published).doesNotHaveDuplicates().allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @Test
    void aContainerSeesItsOwnKeysOnly() throws IOException {
        services().forEach((name, service) -> {
            for (String volume : strings(service, "volumes")) {
                String source = ComposeRules.source(volume);
                String own = name.substring(name.indexOf('.') + 1);
                assertThat(source)
                        .matches(s -> s.equals("./builder")
                                || s.endsWith("/tls-ca") // public certificates
                                || s.matches(".*\\b\\Q" + own + "\\E(/.*|\\.ordering)?"));
            }
        });
    }

    @Test
    void theBuilderItMountsIsThere() {
        for (String program : List.of("detect", "build", "release")) {
            assertThat(CONFIG.resolve("builder/bin").resolve(program)).isExecutable();
        }
    }

    private static String text() throws IOException {
        return Files.readString(CONFIG.resolve("compose.yaml"));
    }

    private static Map<String, Object> read(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(100);
        return new Yaml(new SafeConstructor(options)).load(text);
    }

    private static Map<String, Map<String, Object>> services() {
        try {
            Map<String, Map<String, Object>> services = new TreeMap<>();
            map(read(text()).get("services")).forEach((name, service) -> services.put(name, map(service)));
            return services;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> map(Object value) {
        Map<String, Object> map = new TreeMap<>();
        ((Map<?, ?>) value).forEach((key, element) -> map.put(key.toString(), element));
        return map;
    }

    private static List<String> strings(Map<String, Object> service, String attribute) {
        return service.get(attribute) instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of();
    }

    /** Name and MSP of each organisation of the list. */
    private static Map<String, String> organisations() throws IOException {
        Map<String, String> organisations = new TreeMap<>();
        for (String line : Files.readAllLines(CONFIG.resolve("organisations.csv"))) {
            String[] cells = line.split(",", -1);
            if (!cells[0].equals("name")) {
                organisations.put(cells[0], cells[1]);
            }
        }
        return organisations;
    }

    private Map<String, String> portsOfTheScript() throws Exception {
        Script.Answer answer = Script.bash(
                folder.resolve("state"),
                "use_topology raft false 7000; "
                        + "for name in $(names_of orderer peer chaincode gateway); do echo \"$name $(port_of $name)\"; done");
        assertThat(answer.code()).as(answer.text()).isZero();
        Map<String, String> ports = new HashMap<>();
        answer.text().lines().forEach(line -> ports.put(line.split(" ", -1)[0], line.split(" ", -1)[1]));
        return ports;
    }
}
