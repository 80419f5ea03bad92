package org.tradeseal.gateway.webhook;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.readmodel.RecordQueries;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** A participant's webhooks: each participant manages its own, and sees nobody else's. */
@RestController
@RequestMapping(path = "/v1/webhooks", produces = MediaType.APPLICATION_JSON_VALUE)
class WebhookController {
    private static final int MOST_SHOWN = 1000;

    private final Webhooks webhooks;
    private final Targets targets;
    private final RecordQueries queries;

    WebhookController(Webhooks webhooks, Targets targets, RecordQueries queries) {
        this.webhooks = webhooks;
        this.targets = targets;
        this.queries = queries;
    }

    /**
     * What a webhook is asked for: an https address; the record types to be told of, all if absent; the position of the feed
     * to begin at, the next change if absent.
     */
    record NewWebhook(
            String url,
            @Nullable Set<String> types,
            @Nullable Long from) {
        NewWebhook {
            Required.field(url, "/url");
            types = types == null ? Set.of() : new TreeSet<>(types);
            for (String type : types) {
                if (Contracts.types().stream().map(RecordType::name).noneMatch(type::equals)) {
                    throw new Refusal(
                                    ErrorCode.MALFORMED,
                                    "There is no record type " + type + ".",
                                    "没有记录类型 " + type + "。")
                            .at("/types");
                }
            }
            if (from != null && from < 0) {
                throw new Refusal(ErrorCode.MALFORMED, "A position is not negative.", "位置不得为负数。").at("/from");
            }
        }
    }

    @PostMapping
    ResponseEntity<byte[]> create(Caller caller, @RequestBody byte[] body) {
        NewWebhook wanted = CanonicalJson.read(CanonicalJson.request(body), NewWebhook.class);
        targets.require(wanted.url());
        String secret = webhooks.newSecret();
        Long from = wanted.from();
        Set<String> types = wanted.types();
        Webhooks.Webhook created = webhooks.create(
                caller.participant(),
                wanted.url(),
                types == null ? Set.of() : types,
                from == null ? queries.nextLeaf() : from,
                secret);
        return ResponseEntity.status(HttpStatus.CREATED).body(withSecret(created, secret));
    }

    @GetMapping
    byte[] list(Caller caller) {
        return CanonicalJson.bytes(Map.of("items", webhooks.of(caller.participant())));
    }

    @GetMapping("/{id}/deliveries")
    byte[] deliveries(Caller caller, @PathVariable String id) {
        Webhooks.Webhook own = webhooks.require(caller.participant(), id);
        return CanonicalJson.bytes(Map.of("items", webhooks.deliveries(own.id(), MOST_SHOWN)));
    }

    @PostMapping("/{id}/redeliver")
    byte[] redeliver(Caller caller, @PathVariable String id) {
        Webhooks.Webhook own = webhooks.require(caller.participant(), id);
        webhooks.resume(own.id());
        return CanonicalJson.bytes(webhooks.require(caller.participant(), id));
    }

    @PostMapping("/{id}/secret")
    byte[] replaceSecret(Caller caller, @PathVariable String id) {
        Webhooks.Webhook own = webhooks.require(caller.participant(), id);
        String secret = webhooks.newSecret();
        webhooks.replaceSecret(own.id(), secret);
        return withSecret(own, secret);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> remove(Caller caller, @PathVariable String id) {
        webhooks.remove(webhooks.require(caller.participant(), id).id());
        return ResponseEntity.noContent().build();
    }

    private static byte[] withSecret(Webhooks.Webhook webhook, String secret) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("secret", secret);
        answer.put("webhook", webhook);
        return CanonicalJson.bytes(answer);
    }
}
