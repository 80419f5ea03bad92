package org.tradeseal.gateway.verification;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.errors.ProblemHandler;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;

/** Customs or a bank asks about bytes it was given, or about a few fields it was told. */
@RestController
class VerificationController {
    private final Verifications verifications;

    VerificationController(Verifications verifications) {
        this.verifications = verifications;
    }

    /** Fields that somebody states about a record: their pointers and values. */
    record Statement(RecordId record, Map<String, String> fields) {
        Statement {
            fields = Map.copyOf(fields);
        }
    }

    @PostMapping(path = "/v1/verifications", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] verify(
            Caller caller,
            @RequestBody byte[] body,
            @RequestHeader(name = "Content-Type", defaultValue = MediaType.APPLICATION_OCTET_STREAM_VALUE)
                    String mediaType,
            @RequestParam(required = false) @Nullable String record,
            HttpServletRequest http) {
        String language = ProblemHandler.language(http);
        Verification answer;
        if (mediaType.startsWith(MediaType.APPLICATION_JSON_VALUE)) {
            Statement statement = CanonicalJson.read(CanonicalJson.request(body), Statement.class);
            answer = verifications.ofFields(caller, statement.record(), statement.fields(), language);
        } else {
            RecordId claimed = record == null ? null : new RecordId(record);
            answer = verifications.ofDocument(caller, body, claimed, language);
        }
        return CanonicalJson.bytes(answer);
    }
}
