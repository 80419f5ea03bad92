package org.tradeseal.ledger.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradeseal.ledger.TestLedger.refusalOf;
import static org.tradeseal.ledger.asset.AssetFixture.decide;
import static org.tradeseal.ledger.asset.AssetFixture.filing;
import static org.tradeseal.ledger.asset.AssetFixture.shared;
import static org.tradeseal.ledger.asset.AssetFixture.sole;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tradeseal.ledger.TestLedger;
import org.tradeseal.ledger.participant.SuspendParticipant;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

class AssetContractTest {
    private final TestLedger ledger = new TestLedger();
    private final RecordId owner = ledger.enterprise("Morning Star", "1");
    private final RecordId other = ledger.enterprise("Evening Star", "2");

    private Asset asset(RecordId id) {
        return ledger.content(Asset.TYPE, id);
    }

    private Instant time(RecordId id, String name) {
        return ledger.read(Asset.TYPE, id).times().get(name);
    }

    private RecordId fileSoftware() {
        return ledger.create(owner, "asset.file", filing(sole(owner), AssetFixture.software()));
    }

    private Refusal refused(RecordId actor, String move, Object body) {
        return refusalOf(() -> ledger.run(actor, "asset." + move, body));
    }

    @Test
    void softwareIsFiledReviewedAndRegisteredToTheEndOfTheFiftiethYear() {
        RecordId id = fileSoftware();
        assertThat(time(id, "checkDue")).isEqualTo(ledger.now().plus(Duration.ofDays(60)));
        assertThat(asset(id).published()).isFalse();
        decide(ledger, "start-review", id);
        assertThat(refused(ledger.ipCentre, "publish", new DecideAsset(id, "notice"))
                        .code())
                .isEqualTo(ErrorCode.NOT_ELIGIBLE);
        decide(ledger, "register", id);

        assertThat(asset(id).status()).isEqualTo(AssetStatus.REGISTERED);
        assertThat(asset(id).published()).isTrue();
        assertThat(asset(id).decision().by()).isEqualTo(ledger.ipCentre);
        assertThat(asset(id).decision().reason()).isEqualTo("in order");
        assertThat(time(id, "expiresAt")).isEqualTo(Instant.parse("2077-01-01T00:00:00Z"));
    }

    @Test
    void anUnpublishedCorporateWorkLivesFiftyYearsFromItsCreation() {
        RecordId id = ledger.create(owner, "asset.file", filing(sole(owner), AssetFixture.work()));
        decide(ledger, "start-review", id);
        decide(ledger, "register", id);

        assertThat(time(id, "expiresAt")).isEqualTo(Instant.parse("2076-01-01T00:00:00Z"));
    }

    @Test
    void aCorrectionIsPossibleUntilItsDeadlineAndRejectionOnlyAfterIt() {
        RecordId id = fileSoftware();
        decide(ledger, "request-correction", id);
        assertThat(refused(ledger.ipCentre, "reject", new DecideAsset(id, "late"))
                        .code())
                .isEqualTo(ErrorCode.TOO_EARLY);
        ledger.pass(Duration.ofDays(30).minusSeconds(1));
        ledger.run(owner, "asset.correct", new CorrectAsset(id, filing(sole(owner), AssetFixture.software())));
        assertThat(asset(id).status()).isEqualTo(AssetStatus.FILED);
        assertThat(time(id, "correctionDue")).isNull();

        decide(ledger, "request-correction", id);
        ledger.pass(Duration.ofDays(30));
        CorrectAsset late = new CorrectAsset(id, filing(sole(owner), AssetFixture.software()));
        assertThat(refused(owner, "correct", late).code()).isEqualTo(ErrorCode.DEADLINE_PASSED);
        decide(ledger, "reject", id);
        assertThat(asset(id).status()).isEqualTo(AssetStatus.REJECTED);
    }

    @Test
    void aCorrectionChangesNoOwner() {
        RecordId id = fileSoftware();
        decide(ledger, "request-correction", id);

        CorrectAsset grab = new CorrectAsset(id, filing(shared(owner, other), AssetFixture.software()));
        assertThat(refused(owner, "correct", grab).code()).isEqualTo(ErrorCode.NOT_ELIGIBLE);
    }

