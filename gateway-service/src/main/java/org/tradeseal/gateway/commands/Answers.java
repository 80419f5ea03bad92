package org.tradeseal.gateway.commands;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.tradeseal.verify.CanonicalJson;
import tools.jackson.databind.node.ObjectNode;

/** Answers to writes, the same through every door. */
public final class Answers {
    private Answers() {}

    /** The record with its position: 201 for a new one, 200 for a move or a repetition. */
    public static ResponseEntity<byte[]> written(Commands.Written written, String idempotencyKey) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status(written))
                .contentType(MediaType.APPLICATION_JSON)
                .header("Idempotency-Key", idempotencyKey)
                .header(HttpHeaders.ETAG, "\"" + written.record().version() + "\"");
        if (written.replayed()) {
            answer.header("Idempotency-Replayed", "true");
        }
        return answer.body(CanonicalJson.bytes(json(written)));
    }

    static HttpStatus status(Commands.Written written) {
        return written.created() && !written.replayed() ? HttpStatus.CREATED : HttpStatus.OK;
    }

    /** The record's members and {@code position}. */
    public static ObjectNode json(Commands.Written written) {
        ObjectNode json = (ObjectNode) CanonicalJson.toTree(written.record());
        json.set("position", CanonicalJson.toTree(written.position()));
        return json;
    }
}
