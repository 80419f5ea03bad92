package org.tradeseal.gateway.records;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.verify.CanonicalJson;

/** The caller's work queue over REST. */
@RestController
class WorkController {
    private final Work work;

    WorkController(Work work) {
        this.work = work;
    }

    @GetMapping(path = "/v1/work", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] work(
            Caller caller,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable Long minBlock) {
        return CanonicalJson.bytes(work.of(caller, limit, minBlock));
    }
}
