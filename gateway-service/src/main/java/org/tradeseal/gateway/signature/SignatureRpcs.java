package org.tradeseal.gateway.signature;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.grpc.Rpc;
import org.tradeseal.gateway.grpc.Rpcs;
import org.tradeseal.verify.CanonicalJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The verdict on a document's signature over gRPC. */
@Component
class SignatureRpcs implements Rpcs {
    private final SignatureValidation validation;

    SignatureRpcs(SignatureValidation validation) {
        this.validation = validation;
    }

    @Override
    public List<Rpc> rpcs() {
        return List.of(new Rpc.Unary("tradeseal.signature.v1.SignatureService.Check", this::check));
    }

    private JsonNode check(Rpc.Call call) {
        ObjectNode request = call.request();
        Optional<byte[]> detached = Optional.ofNullable(request.get("signature"))
                .map(s -> Base64.getDecoder().decode(s.stringValue()));
        SignatureVerdict verdict = validation.check(
                Base64.getDecoder().decode(request.path("document").asString("")), detached);
        ObjectNode answer = CanonicalJson.jsonMapper().createObjectNode();
        answer.set("verdict", CanonicalJson.toTree(verdict));
        answer.put(
                "explanation",
                call.language().equals("zh")
                        ? verdict.reason().chinese()
                        : verdict.reason().english());
        return answer;
    }
}
