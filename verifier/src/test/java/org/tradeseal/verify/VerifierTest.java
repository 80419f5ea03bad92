package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerifierTest {
    private static final Story STORY = new Story("verifier test");
    private static final TestLedger LEDGER = STORY.ledger;
    private static final Verifier VERIFIER = new Verifier(LEDGER.trust(2));

    private static Verification verify(Receipt receipt) {
        return VERIFIER.verify(receipt.bytes(), null, TestLedger.TIME);
    }

    private static Reason reason(Verification verification, Aspect aspect) {
        return verification.about(aspect).orElseThrow().reason();
    }

    @Test
    void receiptsOfEveryKindAreValid() {
        for (int index = 0; index < LEDGER.size(); index++) {
            Verification verification = verify(LEDGER.receipt(index));
            assertThat(verification.verdict()).as("%d %s", index, verification).isEqualTo(Verdict.VALID);
            assertThat(verification.record())
                    .isEqualTo(LEDGER.stored(index).record().id());
            assertThat(VERIFIER.isLogged(
                            ParsedReceipt.read(LEDGER.receipt(index).bytes())))
                    .isTrue();
        }
        assertThat(reason(verify(LEDGER.receipt(STORY.founded)), Aspect.ISSUER)).isEqualTo(Reason.FOUNDER);
        assertThat(reason(verify(LEDGER.receipt(STORY.filed)), Aspect.ISSUER)).isEqualTo(Reason.SIGNED);
        assertThat(reason(verify(LEDGER.receipt(STORY.registered)), Aspect.ISSUER))
                .isEqualTo(Reason.DECIDED);
        assertThat(reason(verify(LEDGER.receipt(STORY.deposited)), Aspect.ISSUER))
                .isEqualTo(Reason.CUSTODIAL);
    }
}
