package org.tradeseal.gateway.bench;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.SigningKey;
import tools.jackson.databind.JsonNode;

/** Enterprises that file, admitted for a measurement; several, since a gateway serves many at once. */
final class Registrants {
    private static final int EACH = 4;

    private final List<Registrant> custodial = new ArrayList<>();
    private final List<Registrant> withOwnKeys = new ArrayList<>();

    /** An enterprise, its access to the gateway, and its own key unless its host acts for it. */
    record Registrant(
            RecordId id, RestClient rest, @Nullable SigningKey key) {}

    /** Has them all admitted under an organisation that hosts them; the operator is that of its gateway. */
    static Registrants admit(RestClient regulator, RestClient operator, String host) throws IOException {
        Registrants all = new Registrants();
        for (int i = 0; i < EACH; i++) {
            all.custodial.add(admit(regulator, operator, host, null));
            all.withOwnKeys.add(admit(
                    regulator,
                    operator,
                    host,
                    SigningKey.generate("own-1", PublicKey.Algorithm.P256, new SecureRandom())));
        }
        return all;
    }

    private static Registrant admit(RestClient regulator, RestClient operator, String host, @Nullable SigningKey key)
            throws IOException {
        JsonNode admitted = regulator.post(
                "/v1/participants",
                Map.of(
                        "name",
                        Map.of("zh", "测速企业", "en", "Benchmark enterprise"),
                        "organisation",
                        host,
                        "country",
                        "CN",
                        "roles",
                        List.of("ENTERPRISE"),
                        "identifiers",
                        List.of(),
                        "keys",
                        key == null ? List.of() : List.of(key.publicKey()),
                        "custody",
                        key == null ? "HOST" : "SELF"));
        RecordId id = new RecordId(admitted.path("id").asString(""));
        JsonNode token = operator.post("/v1/tokens", Map.of("participant", id, "label", "benchmark"));
        return new Registrant(id, operator.as(token.path("secret").asString("")), key);
    }

    /** The enterprise whose host acts for it that this caller files for. */
    Registrant custodial(int caller) {
        return custodial.get(caller % EACH);
    }

    /** The enterprise with a key of its own that this caller files for. */
    Registrant withOwnKey(int caller) {
        return withOwnKeys.get(caller % EACH);
    }
}
