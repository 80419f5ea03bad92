package org.tradeseal.gateway.licence;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.records.Visibility;
import org.tradeseal.ledger.asset.Asset;
import org.tradeseal.ledger.licence.LicenceConflict;
import org.tradeseal.ledger.licence.LicenceConflicts;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.terms.LicenceTerms;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;

/** Whether terms could be licensed now: the conflicts with an asset's live licences, and nothing recorded. */
@RestController
class LicenceController {
    private final Visibility visibility;

    LicenceController(Visibility visibility) {
        this.visibility = visibility;
    }

    /** The asset and the terms asked about. */
    record Question(RecordId asset, LicenceTerms terms) {
        Question {
            Required.field(asset, "/asset");
            Required.field(terms, "/terms");
        }
    }

    @PostMapping(path = "/v1/licences/check", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] check(Caller caller, @RequestBody byte[] body) {
        Question question = CanonicalJson.read(body, Question.class);
        Asset.TYPE.requireId(question.asset());
        Asset asset = CanonicalJson.read(
                visibility.require(caller, question.asset()).record().content(), Asset.class);
        List<LicenceConflict> conflicts =
                LicenceConflicts.check(question.terms(), asset.licences(), LocalDate.now(ZoneOffset.UTC));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("grantable", conflicts.isEmpty());
        answer.put("conflicts", conflicts);
        return CanonicalJson.bytes(answer);
    }
}
