package org.tradeseal.gateway.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Texts;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** Tokens of this gateway, for its operator. */
@RestController
@RequestMapping(path = "/v1/tokens", produces = MediaType.APPLICATION_JSON_VALUE)
class TokenController {
    private final Tokens tokens;
    private final Access access;

    TokenController(Tokens tokens, Access access) {
        this.tokens = tokens;
        this.access = access;
    }

    /** What a token is asked for. */
    record NewToken(
            RecordId participant, String label, @Nullable Instant expires) {
        NewToken {
            Required.field(participant, "/participant");
            Texts.requireLine(Required.field(label, "/label"), 100, "/label");
        }
    }

    @PostMapping
    ResponseEntity<byte[]> create(Caller caller, @RequestBody byte[] body) {
        caller.requireOperator();
        NewToken wanted = CanonicalJson.read(CanonicalJson.request(body), NewToken.class);
        Instant expires = wanted.expires();
        if (expires != null && !expires.isAfter(Instant.now())) {
            throw new Refusal(ErrorCode.MALFORMED, "The token would have ended already.", "该令牌的有效期已过。").at("/expires");
        }
        access.hosted(wanted.participant());
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(CanonicalJson.bytes(tokens.create(wanted.participant(), false, wanted.label(), expires)));
    }

    @GetMapping
    byte[] list(Caller caller) {
        caller.requireOperator();
        List<Tokens.Token> all = tokens.list();
        return CanonicalJson.bytes(Map.of("items", all));
    }

    @PostMapping("/{id}/revoke")
    byte[] revoke(Caller caller, @PathVariable String id) {
        caller.requireOperator();
        tokens.revoke(id);
        return CanonicalJson.bytes(Map.of("id", id, "revoked", true));
    }
}
