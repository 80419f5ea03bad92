package org.tradeseal.gateway.cli;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.commands.Doors;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.SigningKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A participant of the story: writes in one step, or prepares, checks, signs and submits with its own key. */
record Player(
        String role,
        String id,
        Api way,
        String organisation,
        Gateways gateways,
        @Nullable SigningKey key) {

    /** The player's gateway, once it knows what the story has written so far. */
    Api api() {
        gateways.catchUp(organisation);
        return way;
    }

    /** Carries out a command of the dispatch table at its own address. */
    JsonNode does(String command, Map<String, ?> body) {
        ObjectNode json = (ObjectNode) CanonicalJson.toTree(body);
        String path = Doors.byPath().entrySet().stream()
                .filter(e -> e.getValue().equals(command))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(command));
        String id = json.path("id").asString("");
        return write(command, path.replace("{id}", id), Api.Body.json(json), json);
    }

    /** Sends any write; {@code sent} is its body if that is plain JSON. */
    JsonNode write(String command, String path, Api.Body body, @Nullable ObjectNode sent) {
        byte[] random = new byte[18];
        new SecureRandom().nextBytes(random);
        String attempt = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Idempotency-Key", attempt);
        if (key == null) {
            return gateways.noted(api().post(path, body, headers));
        }
        headers.put("Prefer", "prepare");
        PreparedCommand prepared = PreparedCommand.of(api().post(path, body, headers));
        prepared.requireAsAsked(Contracts.rule(command), attempt, sent);
        SignedCommand signed = key.sign(prepared.command());
        return gateways.noted(way.post(
                "/v1/commands",
                Map.of(
                        "command",
                        signed.command(),
                        "signature",
                        Map.of("keyId", prepared.keyId(), "value", String.valueOf(signed.signature())))));
    }

    JsonNode show(String record) {
        return api().get("/v1/records/" + record);
    }
}
