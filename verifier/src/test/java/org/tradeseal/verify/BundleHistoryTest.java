package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the receipts of one bundle say together. */
class BundleHistoryTest {
    private static final Story STORY = new Story("history");

    private static void require(Receipt... receipts) {
        BundleHistory history = new BundleHistory();
        List.of(receipts).forEach(r -> history.add(r.bytes()));
        history.require();
    }

    @Test
    void versionsThatNameEachOtherAgree() {
        TestLedger ledger = STORY.ledger;
        assertThatCode(() -> require(
                        ledger.receipt(STORY.filed),
                        ledger.receipt(STORY.registered),
                        ledger.receipt(STORY.indexed),
                        ledger.receipt(STORY.reindexed),
                        ledger.receipt(STORY.issued)))
                .doesNotThrowAnyException();
        assertThatCode(() -> require(ledger.receipt(STORY.filed), ledger.receipt(STORY.reindexed)))
                .as("versions may be missing")
                .doesNotThrowAnyException();
    }

    @Test
    void anotherFirstVersionIsRefused() {
        TestLedger other = new TestLedger("history");
        RecordId enterprise =
                other.admit("morning-star", TestLedger.signingKey("morning-star-1", PublicKey.Algorithm.P256));
        Command filing = STORY.ledger.command(STORY.filed).command();
        int filed = other.create(
                "asset.file",
                "AST",
                "asset",
                enterprise,
                filing.idempotencyKey(),
                filing.body(),
                TestLedger.json("{'status':'FILED'}"));
        Receipt forged = other.receipt(filed);
        assertRefused(STORY.ledger.receipt(STORY.registered), forged);
        assertRefused(forged, STORY.ledger.receipt(STORY.filed));
    }

    @Test
    void headsOfOneSizeHaveOneRoot() {
        Receipt receipt = STORY.ledger.receipt(STORY.filed);
        Checkpoint head = STORY.ledger.checkpoint();
        Checkpoint fork = new Checkpoint(head.origin(), head.size(), TestLedger.seed("fork"));
        Receipt forked = receipt.under(STORY.ledger.head(fork, "BankMSP").toString(), receipt.proof(), null);
        assertRefused(receipt, forked);
    }

    private static void assertRefused(Receipt... receipts) {
        assertThatThrownBy(() -> require(receipts))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        r -> org.assertj.core.api.Assertions.assertThat(r.code())
                                .isEqualTo(ErrorCode.READ_CONFLICT));
    }
}
