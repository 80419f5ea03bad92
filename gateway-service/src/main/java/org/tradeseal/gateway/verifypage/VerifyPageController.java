package org.tradeseal.gateway.verifypage;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Gives the verifier page to anybody. It holds nothing of the caller or the ledger. */
@RestController
class VerifyPageController {
    private final VerifyPage page = VerifyPage.load();

    @GetMapping(VerifyPage.PATH)
    ResponseEntity<byte[]> page() {
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
        page.headers().forEach(answer::header);
        return answer.body(page.html());
    }
}
