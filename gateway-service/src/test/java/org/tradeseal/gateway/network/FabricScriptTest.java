package org.tradeseal.gateway.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradeseal.gateway.network.Script.Answer;

/** What {@code scripts/fabric} says before it needs any program of Fabric. */
class FabricScriptTest {
    private static final List<String> PROGRAMS = List.of("peer", "orderer", "configtxgen", "cryptogen", "osnadmin");

    @TempDir
    Path folder;

    private Path state;
    private Path programs;

    @BeforeEach
    void folders() throws IOException {
        state = folder.resolve("state");
        programs = Files.createDirectory(folder.resolve("bin"));
    }

    @Test
    void missingProgramsAreNamedWithWhatToInstall() throws Exception {
        Answer answer = fabric("up");
        assertThat(answer.code()).isEqualTo(3);
        assertThat(answer.text())
                .contains(PROGRAMS)
                .contains("3.1", "FABRIC_BIN", "release", "hyperledger-fabric-linux-");
        assertThat(state).doesNotExist();
    }

    @Test
    void missingProgramsAreNamedInChineseToo() throws Exception {
        Answer answer = Script.fabric(
                state, Map.of("FABRIC_BIN", programs.toString(), "TRADESEAL_LANG", "zh"), "up", "--small");
        assertThat(answer.code()).isEqualTo(3);
        assertThat(answer.text()).contains(PROGRAMS).contains("缺少", "发布页", "解压").doesNotContain("Missing");
    }

    @Test
    void anOlderFabricIsRefusedWithItsVersion() throws Exception {
        installFabric("v2.5.12");
        Answer answer = fabric("up");
        assertThat(answer.code()).isEqualTo(3);
        assertThat(answer.text()).contains("peer (found 2.5: " + programs.resolve("peer"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.1.5", "v3.1.0", "v3.10.0", "v4.0.0"})
    void aTakenPortIsToldBeforeAnythingIsMade(String version) throws Exception {
        installFabric(version);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int base = taken.getLocalPort() - 130; // the peer of customs
            Answer answer = fabric("up", "--port-base", Integer.toString(base));
            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.text()).contains(taken.getLocalPort() + " (peer.customs)", "--port-base");
            assertThat(state).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "upp",
                "up --ordering kafka",
                "up --ordering",
                "up --port-base",
                "up --port-base 80",
                "up --port-base 7OOO",
                "up --small --ordering bft",
                "up --fast",
                "status please",
                "kill",
                "containers",
                "containers up"
            })
    void wrongArgumentsEndWithTheUsage(String arguments) throws Exception {
        Answer answer = fabric(arguments.isEmpty() ? new String[0] : arguments.split(" "));
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.text()).startsWith("✗ ").contains("Usage: scripts/fabric");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "logs peer.customs", "restart peer.customs", "kill orderer1", "down"})
    void withoutANetworkTheWayToOneIsTold(String arguments) throws Exception {
        Answer answer = fabric(arguments.split(" "));
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.text()).contains("no network", "scripts/fabric up");
    }

    @ParameterizedTest
    @ValueSource(strings = {"peer.bank-a", "peer", "orderer2", "Peer.customs", "../peers", "peer.*"})
    void onlyProcessesOfTheNetworkHaveNames(String name) throws Exception {
        makeSmallNetwork();
        for (String verb : List.of("logs", "restart", "kill")) {
            Answer answer = fabric(verb, name);
            assertThat(answer.code()).isEqualTo(2);
            assertThat(answer.text()).contains("peer.operator", "chaincode.customs", "gateway.regulator", "orderer1");
        }
    }

    @Test
    void theStatusNamesEveryProcess() throws Exception {
        makeSmallNetwork();
        Answer answer = fabric("status");
        assertThat(answer.code()).isEqualTo(1); // nothing runs
        assertThat(answer.text()).containsPattern("orderer1 +127\\.0\\.0\\.1:18010 +stopped");
        assertThat(answer.text()).containsPattern("peer\\.customs +127\\.0\\.0\\.1:18130 +stopped");
        assertThat(answer.text()).doesNotContain("bank-a", "orderer2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--ordering bft", "--port-base 19000"})
    void anotherNetworkThanTheOneThereIsRefused(String option) throws Exception {
        installFabric("3.1.5");
        makeSmallNetwork();
        String[] words = option.split(" ", -1);
        Answer answer = fabric("up", words[0], words[1]);
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.text()).contains("not " + words[1], "scripts/fabric wipe");
        assertThat(state.resolve("fabric/network.properties")).exists();
    }

    @Test
    void aNumberThatAnotherProcessNowHasIsNotEnded() throws Exception {
        makeSmallNetwork();
        Path peer = Files.createDirectories(state.resolve("fabric/peers/customs"));
        Files.writeString(
                peer.resolve("pid"), Long.toString(ProcessHandle.current().pid()));
        assertThat(fabric("kill", "peer.customs").code()).isEqualTo(1);
        assertThat(fabric("down").code()).isZero(); // and this test goes on
    }

    @Test
    void wipeLeavesNoFile() throws Exception {
        makeSmallNetwork();
        assertThat(fabric("wipe").code()).isZero();
        assertThat(state).isEmptyDirectory();
    }

    private Answer fabric(String... arguments) throws Exception {
        return Script.fabric(state, Map.of("FABRIC_BIN", programs.toString()), arguments);
    }

    /** Programs that know their version only. */
    private void installFabric(String version) throws IOException {
        for (String name : PROGRAMS) {
            Path program = programs.resolve(name);
            Files.writeString(program, "#!/bin/sh\nprintf '%s:\\n Version: " + version + "\\n' \"$0\"\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private void makeSmallNetwork() throws IOException {
        Path network = Files.createDirectories(state.resolve("fabric"));
        Files.writeString(network.resolve("network.properties"), "ordering=raft\nsmall=true\nport-base=18000\n");
    }
}
