package org.tradeseal.gateway.setup;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.readmodel.Follower;
import org.tradeseal.ledger.participant.Genesis;
import org.tradeseal.verify.CanonicalJson;

/** What a client needs to know of the ledger before it signs a command for it. */
@RestController
class LedgerController {
    private final Ledger ledger;
    private final Follower follower;

    LedgerController(Ledger ledger, Follower follower) {
        this.ledger = ledger;
        this.follower = follower;
    }

    @GetMapping(path = "/v1/ledger", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] ledger(Caller caller, @RequestParam(required = false) @Nullable Long minBlock) {
        if (minBlock != null) {
            follower.await(minBlock);
        }
        Genesis genesis = ledger.genesis();
        Map<String, Object> answer = new TreeMap<>();
        answer.put("ledger", ledger.digest());
        answer.put("network", genesis.network());
        answer.put("height", ledger.height());
        answer.put("organisations", ledger.organisations());
        answer.put("registrars", genesis.registrars());
        answer.put(
                "you",
                Map.of("participant", caller.participant(), "roles", caller.roles(), "operator", caller.operator()));
        answer.put("founders", founders(genesis));
        return CanonicalJson.bytes(answer);
    }

    private static List<Map<String, Object>> founders(Genesis genesis) {
        return genesis.founders().stream()
                .map(f -> Map.<String, Object>of(
                        "name", f.name(),
                        "id", Genesis.founderId(genesis.ledger(), f.name()),
                        "organisation", f.participant().organisation()))
                .toList();
    }
}
