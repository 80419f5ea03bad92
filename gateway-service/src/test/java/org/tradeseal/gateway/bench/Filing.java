package org.tradeseal.gateway.bench;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.Batch;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.SigningKey;
import tools.jackson.databind.node.ObjectNode;

/**
 * The record that all measurements file: a work with a commitment to its private content, {@value #CONTENT_BYTES} bytes
 * of canonical JSON. Nobody holds the content, so that no delivery follows.
 */
final class Filing {
    static final int CONTENT_BYTES = 512;
    static final String COMMAND = "asset.file";

    private static final String RUN = Long.toString(new SecureRandom().nextLong() & Long.MAX_VALUE, 36);
    private static final AtomicLong NUMBER = new AtomicLong();

    private final Sha256 ledger;
    private final List<String> recipients;

    /** @param recipients the organisations that are to hold the private content, the IP centre's among them */
    Filing(Sha256 ledger, List<String> recipients) {
        this.ledger = ledger;
        this.recipients = List.copyOf(recipients);
    }

    /** An idempotency key that no other filing has. */
    static String freshKey() {
        return RUN + "-" + NUMBER.incrementAndGet();
    }

    /** The body of the command, with a title and commitments of its own. */
    ObjectNode body(RecordId registrant) {
        Map<String, Object> secret = new TreeMap<>();
        secret.put("fields", Map.of("root", random(), "count", 1, "schema", "asset/file/1"));
        secret.put("payload", random());
        secret.put("recipients", recipients);
        secret.put("delivered", List.of());
        Map<String, Object> work = Map.of("category", "WRITTEN", "ownership", "CORPORATE", "createdOn", "2026-02-14");
        ObjectNode body = CanonicalJson.jsonMapper().createObjectNode();
        body.put("assetClass", "WORK");
        body.put("jurisdiction", "CN");
        body.set("registrants", CanonicalJson.toTree(List.of(Map.of("participant", registrant.value(), "share", "1"))));
        body.set("creators", CanonicalJson.toTree(List.of(Map.of("zh", "沈立华"))));
        body.put("nature", "ORIGINAL");
        body.set("details", CanonicalJson.toTree(Map.of("work", work)));
        body.set("privateContent", CanonicalJson.toTree(secret));
        body.set("title", CanonicalJson.toTree(Map.of("en", "")));
        int missing = CONTENT_BYTES - CanonicalJson.bytes(body).length;
        String title = "Cargo " + freshKey() + " ";
        body.set(
                "title", CanonicalJson.toTree(Map.of("en", title + "x".repeat(Math.max(0, missing - title.length())))));
        return body;
    }

    private static Sha256 random() {
        byte[] bytes = new byte[32];
        ThreadLocalRandom.current().nextBytes(bytes);
        return Sha256.fromBytes(bytes);
    }

    /** A whole command, custodial where no key is named. */
    Command command(RecordId actor, @Nullable String keyId) {
        return new Command(
                Command.FORMAT,
                ledger,
                COMMAND,
                actor,
                keyId,
                freshKey(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(1, ChronoUnit.HOURS),
                List.of(),
                body(actor),
                null);
    }

    /** The argument of a transaction that files one record for a custodial participant. */
    byte[] batchOfOne(RecordId actor) {
        Batch.Item item = new Batch.Item(new SignedCommand(command(actor, null), null), random());
        return CanonicalJson.bytes(new Batch(List.of(item)));
    }

    /** The request body that files one record by its registrant's own signature. */
    byte[] signed(RecordId actor, SigningKey key) {
        String keyId = key.publicKey().keyId();
        SignedCommand signed = key.sign(command(actor, keyId));
        return CanonicalJson.bytes(Map.of(
                "command",
                signed.command(),
                "signature",
                Map.of("keyId", keyId, "value", String.valueOf(signed.signature()))));
    }

    /** The request body of many filings: one JSON object a line. */
    byte[] lines(RecordId actor, int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(new String(CanonicalJson.bytes(body(actor)), StandardCharsets.UTF_8));
        }
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
