package org.tradeseal.gateway.cli;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.ledger.Bytes;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.record.CommandRule;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.SigningKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends lines to the gateway until each has an answer that stands: in bulk, or one by one if the participant signs itself.
 * What may be tried again is tried again under the same key, with growing pauses.
 */
final class ImportSender {
    private static final Set<Integer> AGAIN = Set.of(429, 503, 504, 507);
    private static final Set<String> AGAIN_CODES = Set.of("READ_CONFLICT", "BATCH_RETRY");
    private static final int ATTEMPTS = 7;
    private static final long FIRST_PAUSE_MILLIS = 250;

    private final Api api;
    private final ImportSource source;
    private final boolean dryRun;
    private final @Nullable Signer signer;
    private final long firstPauseMillis;

    /** A participant's own key, by the id that the registry knows it by. */
    interface Signer {
        SigningKey key(String keyId);
    }

    ImportSender(Api api, ImportSource source, boolean dryRun, @Nullable Signer signer) {
        this.api = api;
        this.source = source;
        this.dryRun = dryRun;
        this.signer = signer;
        this.firstPauseMillis = FIRST_PAUSE_MILLIS;
    }

    /** A line with the key under which it is sent, which follows from its content and the client's secret. */
    record Line(ImportItem item, String key, Bytes json) {
        static Line of(ImportKeys keys, String command, ImportItem item) {
            ObjectNode body = Objects.requireNonNull(item.body()).deepCopy();
            String key = keys.of(command, CanonicalJson.bytes(body));
            body.put("idempotencyKey", key);
            return new Line(item, key, Bytes.of(CanonicalJson.bytes(body)));
        }
    }

    /** The outcome of each line, in order. Throws Unreachable, and ApiRefused if the gateway takes none of them. */
    List<ImportOutcome> send(List<Line> lines) {
        Map<Line, ImportOutcome> outcomes = new LinkedHashMap<>();
        List<Line> left = new ArrayList<>(lines);
        long pause = firstPauseMillis;
        for (int attempt = 1; !left.isEmpty(); attempt++) {
            boolean lastAttempt = attempt == ATTEMPTS;
            List<Line> again = new ArrayList<>();
            try {
                List<JsonNode> answers = answers(left);
                for (int i = 0; i < left.size(); i++) {
                    Line line = left.get(i);
                    if (!lastAttempt && mayComeAgain(answers.get(i))) {
                        again.add(line);
                    } else {
                        outcomes.put(line, outcome(line, answers.get(i)));
                    }
                }
            } catch (Unreachable e) {
                if (lastAttempt) {
                    throw e;
                }
                again = left;
            } catch (ApiRefused e) {
                if (lastAttempt || !AGAIN.contains(e.status())) {
                    throw e;
                }
                again = left;
            }
            left = again;
            if (!left.isEmpty()) {
                sleep(pause);
                pause *= 2;
            }
        }
        return lines.stream().map(outcomes::get).map(Objects::requireNonNull).toList();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static boolean mayComeAgain(JsonNode answer) {
        return AGAIN.contains(answer.path("status").asInt(0))
                || AGAIN_CODES.contains(answer.path("problem").path("code").asString(""));
    }

    private ImportOutcome outcome(Line line, JsonNode answer) {
        int status = answer.path("status").asInt(0);
        if (answer.has("problem")) {
            return ImportOutcome.refused(
                    line.item(),
                    line.key(),
                    mayComeAgain(answer) ? ImportOutcome.Status.FAILED : ImportOutcome.Status.REFUSED,
                    answer);
        }
        String id = answer.path("record").path("id").asString(answer.path("id").asString(""));
        boolean replayed = answer.path("replayed").asBoolean(status == 200);
        ImportOutcome.Status good = replayed
                ? ImportOutcome.Status.EXISTS
                : dryRun ? ImportOutcome.Status.VALID : ImportOutcome.Status.RECORDED;
        return ImportOutcome.good(line.item(), line.key(), good, id);
    }

    private List<JsonNode> answers(List<Line> lines) {
        if (signer != null && !dryRun) {
            return lines.stream().map(line -> signed(line, signer)).toList();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Line line : lines) {
            body.writeBytes(line.json().toArray());
            body.write('\n');
        }
        Map<String, String> headers = dryRun ? Map.of("Prefer", "preview") : Map.of();
        List<JsonNode> answers = api.postLines("/v1/" + source.things() + "/batch", body.toByteArray(), headers);
        if (answers.size() != lines.size()) {
            throw new Unreachable("", new IllegalStateException("the answer broke off"));
        }
        return answers;
    }

    private JsonNode signed(Line line, Signer own) {
        CommandRule<?> rule = Contracts.rule(source.command());
        ObjectNode answer = CanonicalJson.jsonMapper().createObjectNode();
        try {
            PreparedCommand prepared = prepare(line, rule);
            String keyId = prepared.keyId();
            SignedCommand signed = own.key(keyId).sign(prepared.command());
            JsonNode written = api.post(
                    "/v1/commands",
                    Map.of(
                            "command",
                            signed.command(),
                            "signature",
                            Map.of("keyId", keyId, "value", String.valueOf(signed.signature()))));
            // A repeated answer has no block.
            answer.put("status", 201).put("replayed", !written.path("position").has("block"));
            answer.set("record", written);
        } catch (ApiRefused e) {
            answer.put("status", e.status());
            answer.set("problem", e.problem());
        }
        return answer;
    }

    private PreparedCommand prepare(Line line, CommandRule<?> rule) {
        Map<String, String> headers = Map.of("Idempotency-Key", line.key(), "Prefer", "prepare");
        ObjectNode sent = Objects.requireNonNull(line.item().body());
        boolean multipart = source.things().equals("invoices");
        Api.Body body = multipart ? multipart(sent) : Api.Body.json(sent);
        PreparedCommand prepared = PreparedCommand.of(api.post("/v1/" + source.things(), body, headers));
        prepared.requireAsAsked(rule, line.key(), multipart ? null : sent);
        return prepared;
    }

    private static Api.Body multipart(ObjectNode invoice) {
        Multipart parts = new Multipart();
        parts.file("document", "document", "application/octet-stream", bytes(invoice.path("document")));
        if (invoice.has("signature")) {
            parts.file("signature", "signature", "application/octet-stream", bytes(invoice.path("signature")));
        }
        List<String> recipients = StreamSupport.stream(
                        invoice.path("recipients").spliterator(), false)
                .map(r -> r.asString(""))
                .toList();
        if (!recipients.isEmpty()) {
            parts.text("recipients", String.join(",", recipients));
        }
        if (invoice.has("corrects")) {
            parts.text("corrects", invoice.path("corrects").asString(""));
        }
        return parts.body();
    }

    private static byte[] bytes(JsonNode base64) {
        return Base64.getDecoder().decode(base64.asString(""));
    }
}
