package org.tradeseal.gateway.disclosure;

import java.nio.charset.StandardCharsets;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Disclosure;
import org.tradeseal.verify.RecordId;

/** Selective disclosure over REST. */
@RestController
class DisclosureController {
    private final Disclosures disclosures;

    DisclosureController(Disclosures disclosures) {
        this.disclosures = disclosures;
    }

    /** The disclosure's file. */
    @PostMapping(path = "/v1/records/{id:[A-Z]{3}-.*}/disclosure", produces = Disclosure.MEDIA_TYPE)
    ResponseEntity<byte[]> disclose(Caller caller, @PathVariable String id, @RequestBody byte[] body) {
        RecordId record = new RecordId(id);
        byte[] file = disclosures.of(
                caller, record, CanonicalJson.read(CanonicalJson.request(body), Disclosures.Request.class));
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(Disclosure.MEDIA_TYPE))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(record + Disclosure.FILE_ENDING, StandardCharsets.US_ASCII)
                                .build()
                                .toString())
                .body(file);
    }
}
