package org.tradeseal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class StatusCheckTest {
    private static final Story STORY = new Story("status");
    private static final TestLedger LEDGER = STORY.ledger;
    private static final Verifier VERIFIER = new Verifier(LEDGER.trust(2));
    private static final String BANK = "BankMSP";
    private static final String CENTRE = "IpCentreMSP";

    private static Verification verify(Receipt receipt) {
        return VERIFIER.verify(receipt.bytes(), null, TestLedger.TIME);
    }

    private static Finding status(SignedStatus... statements) {
        Verification verification = verify(LEDGER.receipt(STORY.accepted).withStatus(List.of(statements)));
        return verification.about(Aspect.STATUS).orElseThrow();
    }

    @Test
    void kOrganisationsSayThatAVersionIsTheLatest() {
        SignedStatus bank = LEDGER.status(BANK, STORY.invoice, 2);
        SignedStatus centre = LEDGER.status(CENTRE, STORY.invoice, 2);
        assertThat(status(bank, centre).reason()).isEqualTo(Reason.CURRENT);
        assertThat(status(bank).reason()).isEqualTo(Reason.STATEMENTS_TOO_FEW);
        assertThat(status(bank, bank).reason()).isEqualTo(Reason.STATEMENTS_TOO_FEW);
        assertThat(status().reason()).isEqualTo(Reason.NO_STATEMENT);
        assertThat(verify(LEDGER.receipt(STORY.accepted))
                        .about(Aspect.STATUS)
                        .orElseThrow()
                        .reason())
                .isEqualTo(Reason.NO_STATEMENT);
    }

    @Test
    void anOldVersionStaysWhatWasRecorded() {
        Verification old =
                verify(LEDGER.receipt(STORY.issued).withStatus(List.of(LEDGER.status(BANK, STORY.invoice, 2))));
        assertThat(old.about(Aspect.STATUS).orElseThrow().reason()).isEqualTo(Reason.SUPERSEDED);
        assertThat(old.verdict()).isEqualTo(Verdict.VALID);
        assertThat(old.summary().en()).contains("newer version");
    }

    @Test
    void statementsThatExpiredAreNoAnswer() {
        SignedStatus bank = LEDGER.status(BANK, STORY.invoice, 2, TestLedger.TIME.plusSeconds(5));
        SignedStatus centre = LEDGER.status(CENTRE, STORY.invoice, 2, TestLedger.TIME.plusSeconds(5));
        byte[] receipt =
                LEDGER.receipt(STORY.accepted).withStatus(List.of(bank, centre)).bytes();
        assertThat(VERIFIER.verify(receipt, null, TestLedger.TIME.plusSeconds(4))
                        .about(Aspect.STATUS)
                        .orElseThrow()
                        .reason())
                .isEqualTo(Reason.CURRENT);
        assertThat(VERIFIER.verify(receipt, null, TestLedger.TIME.plusSeconds(5))
                        .about(Aspect.STATUS)
                        .orElseThrow()
                        .reason())
                .isEqualTo(Reason.STATEMENT_EXPIRED);
    }

    @Test
    void aStatementThatDeniesTheRecordIsFalse() {
        assertThat(status(LEDGER.status(BANK, STORY.invoice, 1)).reason()).isEqualTo(Reason.FALSE_STATEMENT);
        assertThat(status(LEDGER.status(BANK, STORY.invoice, null)).reason()).isEqualTo(Reason.FALSE_STATEMENT);
    }

    @Test
    void forgedStatementsSpoilTheReceipt() {
        SignedStatus genuine = LEDGER.status(BANK, STORY.invoice, 2);
        Status said = genuine.statement();
        Status other = CanonicalJson.read(((ObjectNode) CanonicalJson.toTree(said)).put("version", 3), Status.class);
        Status stranger = CanonicalJson.read(
                ((ObjectNode) CanonicalJson.toTree(said)).put("signer", "StrangerMSP"), Status.class);
        assertThat(status(new SignedStatus(other, genuine.signature())).reason())
                .isEqualTo(Reason.BAD_STATEMENT);
        assertThat(status(LEDGER.witness(CENTRE).sign(said)).reason()).isEqualTo(Reason.BAD_STATEMENT);
        assertThat(status(LEDGER.witness(BANK).sign(stranger)).reason()).isEqualTo(Reason.UNKNOWN_SIGNER);
        assertThat(status(LEDGER.status(BANK, STORY.asset, 2)).reason()).isEqualTo(Reason.BAD_STATEMENT);
        TestLedger elsewhere = new Story("elsewhere").ledger;
        assertThat(status(elsewhere.status(BANK, STORY.invoice, 2)).reason()).isEqualTo(Reason.BAD_STATEMENT);
        Verification verification = verify(
                LEDGER.receipt(STORY.accepted).withStatus(List.of(new SignedStatus(other, genuine.signature()))));
        assertThat(verification.verdict()).isEqualTo(Verdict.INVALID);
    }

    @Test
    void onlyRegistrarsKnowTheRegister() {
        TestLedger ledger = new Story("register").ledger;
        RecordId enterprise = ledger.admit("other", TestLedger.signingKey("other-1", PublicKey.Algorithm.P256));
        int index = ledger.create(
                "financing.mandate", "MND", "mandate", enterprise, "m", TestLedger.json("{}"), TestLedger.json("{}"));
        RecordId mandate = ledger.stored(index).record().id();
        Receipt receipt = ledger.receipt(index);
        Verifier verifier = new Verifier(ledger.trust(2));
        for (boolean registrars : new boolean[] {true, false}) {
            List<SignedStatus> statements = List.of(CENTRE, registrars ? "RegulatorMSP" : BANK).stream()
                    .map(msp -> ledger.witness(msp)
                            .sign(CanonicalJson.read(
                                    ((ObjectNode) CanonicalJson.toTree(ledger.status(msp, mandate, 1)
                                                    .statement()))
                                            .put("scope", "REGISTRARS"),
                                    Status.class)))
                    .toList();
            assertThat(verifier.verify(receipt.withStatus(statements).bytes(), null, TestLedger.TIME)
                            .about(Aspect.STATUS)
                            .orElseThrow()
                            .reason())
                    .isEqualTo(registrars ? Reason.CURRENT : Reason.STATEMENTS_TOO_FEW);
        }
        List<SignedStatus> channel =
                List.of(ledger.status(CENTRE, mandate, 1), ledger.status("RegulatorMSP", mandate, 1));
        assertThat(verifier.verify(receipt.withStatus(channel).bytes(), null, TestLedger.TIME)
                        .about(Aspect.STATUS)
                        .orElseThrow()
                        .reason())
                .isEqualTo(Reason.STATEMENTS_TOO_FEW);
    }

    private static Reason evidence(Evidence evidence) {
        Verification verification = VERIFIER.verifyEvidence(evidence.bytes());
        Reason reason = verification.findings().get(0).reason();
        assertThat(verification.verdict()).isEqualTo(reason.verdict());
        return reason;
    }

    @Test
    void aFalseStatementAndTheReceiptAreEvidence() {
        Receipt receipt = LEDGER.receipt(STORY.accepted);
        assertThat(evidence(Evidence.falseStatus(LEDGER.status(BANK, STORY.invoice, 1), receipt)))
                .isEqualTo(Reason.FALSE_STATUS);
        assertThat(evidence(Evidence.falseStatus(LEDGER.status(BANK, STORY.invoice, null), receipt)))
                .isEqualTo(Reason.FALSE_STATUS);
        assertThat(evidence(Evidence.falseStatus(LEDGER.status(BANK, STORY.invoice, 2), receipt)))
                .isEqualTo(Reason.NO_EVIDENCE);
        assertThat(evidence(Evidence.falseStatus(LEDGER.status(BANK, STORY.asset, 1), receipt)))
                .isEqualTo(Reason.NO_EVIDENCE);
        SignedStatus forged =
                new SignedStatus(LEDGER.status(BANK, STORY.invoice, 1).statement(), "A".repeat(86));
        assertThat(evidence(Evidence.falseStatus(forged, receipt))).isEqualTo(Reason.NO_EVIDENCE);
        Receipt uncosigned = LEDGER.receipt(
                STORY.accepted,
                LEDGER.head(LEDGER.checkpoint(), BANK).toString(),
                i -> Merkle.toText(Merkle.path(LEDGER.leafHashes(), i)));
        assertThat(evidence(Evidence.falseStatus(LEDGER.status(BANK, STORY.invoice, 1), uncosigned)))
                .isEqualTo(Reason.EVIDENCE_UNDECIDED);
    }

    @Test
    void twoHeadsOfOneKeyThatNoLogCanHaveHadAreEvidence() {
        Checkpoint head = LEDGER.checkpoint();
        String true8 = LEDGER.head(head, BANK).toString();
        Checkpoint fork = new Checkpoint(head.origin(), head.size(), TestLedger.seed("fork"));
        assertThat(evidence(Evidence.equivocation(true8, LEDGER.head(fork, BANK).toString())))
                .isEqualTo(Reason.EQUIVOCATION);
        assertThat(evidence(Evidence.equivocation(true8, true8))).isEqualTo(Reason.NO_EVIDENCE);
        assertThat(evidence(
                        Evidence.equivocation(true8, LEDGER.head(fork, CENTRE).toString())))
                .isEqualTo(Reason.EVIDENCE_UNDECIDED);

        List<Sha256> hashes = LEDGER.leafHashes();
        Sha256 root4 = Merkle.root(hashes.subList(0, 4));
        String honest4 =
                LEDGER.head(new Checkpoint(head.origin(), 4, root4), BANK).toString();
        String forged4 = LEDGER.head(new Checkpoint(head.origin(), 4, TestLedger.seed("fork")), BANK)
                .toString();
        List<Sha256> proof = Merkle.consistency(hashes, 4);
        assertThat(evidence(Evidence.equivocation(forged4, true8, root4, proof)))
                .isEqualTo(Reason.EQUIVOCATION);
        assertThat(evidence(Evidence.equivocation(honest4, true8, root4, proof)))
                .isEqualTo(Reason.NO_EVIDENCE);
        assertThat(evidence(Evidence.equivocation(honest4, true8, TestLedger.seed("fork"), proof)))
                .isEqualTo(Reason.NO_EVIDENCE);
        assertThat(evidence(Evidence.equivocation(forged4, true8, root4, proof.subList(1, proof.size()))))
                .isEqualTo(Reason.NO_EVIDENCE);
        assertThat(evidence(Evidence.equivocation(forged4, true8))).isEqualTo(Reason.NO_EVIDENCE);
    }

    @Test
    void noChangeOfEvidenceProvesAnything() {
        byte[] bytes = Evidence.falseStatus(LEDGER.status(BANK, STORY.invoice, 1), LEDGER.receipt(STORY.accepted))
                .bytes();
        for (int at = 0; at < bytes.length; at++) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            Reason reason = VERIFIER.verifyEvidence(changed).findings().get(0).reason();
            // What the statement is evidence against does not depend on who signed the command.
            if (reason != Reason.FALSE_STATUS) {
                assertThat(reason.verdict()).isNotEqualTo(Verdict.VALID);
            }
        }
        assertThat(VERIFIER.verifyEvidence(new byte[0]).verdict()).isEqualTo(Verdict.INVALID);
        assertThat(VERIFIER.verifyEvidence("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .verdict())
                .isEqualTo(Verdict.INVALID);
    }
}
