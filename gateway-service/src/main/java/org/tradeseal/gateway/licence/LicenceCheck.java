package org.tradeseal.gateway.licence;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
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
@Component
class LicenceCheck {
    private final Visibility visibility;

    LicenceCheck(Visibility visibility) {
        this.visibility = visibility;
    }

    /** The asset and the terms asked about. */
    record Question(RecordId asset, LicenceTerms terms) {
        Question {
            Required.field(asset, "/asset");
            Required.field(terms, "/terms");
        }
    }

    /** What an asset is burdened with: its live licences. */
    Map<String, Object> encumbrances(Caller caller, RecordId id) {
        return Map.of("licences", asset(caller, id).licences());
    }

    private Asset asset(Caller caller, RecordId id) {
        Asset.TYPE.requireId(id);
        return CanonicalJson.read(visibility.require(caller, id).record().content(), Asset.class);
    }

    Map<String, Object> answer(Caller caller, Question question) {
        Asset asset = asset(caller, question.asset());
        List<LicenceConflict> conflicts =
                LicenceConflicts.check(question.terms(), asset.licences(), LocalDate.now(ZoneOffset.UTC));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("grantable", conflicts.isEmpty());
        answer.put("conflicts", conflicts);
        return answer;
    }
}
