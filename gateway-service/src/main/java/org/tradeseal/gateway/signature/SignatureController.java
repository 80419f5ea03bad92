package org.tradeseal.gateway.signature;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.tradeseal.gateway.errors.ProblemHandler;
import org.tradeseal.verify.CanonicalJson;
import tools.jackson.databind.node.ObjectNode;

/** The verdict on a document's signature, and nothing recorded. */
@RestController
class SignatureController {
    private final SignatureValidation validation;

    SignatureController(SignatureValidation validation) {
        this.validation = validation;
    }

    @PostMapping(
            path = "/v1/signatures/check",
            consumes = MediaType.MULTIPART_FORM_DATA_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] check(
            @RequestPart("document") MultipartFile document,
            @RequestPart(name = "signature", required = false) @Nullable MultipartFile signature,
            HttpServletRequest http)
            throws IOException {
        Optional<byte[]> detached = signature == null ? Optional.empty() : Optional.of(signature.getBytes());
        SignatureVerdict verdict = validation.check(document.getBytes(), detached);
        ObjectNode answer = (ObjectNode) CanonicalJson.toTree(verdict);
        boolean chinese = ProblemHandler.language(http).equals("zh");
        answer.put(
                "explanation",
                chinese ? verdict.reason().chinese() : verdict.reason().english());
        return CanonicalJson.bytes(answer);
    }
}
