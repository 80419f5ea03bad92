package org.tradeseal.ledger.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradeseal.ledger.TestLedger.refusalOf;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.tradeseal.ledger.Outcome;
import org.tradeseal.ledger.TestLedger;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.SignedCommand;
import org.tradeseal.verify.SigningKey;

class ParticipantContractTest {
    private final TestLedger ledger = new TestLedger();

    private static AdmitParticipant enterprise(String identifier) {
        return new AdmitParticipant(
                new Name("晨星软件", "Morning Star Software"),
                TestLedger.OPERATOR,
                new CountryCode("CN"),
                new TreeSet<>(List.of(Role.ENTERPRISE)),
                List.of(new Identifier("USCC", identifier)),
                List.of(),
                Custody.HOST);
    }

    @Test
    void theRegulatorAdmitsAnEnterprise() {
        RecordId id = ledger.create(ledger.regulator, "participant.admit", enterprise("91310000MA1FL0000X"));

        Participant participant = ledger.content(Participant.TYPE, id);
        assertThat(participant.status()).isEqualTo(ParticipantStatus.ACTIVE);
        assertThat(participant.isIdentifiedBy("9131 0000 ma1fl0000x")).isTrue();
        assertThat(ledger.read(Participant.TYPE, id).stored().record().custodial())
                .isFalse();
    }

    @Test
    void nobodyButTheRegulatorAdmits() {
        assertThat(refusalOf(() -> ledger.create(ledger.bankA, "participant.admit", enterprise("1")))
                        .code())
                .isEqualTo(ErrorCode.NOT_YOUR_ROLE);
    }

    @Test
    void anIdentifierIsAdmittedOnce() {
        RecordId first = ledger.create(ledger.regulator, "participant.admit", enterprise("91-31"));

        assertThat(refusalOf(() -> ledger.create(ledger.regulator, "participant.admit", enterprise("９１３１"))))
                .satisfies(r -> assertThat(r.code()).isEqualTo(ErrorCode.IDENTIFIER_TAKEN))
                .satisfies(r -> assertThat(r.conflictsWith()).containsExactly(first));
    }

    @Test
    void twoAdmissionsOfOneIdentifierInOneBatchDoNotBothPass() {
        SignedCommand one = ledger.prepare(ledger.regulator, "participant.admit", enterprise("77"), "a");
        SignedCommand two = ledger.prepare(ledger.regulator, "participant.admit", enterprise("77"), "b");

        List<Outcome> outcomes = ledger.submit(TestLedger.REGULATOR, List.of(one, two));

        assertThat(outcomes).extracting(Outcome::status).containsExactly(Outcome.Status.WRITTEN, Outcome.Status.RETRY);
        assertThat(refusalOf(() -> ledger.run(two)).code()).isEqualTo(ErrorCode.IDENTIFIER_TAKEN);
    }

    @Test
    void aSuspendedParticipantWritesNothing() {
        RecordId id = ledger.create(ledger.regulator, "participant.admit", enterprise("5"));
        ledger.run(ledger.regulator, "participant.suspend", new SuspendParticipant(id, "licence lapsed"));
        ledger.run(ledger.regulator, "participant.suspend", new SuspendParticipant(ledger.bankA, "inquiry"));

        SigningKey key = SigningKey.generate("new", PublicKey.Algorithm.ED25519, new SecureRandom());
        assertThat(refusalOf(() -> rotate(ledger.bankA, key)).code()).isEqualTo(ErrorCode.PARTICIPANT_SUSPENDED);
    }

    private RecordId rotate(RecordId participant, SigningKey key) {
        String possession = key.sign(KeyStatement.bytes(ledger.ledger(), participant, key.publicKey()));
        return ledger.run(
                participant, "participant.rotate-key", new RotateKey(participant, key.publicKey(), possession));
    }

