package org.tradeseal.gateway.licence;

import java.util.List;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.grpc.Rpc;
import org.tradeseal.gateway.grpc.Rpcs;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;

/** The licence check over gRPC. */
@Component
class LicenceRpcs implements Rpcs {
    private final LicenceCheck check;

    LicenceRpcs(LicenceCheck check) {
        this.check = check;
    }

    @Override
    public List<Rpc> rpcs() {
        return List.of(
                new Rpc.Unary(
                        "tradeseal.licence.v1.LicenceService.Check",
                        call -> CanonicalJson.toTree(check.answer(
                                call.caller(), CanonicalJson.read(call.request(), LicenceCheck.Question.class)))),
                new Rpc.Unary(
                        "tradeseal.asset.v1.AssetService.GetEncumbrances",
                        call -> CanonicalJson.toTree(check.encumbrances(
                                call.caller(),
                                new RecordId(call.request().path("id").asString(""))))));
    }
}
