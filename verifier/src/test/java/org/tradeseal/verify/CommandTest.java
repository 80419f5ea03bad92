package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class CommandTest {
    private static final Sha256 LEDGER = Sha256.of(new byte[] {1});
    private static final RecordId ACTOR = RecordId.derive(LEDGER, "PTC", "founder", "regulator");
    private static final Instant EXPIRES = Instant.parse("2026-11-23T10:00:00Z");

    private static ObjectNode body(String json) {
        return (ObjectNode) CanonicalJson.tree(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Command command(String name, String key, List<Expectation> expect, @Nullable Sha256 result) {
        return new Command(
                Command.FORMAT, LEDGER, name, ACTOR, "k1", key, EXPIRES, expect, body("{\"b\":1,\"a\":\"x\"}"), result);
    }

    private static Command command() {
        return command("asset.file", "key-1", List.of(), null);
    }

    @Test
    void signedBytesAreTheDomainLineAndTheCanonicalBytes() throws Exception {
        Command command = command();
        String expected = "tradeseal/command/1\n{\"actor\":\"" + ACTOR
                + "\",\"body\":{\"a\":\"x\",\"b\":1},\"command\":\"asset.file\",\"expect\":[],"
                + "\"expires\":\"2026-11-23T10:00:00Z\",\"format\":\"tradeseal/command/1\","
                + "\"idempotencyKey\":\"key-1\",\"keyId\":\"k1\",\"ledger\":\"" + LEDGER + "\"}";

        assertThat(new String(command.signedBytes(), StandardCharsets.UTF_8)).isEqualTo(expected);
        assertThat(command.digest().bytes())
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(expected.getBytes(StandardCharsets.UTF_8)));
        assertThat(CanonicalJson.readCanonical(command.bytes(), Command.class)).isEqualTo(command);
    }

    @Test
    void everyFieldIsSigned() {
        Expectation expectation = new Expectation(ACTOR, 3, LEDGER);
        ObjectNode body = body("{}");
        Instant later = EXPIRES.plusNanos(1);
        Sha256 other = Sha256.of(new byte[] {2});
        RecordId stranger = RecordId.derive(LEDGER, "PTC", "founder", "bank");
        List<Command> commands = List.of(
                command(),
                command("asset.deposit", "key-1", List.of(), null),
                command("asset.file", "key-2", List.of(), null),
                command("asset.file", "key-1", List.of(expectation), null),
                command("asset.file", "key-1", List.of(new Expectation(ACTOR, 4, LEDGER)), null),
                command("asset.file", "key-1", List.of(expectation, expectation), null),
                command().withResult(LEDGER),
                new Command(Command.FORMAT, other, "asset.file", ACTOR, "k1", "key-1", EXPIRES, List.of(), body, null),
                new Command(
                        Command.FORMAT, LEDGER, "asset.file", stranger, "k1", "key-1", EXPIRES, List.of(), body, null),
                new Command(Command.FORMAT, LEDGER, "asset.file", ACTOR, "k1", "key-1", EXPIRES, List.of(), body, null),
                new Command(Command.FORMAT, LEDGER, "asset.file", ACTOR, "k2", "key-1", EXPIRES, List.of(), body, null),
                new Command(Command.FORMAT, LEDGER, "asset.file", ACTOR, null, "key-1", EXPIRES, List.of(), body, null),
                new Command(Command.FORMAT, LEDGER, "asset.file", ACTOR, null, "key-1", later, List.of(), body, null));
        assertThat(commands.stream().map(Command::digest)).doesNotHaveDuplicates();
    }

    @Test
    void aRepetitionIsTheSameRequestUnlessCommandActorOrBodyDiffer() {
        Sha256 request = command().requestDigest();
        ObjectNode body = body("{\"a\":\"x\",\"b\":1}");
        Command renewed = new Command(
                Command.FORMAT,
                Sha256.of(new byte[] {2}),
                "asset.file",
                ACTOR,
                null,
                "key-1",
                EXPIRES.plusSeconds(9),
                List.of(new Expectation(ACTOR, 3, LEDGER)),
                body,
                LEDGER);
        assertThat(renewed.requestDigest()).isEqualTo(request);
        assertThat(command("asset.deposit", "key-1", List.of(), null).requestDigest())
                .isNotEqualTo(request);
        assertThat(new Command(
                                Command.FORMAT,
                                LEDGER,
                                "asset.file",
                                ACTOR,
                                "k1",
                                "key-1",
                                EXPIRES,
                                List.of(),
                                body("{\"a\":\"y\",\"b\":1}"),
                                null)
                        .requestDigest())
                .isNotEqualTo(request);
    }

    @Test
    void aSignatureCoversOneCommand() {
        SigningKey key = SigningKey.generate("k1", PublicKey.Algorithm.P256, new SecureRandom());
        SignedCommand signed = key.sign(command());
        String signature = signed.signature();
        assertThat(signature).isNotNull();
        assertThat(key.publicKey().verifies(signed.command().signedBytes(), signature))
                .isTrue();
        assertThat(key.publicKey().verifies(signed.command().bytes(), signature))
                .isFalse();
        assertThat(key.publicKey().verifies(command().withResult(LEDGER).signedBytes(), signature))
                .isFalse();
        byte[] json = CanonicalJson.bytes(signed);
        assertThat(CanonicalJson.readCanonical(json, SignedCommand.class)).isEqualTo(signed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "asset",
                "asset.",
                ".file",
                "Asset.file",
                "asset.file.x",
                "asset file",
                "asset.file\n",
                "a1.b"
            })
    void refusesOtherNames(String name) {
        assertThatThrownBy(() -> command(name, "key-1", List.of(), null)).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\n", "é", "a\u007f"})
    void refusesOtherIdempotencyKeys(String key) {
        assertThatThrownBy(() -> command("asset.file", key, List.of(), null)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> command("asset.file", "a".repeat(129), List.of(), null))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void refusesMoreThan64Expectations() {
        List<Expectation> many = Collections.nCopies(65, new Expectation(ACTOR, 1, LEDGER));
        assertThat(command("asset.file", "key-1", many.subList(0, 64), null).expect())
                .hasSize(64);
        assertThatThrownBy(() -> command("asset.file", "key-1", many, null)).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"format", "ledger", "command", "actor", "idempotencyKey", "expires", "expect", "body"})
    void refusesACommandWithoutOneOfItsFields(String field) {
        assertRefused(field, tree -> tree.remove(field));
        assertRefused(field, tree -> tree.putNull(field));
    }

    private static void assertRefused(String field, Consumer<ObjectNode> change) {
        ObjectNode tree = (ObjectNode) CanonicalJson.toTree(command());
        change.accept(tree);
        assertThatThrownBy(() -> CanonicalJson.read(tree, Command.class)).isInstanceOfSatisfying(Refusal.class, r -> {
            assertThat(r.field()).isEqualTo("/" + field);
            assertThat(r.detail().en()).doesNotContain("null", "Cannot");
        });
    }

    @Test
    void refusesAnUnknownFormatAndFieldsItDoesNotKnow() {
        assertRefused("format", tree -> tree.put("format", "tradeseal/command/2"));
        assertRefused("surplus", tree -> tree.put("surplus", 1));
        ObjectNode expectation = (ObjectNode) CanonicalJson.toTree(new Expectation(ACTOR, 1, LEDGER));
        expectation.remove("leaf");
        assertThatThrownBy(() -> CanonicalJson.read(expectation, Expectation.class))
                .isInstanceOf(Refusal.class);
        ObjectNode tree = (ObjectNode) CanonicalJson.toTree(command());
        tree.putArray("expect").addNull();
        assertThatThrownBy(() -> CanonicalJson.read(tree, Command.class)).isInstanceOf(Refusal.class);
    }
}
