package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.tradeseal.gateway.keys.HeldKeys;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.participant.KeyStatement;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.Expectation;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SigningKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A participant that keeps its own key, and what the contract refuses whoever asks. */
class OwnKeyTest extends GatewayStory {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Autowired
    private Ledger ledger;

    @Autowired
    private HeldKeys held;

    private SigningKey key;
    private Api owner;

    @BeforeEach
    void admitOneThatKeepsItsKey() {
        key = SigningKey.generate("own-1", PublicKey.Algorithm.P256, RANDOM);
        owner = world.caller(world.regulator
                .post(
                        "/v1/participants",
                        World.admission("自持密钥", "Keeps its key", World.unique("OWN"), List.of(key.publicKey()), "SELF"))
                .is(201)
                .id());
    }

    private JsonNode prepared(Api by, String path, Object body) {
        return by.post(path, body, "Prefer", "prepare").is(200).json();
    }

    private static Command command(JsonNode prepared) {
        return CanonicalJson.read(prepared.path("command"), Command.class);
    }

    private static Api.Answer submit(Api by, Command command, SigningKey with) {
        return submit(by, command, with.publicKey().keyId(), with.sign(command.signedBytes()));
    }

    private static Api.Answer submit(Api by, Command command, String keyId, String signature) {
        return by.post(
                "/v1/commands",
                Map.of("command", command, "signature", Map.of("keyId", String.valueOf(keyId), "value", signature)));
    }

    private static Command altered(
            Command c, Sha256 ledger, Instant expires, List<Expectation> expect, ObjectNode body, Sha256 result) {
        return new Command(
                c.format(),
                ledger == null ? c.ledger() : ledger,
                c.command(),
                c.actor(),
                c.keyId(),
                c.idempotencyKey(),
                expires == null ? c.expires() : expires,
                expect == null ? c.expect() : expect,
                body == null ? c.body() : body,
                result == null ? c.result() : result);
    }

    private static Instant inHours(long hours) {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(hours, ChronoUnit.HOURS);
    }

