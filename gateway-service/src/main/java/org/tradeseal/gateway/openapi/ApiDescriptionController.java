package org.tradeseal.gateway.openapi;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Gives the API's description to anybody. */
@RestController
class ApiDescriptionController {
    private final byte[] json;

    ApiDescriptionController(ApiDescription description) {
        this.json = description.json();
    }

    @GetMapping(path = "/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] description() {
        return json.clone();
    }
}
