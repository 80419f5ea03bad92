package org.tradeseal.gateway.licence;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;

/** The licence check over REST. */
@RestController
class LicenceController {
    private final LicenceCheck check;

    LicenceController(LicenceCheck check) {
        this.check = check;
    }

    @GetMapping(path = "/v1/assets/{id}/encumbrances", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] encumbrances(Caller caller, @PathVariable String id) {
        return CanonicalJson.bytes(check.encumbrances(caller, new RecordId(id)));
    }

    @PostMapping(path = "/v1/licences/check", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] check(Caller caller, @RequestBody byte[] body) {
        return CanonicalJson.bytes(
                check.answer(caller, CanonicalJson.read(CanonicalJson.request(body), LicenceCheck.Question.class)));
    }
}