    @Test
    void afterARotationYesterdaysKeyIsRefused() {
        SigningKey fresh = SigningKey.generate("bank-a-2", PublicKey.Algorithm.SM2, new SecureRandom());
        rotate(ledger.bankA, fresh);
        SigningKey next = SigningKey.generate("bank-a-3", PublicKey.Algorithm.ED25519, new SecureRandom());

        assertThat(refusalOf(() -> rotate(ledger.bankA, next)).code()).isEqualTo(ErrorCode.KEY_NOT_IN_FORCE);
        ledger.useKey(ledger.bankA, fresh);
        rotate(ledger.bankA, next);
        assertThat(ledger.content(Participant.TYPE, ledger.bankA).keys())
                .extracting(ParticipantKey::fromVersion, ParticipantKey::untilVersion)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, 2),
                        org.assertj.core.groups.Tuple.tuple(2, 3),
                        org.assertj.core.groups.Tuple.tuple(3, null));
    }

    @Test
    void aKeyWithoutProofOfPossessionIsRefused() {
        SigningKey key = SigningKey.generate("k", PublicKey.Algorithm.P256, new SecureRandom());
        String forAnother = key.sign(KeyStatement.bytes(ledger.ledger(), ledger.bankB, key.publicKey()));

        assertThat(refusalOf(() -> ledger.run(
                                ledger.bankA,
                                "participant.rotate-key",
                                new RotateKey(ledger.bankA, key.publicKey(), forAnother)))
                        .code())
                .isEqualTo(ErrorCode.BAD_SIGNATURE);
    }

    @Test
    void theRegulatorsLostKeyIsReplacedByAQuorumOfFounders() {
        SigningKey key = SigningKey.generate("regulator-2", PublicKey.Algorithm.P256, new SecureRandom());
        byte[] statement = KeyStatement.bytes(ledger.ledger(), ledger.regulator, key.publicKey());
        List<RecordId> founders = List.of(ledger.bankA, ledger.bankB, ledger.customs);
        List<ReplaceKey.Approval> approvals = founders.stream()
                .map(f -> new ReplaceKey.Approval(
                        f, ledger.key(f).publicKey().keyId(), ledger.key(f).sign(statement)))
                .toList();

        assertThat(refusalOf(() -> ledger.run(
                                ledger.regulator,
                                "participant.replace-key",
                                new ReplaceKey(
                                        ledger.regulator,
                                        key.publicKey(),
                                        key.sign(statement),
                                        "lost",
                                        approvals.subList(0, 2))))
                        .code())
                .isEqualTo(ErrorCode.SIGNATURE_REQUIRED);
        ledger.run(
                ledger.regulator,
                "participant.replace-key",
                new ReplaceKey(ledger.regulator, key.publicKey(), key.sign(statement), "lost", approvals));
        assertThat(ledger.content(Participant.TYPE, ledger.regulator).keyInForce("regulator-2"))
                .isPresent();
    }

    @Test
    void custodyOnceEndedIsEnded() {
        RecordId id = ledger.enterprise("Self", "42");
        SigningKey key = SigningKey.generate("own", PublicKey.Algorithm.P256, new SecureRandom());
        rotate(id, key);
        assertThat(refusalOf(() -> ledger.run(id, "participant.end-custody", new EndCustody(id)))
                        .code())
                .isEqualTo(ErrorCode.SIGNATURE_REQUIRED);
        Command custodial = ledger.prepare(id, "participant.rotate-key", anyRotation(id), "later")
                .command();
        ledger.useKey(id, key);
        ledger.run(id, "participant.end-custody", new EndCustody(id));

        assertThat(refusalOf(() -> ledger.run(new SignedCommand(custodial, null)))
                        .code())
                .isEqualTo(ErrorCode.SIGNATURE_REQUIRED);
    }

    private RotateKey anyRotation(RecordId id) {
        SigningKey key = SigningKey.generate("any", PublicKey.Algorithm.P256, new SecureRandom());
        return new RotateKey(id, key.publicKey(), key.sign(KeyStatement.bytes(ledger.ledger(), id, key.publicKey())));
    }

    @Test
    void aCommandForAnotherLedgerExpiredOrTamperedIsRefused() {
        SignedCommand good = ledger.prepare(ledger.regulator, "participant.admit", enterprise("9"), "k");
        Command c = good.command();
        SignedCommand elsewhere = ledger.sign(new Command(
                c.format(),
                ledger.newSalt(),
                c.command(),
                c.actor(),
                c.keyId(),
                "k2",
                c.expires(),
                c.expect(),
                c.body(),
                c.result()));
        assertThat(refusalOf(() -> ledger.run(elsewhere)).code()).isEqualTo(ErrorCode.WRONG_LEDGER);

        SignedCommand tampered = new SignedCommand(c.withResult(ledger.newSalt()), good.signature());
        assertThat(refusalOf(() -> ledger.run(tampered)).code()).isEqualTo(ErrorCode.BAD_SIGNATURE);

        SignedCommand wrongResult = ledger.sign(c.withResult(ledger.newSalt()));
        assertThat(refusalOf(() -> ledger.run(wrongResult)).code()).isEqualTo(ErrorCode.RESULT_MISMATCH);

        ledger.pass(Duration.ofDays(2));
        assertThat(refusalOf(() -> ledger.run(good)).code()).isEqualTo(ErrorCode.COMMAND_EXPIRED);
    }

    @Test
    void theSameRequestIsCarriedOutOnceAndAnotherUnderItsKeyRefused() {
        SignedCommand first = ledger.prepare(ledger.regulator, "participant.admit", enterprise("11"), "same");
        RecordId id = ledger.run(first);

        Outcome again = ledger.submit(TestLedger.REGULATOR, List.of(first)).get(0);
        assertThat(again.status()).isEqualTo(Outcome.Status.REPLAYED);
        assertThat(again.id()).isEqualTo(id);
        assertThat(refusalOf(() -> ledger.prepare(ledger.regulator, "participant.admit", enterprise("12"), "same"))
                        .code())
                .isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void aDecisionOnAnOlderVersionIsRefused() {
        RecordId id = ledger.enterprise("Stale", "13");
        SignedCommand early =
                ledger.prepare(ledger.regulator, "participant.suspend", new SuspendParticipant(id, "first"), "s1");
        ledger.run(ledger.regulator, "participant.suspend", new SuspendParticipant(id, "second"));

        assertThat(refusalOf(() -> ledger.run(early)).code()).isEqualTo(ErrorCode.STALE_VERSION);
    }
}