    @Test
    void dataIsRegisteredWhenItsNoticeHasEndedForThreeYearsFromPublication() {
        RecordId id = ledger.create(owner, "asset.file", filing(sole(owner), AssetFixture.dataIp(null)));
        decide(ledger, "start-review", id);
        assertThat(refused(ledger.ipCentre, "register", new DecideAsset(id, "early"))
                        .code())
                .isEqualTo(ErrorCode.TOO_EARLY);
        decide(ledger, "publish", id);
        ledger.pass(Duration.ofDays(15).minusSeconds(1));
        assertThat(refused(ledger.ipCentre, "register", new DecideAsset(id, "early"))
                        .code())
                .isEqualTo(ErrorCode.TOO_EARLY);
        ledger.pass(Duration.ofSeconds(1));
        decide(ledger, "register", id);

        assertThat(time(id, "expiresAt")).isEqualTo(Instant.parse("2029-11-22T00:00:00Z"));
    }

    @Test
    void aShorterUnderlyingAgreementEndsTheCertificateOfDataAndARenewalToo() {
        LocalDate ends = LocalDate.parse("2027-06-30");
        RecordId id = ledger.create(owner, "asset.file", filing(sole(owner), AssetFixture.dataIp(ends)));
        decide(ledger, "start-review", id);
        decide(ledger, "publish", id);
        ledger.pass(Duration.ofDays(15));
        decide(ledger, "register", id);
        assertThat(time(id, "expiresAt")).isEqualTo(Instant.parse("2027-07-01T00:00:00Z"));

        RenewAsset renewal = new RenewAsset(id, "agreement prolonged", LocalDate.parse("2028-01-31"));
        assertThat(refused(ledger.ipCentre, "renew", renewal).code()).isEqualTo(ErrorCode.TOO_EARLY);
        ledger.pass(Duration.ofDays(60));
        assertThat(refused(ledger.ipCentre, "renew", new RenewAsset(id, "no agreement", null))
                        .code())
                .isEqualTo(ErrorCode.FIELD_REQUIRED);
        RenewAsset useless = new RenewAsset(id, "same agreement", ends);
        assertThat(refused(ledger.ipCentre, "renew", useless).code()).isEqualTo(ErrorCode.NOT_ELIGIBLE);
        ledger.run(ledger.ipCentre, "asset.renew", renewal);
        assertThat(time(id, "expiresAt")).isEqualTo(Instant.parse("2028-02-01T00:00:00Z"));
        assertThat(refused(ledger.ipCentre, "lapse", new DecideAsset(id, "over"))
                        .code())
                .isEqualTo(ErrorCode.TOO_EARLY);
        ledger.pass(Duration.ofDays(500));
        assertThat(refused(ledger.ipCentre, "renew", renewal).code()).isEqualTo(ErrorCode.DEADLINE_PASSED);
        decide(ledger, "lapse", id);
        assertThat(asset(id).status()).isEqualTo(AssetStatus.LAPSED);
    }

    @Test
    void dataWithoutAnAgreementIsRenewedForThreeYears() {
        RecordId id = AssetFixture.registeredData(ledger, owner);
        ledger.pass(Duration.ofDays(3 * 365 - 60));
        ledger.run(ledger.ipCentre, "asset.renew", new RenewAsset(id, "still maintained", null));

        assertThat(time(id, "expiresAt")).isEqualTo(Instant.parse("2032-11-22T00:00:00Z"));
        assertThat(asset(id).status()).isEqualTo(AssetStatus.REGISTERED);
    }

    @Test
    void softwareIsNotRenewed() {
        RecordId id = AssetFixture.registeredSoftware(ledger, owner);

        assertThat(refused(ledger.ipCentre, "renew", new RenewAsset(id, "r", null))
                        .code())
                .isEqualTo(ErrorCode.NOT_ELIGIBLE);
    }

