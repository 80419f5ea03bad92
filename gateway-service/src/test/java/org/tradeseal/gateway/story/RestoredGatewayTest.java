package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.tradeseal.gateway.Gateway;
import org.tradeseal.gateway.backup.BackupTool;
import org.tradeseal.gateway.cli.FakeGateway;
import org.tradeseal.gateway.signature.SampleSigner;
import tools.jackson.databind.JsonNode;

/** An operator loses a gateway, restores a backup, and comes back: whole gateways, one after the other. */
class RestoredGatewayTest {
    @TempDir
    private Path folder;

    private ConfigurableApplicationContext running;

    private String start(Path state) {
        running = new SpringApplicationBuilder(Gateway.class)
                .run(
                        "--server.port=0",
                        "--spring.grpc.server.port=0",
                        "--tradeseal.log.head-interval-millis=50",
                        "--tradeseal.state-folder=" + state);
        return "http://127.0.0.1:" + running.getEnvironment().getProperty("local.server.port");
    }

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
        running = null;
    }

    private static void backupTool(Object... arguments) {
        StringWriter out = new StringWriter();
        String[] words = Stream.of(arguments).map(String::valueOf).toArray(String[]::new);
        assertThat(BackupTool.run(new PrintWriter(out, true), Map.of(), words))
                .as(out.toString())
                .isZero();
    }

    private static FakeGateway.Ran cli(String server, Path state, String... words) throws Exception {
        return FakeGateway.run(
                Map.of(
                        "LANG",
                        "en",
                        "TRADESEAL_SERVER",
                        server,
                        "TRADESEAL_TOKEN",
                        Files.readString(state.resolve("operator.token")).strip()),
                "",
                words);
    }

    private static long signedSize(Api api) {
        Api.Answer answer = api.get("/log/checkpoint");
        return answer.status() == 200 ? Long.parseLong(answer.text().split("\n", -1)[1]) : 0;
    }

    private static long leaves(World world) {
        world.settle();
        return World.all(world.regulator, "/v1/records?limit=500").stream()
                .mapToLong(r -> r.path("version").asLong())
                .sum();
    }

    private static void signedToItsEnd(World world) {
        GatewayStory.eventually("a head of the whole log", () -> signedSize(world.operator) >= leaves(world));
    }

    @Test
    void anOldBackupIsNoticedAndTheOperatorComesBack() throws Exception {
        Path state = folder.resolve("state");
        Path backup = folder.resolve("backup");
        SampleSigner signer = SampleSigner.create(folder.resolve("signer"), "杭州砺华软件有限公司", "NTRCN-91330106MA2AXLH10P");
        World world = World.of(start(state), state, signer);
        String kept = world.seller
                .post("/v1/assets", world.filing(world.seller, "备份之前", "canary-1"))
                .is(201)
                .id();
        signedToItsEnd(world);
        backupTool("save", "--state", state, backup);
        Map<String, Object> lostFiling = world.filing(world.seller, "备份之后", "canary-2");
        List<String> lost = new ArrayList<>();
        lost.add(world.seller
                .post("/v1/assets", lostFiling, "Idempotency-Key", "lost-1")
                .is(201)
                .id());
        signedToItsEnd(world);
        long signedBefore = signedSize(world.operator);
        String sellerToken = world.seller.secret();
        String seller = world.seller.participant();
        stop();

        Path restored = folder.resolve("restored");
        backupTool("restore", backup, "--state", restored);
        String server = start(restored);
        String operatorToken =
                Files.readString(restored.resolve("operator.token")).strip();
        Api operator = new Api(server, operatorToken, "");
        Api again = new Api(server, sellerToken, seller);
        FakeGateway.Ran alarms = cli(server, restored, "alarm", "list");
        assertThat(alarms.exitCode()).isEqualTo(1);
        assertThat(alarms.out()).contains("restored from the backup", "nothing is signed until a person decides");
        again.get("/v1/records/" + kept).is(200);
        again.get("/v1/records/" + lost.get(0)).is(404);
        long before = signedSize(operator);
        assertThat(before).isLessThan(signedBefore);
        // Given again under its key, a lost record has the id it had. It is recorded, and not signed for.
        String regained = again.post("/v1/assets", lostFiling, "Idempotency-Key", "lost-1")
                .is(201)
                .id();
        assertThat(regained).isEqualTo(lost.get(0));
        Thread.sleep(1500);
        assertThat(signedSize(operator)).isEqualTo(before);
        again.post("/v1/audit/log-alarms/1/decide", Map.of("decision", "not mine to decide"))
                .is(403);
        operator.post("/v1/audit/log-alarms/99/decide", Map.of("decision", "none"))
                .is(404);
        assertThat(cli(server, restored, "alarm", "decide", "1", "--decision", "compared; nothing newer found")
                        .exitCode())
                .isZero();
        GatewayStory.eventually("heads again", () -> signedSize(operator) > before);
        stop();

        // The journal outlived the loss: the gateway knows itself that it signed more.
        Path knowing = folder.resolve("knowing");
        backupTool("restore", backup, "--state", knowing, "--signed-heads", state.resolve("log/signed-heads"));
        String secondServer = start(knowing);
        Api second = new Api(secondServer, operatorToken, "");
        cli(secondServer, knowing, "alarm", "decide", "1", "--decision", "too early");
        GatewayStory.eventually("the alarm comes again", () -> open(second).size() == 1);
        assertThat(open(second).get(0).at("/reason/en").asString("")).contains("was an old database restored?");
        long small = signedSize(second);
        FakeGateway.Ran decided = cli(
                secondServer,
                knowing,
                "alarm",
                "decide",
                open(second).get(0).path("id").toString(),
                "--decision",
                "the disk is lost",
                "--go-on-from-here");
        assertThat(decided.exitCode()).as(decided.out() + decided.err()).isZero();
        new Api(secondServer, sellerToken, seller)
                .post("/v1/assets", lostFiling, "Idempotency-Key", "lost-1")
                .is(201);
        GatewayStory.eventually("heads again", () -> signedSize(second) > small);
        assertThat(open(second)).isEmpty();
        assertThat(Files.readAllLines(knowing.resolve("log/signed-heads")))
                .anyMatch(line -> line.startsWith("accepted "))
                .anyMatch(line -> line.startsWith(signedBefore + " "));
        stop();
        assertThat(start(knowing)).isNotBlank(); // the acceptance holds after a restart
    }

    private static List<JsonNode> open(Api operator) {
        List<JsonNode> open = new ArrayList<>();
        operator.get("/v1/audit/log-alarms").is(200).json().path("logAlarms").forEach(alarm -> {
            if (!alarm.has("decidedAt")) {
                open.add(alarm);
            }
        });
        return open;
    }
}
