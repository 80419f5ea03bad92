package org.tradeseal.gateway.webhook;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;

/**
 * What a webhook is told of one record version: a CloudEvent 1.0 in JSON. It says that something changed, not what: the
 * receiver reads the record with its own token. Its id is the same in every attempt and at every webhook.
 */
record Message(Sha256 ledger, long position, RecordId record, String type, int version, Instant recordedAt) {
    static final String MEDIA_TYPE = "application/cloudevents+json; charset=utf-8";

    String id() {
        return ledger.hex().substring(0, 16) + "-" + position;
    }

    byte[] body() {
        Map<String, Object> event = new TreeMap<>();
        event.put("specversion", "1.0");
        event.put("id", id());
        event.put("source", "urn:tradeseal:" + ledger.hex());
        event.put("type", "org.tradeseal." + type + ".changed");
        event.put("subject", record.value());
        event.put("time", recordedAt);
        event.put("datacontenttype", "application/json");
        event.put("data", new TreeMap<>(Map.of("id", record, "index", position, "type", type, "version", version)));
        return CanonicalJson.bytes(event);
    }
}