    @Test
    void objectionsAreOpenDuringTheNoticeAndDecidedTogetherAfterIt() {
        RecordId id = AssetFixture.publishedData(ledger, owner);
        assertThat(asset(id).published()).isTrue();
        assertThat(refused(owner, "object", new ObjectToAsset(id, "mine")).code())
                .isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        ledger.run(other, "asset.object", new ObjectToAsset(id, "the receivers are ours"));
        ledger.run(ledger.bankA, "asset.object", new ObjectToAsset(id, "pledged to us"));
        assertThat(refused(other, "object", new ObjectToAsset(id, "again")).code())
                .isEqualTo(ErrorCode.ALREADY_EXISTS);
        DecideObjection early = new DecideObjection(id, false, "unfounded");
        assertThat(refused(ledger.ipCentre, "decide-objection", early).code()).isEqualTo(ErrorCode.TOO_EARLY);
        ledger.pass(Duration.ofDays(15));
        assertThat(refused(ledger.bankB, "object", new ObjectToAsset(id, "late"))
                        .code())
                .isEqualTo(ErrorCode.DEADLINE_PASSED);
        ledger.run(ledger.ipCentre, "asset.decide-objection", early);

        assertThat(asset(id).status()).isEqualTo(AssetStatus.REGISTERED);
        assertThat(time(id, "expiresAt")).isNotNull();
        assertThat(asset(id).parties()).contains(owner, other, ledger.bankA);
    }

    @Test
    void anObjectionUpheldRejects() {
        RecordId id = AssetFixture.publishedData(ledger, owner);
        ledger.run(other, "asset.object", new ObjectToAsset(id, "the receivers are ours"));
        ledger.pass(Duration.ofDays(15));
        ledger.run(ledger.ipCentre, "asset.decide-objection", new DecideObjection(id, true, "founded"));

        assertThat(asset(id).status()).isEqualTo(AssetStatus.REJECTED);
        assertThat(asset(id).decision().reason()).isEqualTo("founded");
    }

