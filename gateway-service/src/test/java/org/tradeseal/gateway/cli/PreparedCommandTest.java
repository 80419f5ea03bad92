package org.tradeseal.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tradeseal.gateway.commands.Commands;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SigningKey;
import org.tradeseal.verify.StoredRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Signing with one's own key trusts nothing that the gateway prepared. */
class PreparedCommandTest {
    private static final Sha256 LEDGER = Sha256.of(new byte[] {1});
    private static final RecordId REGULATOR = RecordId.derive(LEDGER, "PTC", "founder", "regulator");
    private static final RecordId SUBJECT = RecordId.derive(LEDGER, "PTC", "a", "b");

    @TempDir
    Path folder;

    private FakeGateway gateway;
    private SigningKey key;
    private Path pem;

    @BeforeEach
    void start() throws IOException {
        gateway = new FakeGateway();
        key = SigningKey.generate("k1", PublicKey.Algorithm.P256, new java.security.SecureRandom());
        pem = Files.writeString(folder.resolve("k1.pem"), key.toPem());
        gateway.answering("POST /v1/commands", 200, "{}");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void preparing(UnaryOperator<Command> change, UnaryOperator<Commands.Prepared> tamper) {
        gateway.answering("POST /v1/participants/" + SUBJECT + "/suspend", request -> {
            ObjectNode content = (ObjectNode)
                    CanonicalJson.tree("{\"status\":\"SUSPENDED\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            RegistryRecord record = new RegistryRecord(
                    RegistryRecord.FORMAT,
                    SUBJECT,
                    "participant",
                    2,
                    LEDGER,
                    REGULATOR,
                    false,
                    LEDGER,
                    Instant.EPOCH,
                    "tx",
                    new java.util.TreeMap<>(),
                    content);
            Command command = change.apply(new Command(
                    Command.FORMAT,
                    LEDGER,
                    "participant.suspend",
                    REGULATOR,
                    "k1",
                    request.header("Idempotency-Key"),
                    Instant.parse("2026-01-01T00:00:00Z"),
                    List.of(),
                    (ObjectNode) request.json(),
                    StoredRecord.result(SUBJECT, content)));
            Commands.Prepared prepared = new Commands.Prepared(
                    command, Base64.getEncoder().encodeToString(command.signedBytes()), List.of(record), null);
            return new FakeGateway.Answer(
                    200,
                    new String(CanonicalJson.bytes(tamper.apply(prepared)), java.nio.charset.StandardCharsets.UTF_8));
        });
    }

    private FakeGateway.Ran suspend(String... more) {
        String[] fixed = {"participant", "suspend", SUBJECT.value(), "--set", "/reason=late", "--key", pem.toString()};
        String[] all = java.util.Arrays.copyOf(fixed, fixed.length + more.length);
        System.arraycopy(more, 0, all, fixed.length, more.length);
        return gateway.run("en", all);
    }

    @Test
    void whatWasAskedIsShownSignedAndSubmitted() {
        preparing(c -> c, p -> p);
        FakeGateway.Ran ran = suspend();
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(gateway.received.get(0).header("Prefer")).isEqualTo("prepare");
        assertThat(ran.out()).contains("participant.suspend", "late", SUBJECT.value() + "  SUSPENDED");
        JsonNode submitted = gateway.last().json();
        Command command = CanonicalJson.read(submitted.path("command"), Command.class);
        assertThat(key.publicKey()
                        .verifies(
                                command.signedBytes(),
                                submitted.at("/signature/value").stringValue()))
                .isTrue();
    }

    @Test
    void anotherBodyIsNotSigned() {
        preparing(
                c -> {
                    c.body().put("reason", "something else");
                    return c;
                },
                p -> p);
        requireNotSigned("body");
    }

    @Test
    void anotherResultIsNotSigned() {
        preparing(c -> c.withResult(LEDGER), p -> p);
        requireNotSigned("result");
    }

    @Test
    void otherBytesAreNotSigned() {
        preparing(c -> c, p -> new Commands.Prepared(p.command(), "AAAA", p.records(), null));
        requireNotSigned("bytes");
    }

    private void requireNotSigned(String word) {
        FakeGateway.Ran ran = suspend();
        assertThat(ran.exitCode()).isEqualTo(TradeSeal.REFUSED);
        assertThat(ran.err()).contains(word, "Nothing was signed");
        assertThat(gateway.received).hasSize(1);
    }

    @Test
    void aKeyThatIsNotInForceIsNamed() {
        preparing(c -> c, p -> p);
        FakeGateway.Ran ran = suspend("--key-id", "k9");
        assertThat(ran.exitCode()).isEqualTo(TradeSeal.MISUSED);
        assertThat(ran.err()).contains("k1", "k9");
    }
}
