package org.tradeseal.gateway.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.SigningKey;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How a write is sent: in one step, or prepared, checked, signed with the caller's own key and submitted. */
final class WriteOptions {
    @Option(names = "--key", paramLabel = "PEM")
    @Nullable Path key;

    @Option(names = "--key-id", paramLabel = "KEY")
    @Nullable String keyId;

    @Option(names = "--yes")
    boolean agreed;

    @Option(names = "--if-match", paramLabel = "VERSION")
    @Nullable Integer ifMatch;

    @Option(names = "--idempotency-key", paramLabel = "KEY")
    @Nullable String idempotencyKey;

    /** Sends a command and gives the record written. {@code sent} is the request, if it is a plain body. */
    JsonNode write(Session session, CommandRule<?> rule, String path, Api.Body body, @Nullable ObjectNode sent) {
        String attempt = idempotencyKey == null ? randomKey() : idempotencyKey;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Idempotency-Key", attempt);
        if (ifMatch != null) {
            headers.put("If-Match", "\"" + ifMatch + "\"");
        }
        Api api = session.api();
        try {
            if (key == null) {
                return api.post(path, body, headers);
            }
            headers.put("Prefer", "prepare");
            PreparedCommand prepared = PreparedCommand.of(api.post(path, body, headers));
            prepared.requireAsAsked(rule, attempt, sent);
            return submit(session, api, prepared, key);
        } catch (Unreachable e) {
            session.terminal.err().println(session.texts().get("write.repeat", attempt));
            throw e;
        }
    }

    private JsonNode submit(Session session, Api api, PreparedCommand prepared, Path keyFile) {
        String id = prepared.keyId();
        if (keyId != null && !keyId.equals(id)) {
            throw new Misuse(session.texts().get("sign.other-key", id, keyId));
        }
        if (!session.json) {
            prepared.print(session);
        }
        requireAgreement(session);
        SigningKey signingKey;
        try {
            signingKey = SigningKey.fromPem(id, new String(session.bytesOf(keyFile), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new Misuse(session.texts().get("sign.bad-key", keyFile, String.valueOf(e.getMessage())));
        }
        SignedCommand signed = signingKey.sign(prepared.command());
        return api.post(
                "/v1/commands",
                Map.of(
                        "command",
                        signed.command(),
                        "signature",
                        Map.of("keyId", id, "value", String.valueOf(signed.signature()))));
    }

    // Only a person is asked: a script that names the key has decided.
    private void requireAgreement(Session session) {
        if (agreed || session.json || !session.terminal.interactive()) {
            return;
        }
        session.terminal.out().print(session.texts().get("sign.ask") + " ");
        session.terminal.out().flush();
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(session.terminal.in(), StandardCharsets.UTF_8));
        try {
            String answer = reader.readLine();
            if (answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes|是")) {
                return;
            }
        } catch (IOException e) {
            // no answer is no agreement
        }
        throw new Misuse(session.texts().get("sign.declined"));
    }

    private static String randomKey() {
        byte[] bytes = new byte[18];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