    @Test
    void itChecksThePreparedCommandSignsItAndSubmits() {
        Map<String, Object> filing = world.filing(owner, "自签申请", "+86-571-0000");
        owner.post("/v1/assets", filing).refuses(403, "SIGNATURE_REQUIRED");

        JsonNode prepared = prepared(owner, "/v1/assets", filing);
        Command command = command(prepared);
        Payload payload = CanonicalJson.read(prepared.path("payload"), Payload.class);

        assertThat(Base64.getDecoder().decode(prepared.path("signedBytes").asString("")))
                .isEqualTo(command.signedBytes());
        assertThat(payload.fieldTree(command.ledger()).root().root().hex())
                .isEqualTo(command.body()
                        .path("privateContent")
                        .path("fields")
                        .path("root")
                        .asString(""));
        assertThat(payload.digest().hex())
                .isEqualTo(command.body().path("privateContent").path("payload").asString(""));
        assertThat(payload.fieldTree(command.ledger()).value("/depositor/phone"))
                .isEqualTo("+86-571-0000");

        Api.Answer filed = submit(owner, command, key).is(201);
        assertThat(filed.json().path("actor").asString("")).isEqualTo(owner.participant());
        submit(owner, command, key).is(200);
        assertThat(world.regulator
                        .get("/v1/assets/" + filed.id())
                        .json()
                        .path("custodial")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void aCommandSignedByAnotherParticipantsKeyIsRefused() {
        Command command = command(prepared(owner, "/v1/assets", world.filing(owner, "冒签", "x")));
        SigningKey other = SigningKey.generate("own-1", PublicKey.Algorithm.P256, RANDOM);

        submit(owner, command, other).refuses(400, "BAD_SIGNATURE");
        submit(world.stranger, command, key).refuses(403, "NOT_YOUR_ROLE");
        owner.get("/v1/assets/"
                        + RecordId.derive(command.ledger(), "AST", owner.participant(), command.idempotencyKey())
                                .value())
                .refuses(404, "NOT_FOUND");
    }

    @Test
    void yesterdaysKeyIsRefusedAfterRotation() {
        Command early = command(prepared(owner, "/v1/assets", world.filing(owner, "轮换前", "x")));
        SigningKey next = SigningKey.generate("own-2", PublicKey.Algorithm.P256, RANDOM);
        RecordId me = new RecordId(owner.participant());
        Command rotation = command(prepared(
                owner,
                "/v1/participants/" + owner.participant() + "/rotate-key",
                Map.of(
                        "key",
                        next.publicKey(),
                        "possession",
                        next.sign(KeyStatement.bytes(ledger.digest(), me, next.publicKey())))));
        submit(owner, rotation, key).is(200);

        submit(owner, early, key).refuses(400, "KEY_NOT_IN_FORCE");
        Command late = command(prepared(owner, "/v1/assets", world.filing(owner, "轮换后", "x")));
        assertThat(late.keyId()).isEqualTo("own-2");
        submit(owner, late, next).is(201);
    }

    @Test
    void expiredForeignAndAlteredCommandsAreRefused() {
        Command command = command(prepared(owner, "/v1/assets", world.filing(owner, "有效期", "x")));
        ObjectNode other = command.body().deepCopy();
        other.put("jurisdiction", "SG");

        submit(owner, altered(command, null, inHours(-1), null, null, null), key)
                .refuses(400, "COMMAND_EXPIRED");
        submit(owner, altered(command, null, inHours(24 * 8), null, null, null), key)
                .refuses(400, "COMMAND_EXPIRED");
        submit(owner, altered(command, Sha256.of(new byte[] {1}), null, null, null, null), key)
                .refuses(400, "WRONG_LEDGER");
        submit(owner, altered(command, null, null, null, other, null), "own-1", key.sign(command.signedBytes()))
                .refuses(400, "BAD_SIGNATURE");
        submit(owner, command, key).is(201);
    }

    @Test
    void aCommandDecidedOnAnOlderVersionIsRefused() {
        Command filed = command(prepared(owner, "/v1/assets", world.filing(owner, "旧版本", "x")));
        String id = submit(owner, filed, key).is(201).id();
        Command withdrawal = command(prepared(owner, "/v1/assets/" + id + "/withdraw", Map.of("reason", "改日再申请")));
        world.ipCentre
                .post("/v1/assets/" + id + "/start-review", Map.of("reason", "受理"))
                .is(200);

        submit(owner, withdrawal, key).refuses(412, "STALE_VERSION");
        submit(owner, altered(withdrawal, null, null, List.of(), null, null), key)
                .refuses(400, "EXPECTATION_MISSING");
    }

    @Test
    void custodyOnceEndedIsEnded() {
        SigningKey own = SigningKey.generate("was-custodial", PublicKey.Algorithm.P256, RANDOM);
        Api customer = world.caller(world.regulator
                .post(
                        "/v1/participants",
                        World.admission("曾托管", "Was custodial", World.unique("CUS"), List.of(own.publicKey()), "HOST"))
                .is(201)
                .id());
        customer.post("/v1/assets", world.filing(customer, "托管中", "x")).is(201);
        Command end =
                command(prepared(customer, "/v1/participants/" + customer.participant() + "/end-custody", Map.of()));
        submit(customer, end, own).is(200);

        customer.post("/v1/assets", world.filing(customer, "托管后", "x")).refuses(403, "SIGNATURE_REQUIRED");
        Command bare = new Command(
                Command.FORMAT,
                ledger.digest(),
                "participant.end-custody",
                new RecordId(customer.participant()),
                null,
                World.unique("bare"),
                inHours(1),
                List.of(),
                CanonicalJson.jsonMapper().createObjectNode().put("id", customer.participant()),
                null);
        Api.Answer refused = customer.post("/v1/commands", Map.of("command", bare, "signature", Map.of("value", "x")));
        assertThat(refused.isProblem().status()).isIn(400, 403);
    }

    @Test
    void anAuthoritysDecisionCoversItsResultAndNoOtherRecord() {
        String first = world.seller
                .post("/v1/assets", world.filing(world.seller, "决定一", "x"))
                .is(201)
                .id();
        String second = world.seller
                .post("/v1/assets", world.filing(world.seller, "决定二", "x"))
                .is(201)
                .id();
        world.delivered(world.seller, "/v1/assets/" + first, 2);
        world.delivered(world.seller, "/v1/assets/" + second, 2);
        SigningKey centre = heldKeyOf(world.ipCentre);
        Command decision =
                command(prepared(world.ipCentre, "/v1/assets/" + first + "/start-review", Map.of("reason", "受理")));
        Command onSecond =
                command(prepared(world.ipCentre, "/v1/assets/" + second + "/start-review", Map.of("reason", "受理")));

        submit(world.ipCentre, altered(decision, null, null, null, null, Sha256.of(new byte[] {7})), centre)
                .refuses(409, "RESULT_MISMATCH");
        submit(world.ipCentre, altered(decision, null, null, onSecond.expect(), onSecond.body(), null), centre)
                .refuses(409, "RESULT_MISMATCH");
        submit(world.ipCentre, onSecond, "ip-centre-1", centre.sign(decision.signedBytes()))
                .refuses(400, "BAD_SIGNATURE");
        submit(world.ipCentre, altered(decision, null, null, onSecond.expect(), null, null), centre)
                .isProblem();
        SigningKey forged = SigningKey.generate("ip-centre-1", PublicKey.Algorithm.P256, RANDOM);
        submit(world.ipCentre, decision, forged).refuses(400, "BAD_SIGNATURE");
        submit(world.ipCentre, decision, centre).is(200);
        assertThat(world.seller
                        .get("/v1/assets/" + second)
                        .json()
                        .path("content")
                        .path("status")
                        .asString(""))
                .isEqualTo("FILED");
    }

    private SigningKey heldKeyOf(Api authority) {
        Participant participant = CanonicalJson.read(
                world.operator
                        .get("/v1/participants/" + authority.participant())
                        .json()
                        .path("content"),
                Participant.class);
        return held.inForce(new RecordId(authority.participant()), participant).orElseThrow();
    }
}
