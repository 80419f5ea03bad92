package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Receipts are small enough to travel: what they weigh in a log of a million leaves, under a head that four signed. */
class ReceiptSizeTest {
    private static final int LEVELS = 20;
    private static final int KIB = 1024;
    private static final Story STORY = new Story("sizes");

    /** A proof of as many hashes as a log of 2^20 leaves needs: what they hash to does not matter for their size. */
    private static String proof(int index) {
        List<Sha256> hashes = new ArrayList<>();
        for (int level = 0; level < LEVELS; level++) {
            hashes.add(TestLedger.seed("sibling " + index + " " + level));
        }
        return Merkle.toText(hashes);
    }

    private static Receipt receipt(int index) {
        TestLedger ledger = STORY.ledger;
        Checkpoint head = new Checkpoint(Checkpoint.origin(ledger.ledger()), 1 << LEVELS, TestLedger.seed("root"));
        Note note = ledger.head(head, "RegulatorMSP", "IpCentreMSP", "BankMSP")
                .with(ledger.witness("OperatorMSP").sign(head.text(), TestLedger.TIME));
        return ledger.receipt(index, note.toString(), ReceiptSizeTest::proof);
    }

    @Test
    void anOrdinaryReceiptHasAtMostFourKibibytes() {
        for (int index : List.of(
                STORY.admitted,
                STORY.filed,
                STORY.registered,
                STORY.deposited,
                STORY.issued,
                STORY.accepted,
                STORY.offered,
                STORY.recorded,
                STORY.suspended)) {
            Receipt receipt = receipt(index);
            assertThat(Merkle.fromText(receipt.proof())).hasSize(LEVELS);
            assertThat(receipt.bytes().length)
                    .as("bytes of the receipt of %s", receipt.command().command())
                    .isLessThanOrEqualTo(4 * KIB);
        }
    }

    @Test
    void aReceiptThatShowsTheDocumentToo() {
        Receipt receipt = receipt(STORY.issued).withOpenings(List.of(STORY.fields.open("/document/sha256")));
        assertThat(receipt.bytes().length).isLessThanOrEqualTo(4 * KIB + KIB / 2);
    }

    @Test
    void theFileIsNotShorterThanWhatItStandsFor() {
        Receipt receipt = receipt(STORY.issued);
        assertThat(Receipt.read(receipt.bytes())).isEqualTo(receipt);
        assertThat(CanonicalJson.bytes(receipt).length).isGreaterThan(receipt.bytes().length + 1500);
    }
}
