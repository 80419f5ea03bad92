package org.tradeseal.gateway.records;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import tools.jackson.databind.node.ObjectNode;

/** Records over REST, by id and in lists. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class RecordController {
    private static final Set<String> PARAMETERS = Set.of("limit", "cursor", "minBlock", "status", "q", "type");
    private static final Map<String, String> TYPES = Map.of(
            "participants", "participant",
            "assets", "asset",
            "licences", "licence",
            "invoices", "invoice",
            "financings", "financing");

    private final RecordReading reading;

    RecordController(RecordReading reading) {
        this.reading = reading;
    }

    @GetMapping("/v1/{things:participants|assets|licences|invoices|financings|records}/{id:[A-Z]{3}-.*}")
    ResponseEntity<byte[]> one(Caller caller, @PathVariable String id, @RequestParam(required = false) Long minBlock) {
        ObjectNode record = reading.one(caller, new RecordId(id), minBlock);
        return ResponseEntity.ok()
                .header(HttpHeaders.ETAG, "\"" + record.path("version").asInt() + "\"")
                .body(CanonicalJson.bytes(record));
    }

    @GetMapping("/v1/{things:participants|assets|licences|invoices|financings|records}/{id:[A-Z]{3}-.*}/history")
    byte[] history(Caller caller, @PathVariable String id, @RequestParam(required = false) Long minBlock) {
        return CanonicalJson.bytes(reading.history(caller, new RecordId(id), minBlock));
    }

    @GetMapping("/v1/{things:participants|assets|licences|invoices|financings|records}")
    byte[] list(
            Caller caller,
            @PathVariable String things,
            @RequestParam(required = false) String type,
            @RequestParam(required = false) String status,
            @RequestParam(required = false) String q,
            @RequestParam(required = false) String cursor,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) Long minBlock,
            HttpServletRequest http) {
        String wantedType = things.equals("records") || type != null ? type : TYPES.get(things);
        return CanonicalJson.bytes(reading.list(
                caller, new RecordReading.Wanted(wantedType, status, q, fields(http), cursor, limit), minBlock));
    }

    // Every other parameter names a member of the content.
    private static Map<String, String> fields(HttpServletRequest http) {
        Map<String, String> fields = new HashMap<>();
        http.getParameterMap().forEach((name, values) -> {
            if (!PARAMETERS.contains(name)) {
                fields.put(name, values[0]);
            }
        });
        return fields;
    }
}