    @Test
    void aDepositIsEvidenceThatAFilingRestsOn() {
        DepositAsset body = new DepositAsset(
                AssetClass.SOFTWARE,
                new Name(null, "Harbour planner"),
                new CountryCode("CN"),
                sole(owner),
                new Evidence("own repository", "exported by the build", "kept by the development department"),
                AssetFixture.files(TestLedger.OPERATOR));
        RecordId deposit = ledger.create(owner, "asset.deposit", body);
        assertThat(asset(deposit).status()).isEqualTo(AssetStatus.DEPOSITED);

        RecordId id = ledger.create(owner, "asset.file", resting(deposit, owner));
        assertThat(asset(id).deposit()).isEqualTo(deposit);
        assertThat(refused(other, "file", resting(deposit, other)).code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(refused(owner, "file", resting(id, owner)).code()).isEqualTo(ErrorCode.NOT_ELIGIBLE);
    }

    private static FileAsset resting(RecordId deposit, RecordId owner) {
        FileAsset f = filing(sole(owner), AssetFixture.software());
        return new FileAsset(
                f.assetClass(),
                f.title(),
                f.jurisdiction(),
                f.registrants(),
                f.creators(),
                f.nature(),
                f.source(),
                deposit,
                f.evidence(),
                f.details(),
                f.privateContent());
    }

    @Test
    void onlyAnOwnerFilesAndOwnersExistAndAreNotSuspended() {
        assertThat(refused(other, "file", filing(sole(owner), AssetFixture.software()))
                        .code())
                .isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        RecordId nobody = RecordId.derive(ledger.ledger(), "PTC", "x", "y");
        assertThat(refused(owner, "file", filing(shared(owner, nobody), AssetFixture.software()))
                        .code())
                .isEqualTo(ErrorCode.NOT_FOUND);
        ledger.run(ledger.regulator, "participant.suspend", new SuspendParticipant(other, "inquiry"));
        assertThat(refused(owner, "file", filing(shared(owner, other), AssetFixture.software()))
                        .code())
                .isEqualTo(ErrorCode.PARTICIPANT_SUSPENDED);
    }

    @Test
    void theIpCentreIsAmongTheRecipientsOfTheFiles() {
        FileAsset f = filing(sole(owner), AssetFixture.software());
        FileAsset hidden = new FileAsset(
                f.assetClass(),
                f.title(),
                f.jurisdiction(),
                f.registrants(),
                f.creators(),
                f.nature(),
                null,
                null,
                null,
                f.details(),
                AssetFixture.files(TestLedger.OPERATOR));

        assertThat(refused(owner, "file", hidden))
                .satisfies(r -> assertThat(r.code()).isEqualTo(ErrorCode.FIELD_REQUIRED))
                .satisfies(r -> assertThat(r.field()).isEqualTo("/body/privateContent/recipients"));
    }

    @Test
    void deliveryIsMarkedWhenTheRecipientsCollectionHoldsThePayload() {
        RecordId id = fileSoftware();
        MarkDelivered body = new MarkDelivered(id, TestLedger.IP_CENTRE);
        assertThat(refused(ledger.ipCentre, "delivered", body).code()).isEqualTo(ErrorCode.NOT_DELIVERED);
        ledger.deliver(TestLedger.IP_CENTRE, id, new byte[] {2});
        ledger.run(ledger.ipCentre, "asset.delivered", body);

        assertThat(asset(id).privateContent().delivered()).containsExactly(TestLedger.IP_CENTRE);
        assertThat(refused(ledger.ipCentre, "delivered", body).code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
        MarkDelivered stranger = new MarkDelivered(id, TestLedger.BANK_A);
        assertThat(refused(ledger.bankA, "delivered", stranger).code()).isEqualTo(ErrorCode.NOT_DELIVERED);
    }

    @Test
    void surrenderNeedsTheConsentOfEveryCoOwnerAndUsesItUp() {
        RecordId third = ledger.enterprise("Noon Star", "3");
        RecordId id = AssetFixture.registeredSoftware(ledger, owner, other, third);
        DecideAsset surrender = new DecideAsset(id, "open source now");
        assertThat(refused(owner, "surrender", surrender))
                .satisfies(r -> assertThat(r.code()).isEqualTo(ErrorCode.CO_OWNERS_CONSENT))
                .satisfies(r -> assertThat(r.conflictsWith()).containsExactly(other, third));
        ConsentToAct consent =
                new ConsentToAct(id, Consent.Act.SURRENDER, Consent.digest(id, Consent.Act.SURRENDER, Map.of()));
        ledger.run(other, "asset.consent", consent);
        assertThat(refused(other, "consent", consent).code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
        assertThat(refused(owner, "surrender", surrender).conflictsWith()).containsExactly(third);
        assertThat(refused(ledger.bankA, "consent", consent).code()).isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        ledger.run(third, "asset.consent", consent);
        ledger.run(owner, "asset.surrender", surrender);

        assertThat(asset(id).status()).isEqualTo(AssetStatus.SURRENDERED);
    }

    @Test
    void anAssignmentTakesBothSides() {
        RecordId id = AssetFixture.registeredSoftware(ledger, owner);
        AnswerAssignment answer = new AnswerAssignment(id, null);
        assertThat(refused(other, "accept-assignment", answer).code()).isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        ledger.run(owner, "asset.assign", new AssignAsset(id, sole(other), null));
        assertThat(asset(id).isOwnedBy(owner)).isTrue();
        assertThat(asset(id).parties()).contains(other);
        ledger.run(other, "asset.accept-assignment", answer);

        assertThat(asset(id).registrants()).isEqualTo(sole(other));
        assertThat(asset(id).assignment()).isNull();
        assertThat(refused(owner, "assign", new AssignAsset(id, sole(owner), null))
                        .code())
                .isEqualTo(ErrorCode.NOT_YOUR_ROLE);
    }

    @Test
    void anAssignmentCanBeRefusedOrTakenBack() {
        RecordId id = AssetFixture.registeredSoftware(ledger, owner);
        AnswerAssignment answer = new AnswerAssignment(id, "too dear");
        assertThat(refused(owner, "refuse-assignment", answer).code()).isEqualTo(ErrorCode.WRONG_STATE);
        ledger.run(owner, "asset.assign", new AssignAsset(id, sole(other), null));
        ledger.run(other, "asset.refuse-assignment", answer);
        assertThat(refused(other, "accept-assignment", answer).code()).isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        ledger.run(owner, "asset.assign", new AssignAsset(id, sole(other), null));
        ledger.run(owner, "asset.refuse-assignment", answer);

        assertThat(asset(id).assignment()).isNull();
        assertThat(asset(id).registrants()).isEqualTo(sole(owner));
    }

    @Test
    void everyCoOwnerConsentsToAnAssignmentAndEveryNewOwnerAccepts() {
        RecordId third = ledger.enterprise("Noon Star", "3");
        RecordId fourth = ledger.enterprise("Night Star", "4");
        RecordId id = AssetFixture.registeredSoftware(ledger, owner, other);
        AssignAsset assign = new AssignAsset(id, shared(other, third, fourth), null);
        assertThat(refused(owner, "assign", assign).code()).isEqualTo(ErrorCode.CO_OWNERS_CONSENT);
        ledger.run(other, "asset.consent", new ConsentToAct(id, Consent.Act.ASSIGN, assign.matter()));
        AssignAsset elsewhere = new AssignAsset(id, shared(other, third), null);
        assertThat(refused(owner, "assign", elsewhere).code()).isEqualTo(ErrorCode.CO_OWNERS_CONSENT);
        ledger.run(owner, "asset.assign", assign);
        assertThat(asset(id).consents()).isEmpty();
        ledger.run(third, "asset.accept-assignment", new AnswerAssignment(id, null));
        assertThat(asset(id).isOwnedBy(owner)).isTrue();
        ledger.run(fourth, "asset.accept-assignment", new AnswerAssignment(id, null));

        assertThat(asset(id).registrants()).isEqualTo(shared(other, third, fourth));
    }

    @Test
    void aForeignAssigneeNeedsATechnologyExportStatement() {
        RecordId foreign = ledger.enterprise("Lion City Apps", "5", "SG");
        RecordId id = AssetFixture.registeredSoftware(ledger, owner);

        assertThat(refused(owner, "assign", new AssignAsset(id, sole(foreign), null)))
                .satisfies(r -> assertThat(r.code()).isEqualTo(ErrorCode.FIELD_REQUIRED))
                .satisfies(r -> assertThat(r.field()).isEqualTo("/body/exportStatement"));
        ledger.run(owner, "asset.assign", new AssignAsset(id, sole(foreign), "export registration 2026-118"));
        assertThat(asset(id).assignment().exportStatement()).isEqualTo("export registration 2026-118");
    }

    @Test
    void anExpiredRightIsNotAssigned() {
        RecordId id = AssetFixture.registeredData(ledger, owner);
        ledger.pass(Duration.ofDays(4 * 365));

        assertThat(refused(owner, "assign", new AssignAsset(id, sole(other), null))
                        .code())
                .isEqualTo(ErrorCode.DEADLINE_PASSED);
    }

    @Test
    void aDayInTheFutureIsRefused() {
        ledger.pass(Duration.ofDays(-400));

        assertThat(refused(owner, "file", filing(sole(owner), AssetFixture.software()))
                        .field())
                .isEqualTo("/body/details/software/completedOn");
    }

    @Test
    void aDerivedRightNamesAnAssetThatItsRegistrantKnows() {
        RecordId secret = fileSoftware();
        FileAsset f = filing(sole(other), AssetFixture.software());
        FileAsset derived = new FileAsset(
                f.assetClass(),
                f.title(),
                f.jurisdiction(),
                f.registrants(),
                f.creators(),
                RightNature.DERIVED,
                secret,
                null,
                null,
                f.details(),
                f.privateContent());
        assertThat(refused(other, "file", derived).code()).isEqualTo(ErrorCode.NOT_FOUND);
        decide(ledger, "start-review", secret);
        decide(ledger, "register", secret);

        assertThat(asset(ledger.create(other, "asset.file", derived)).source()).isEqualTo(secret);
        assertThat(List.of(asset(secret).status())).containsExactly(AssetStatus.REGISTERED);
    }
}
