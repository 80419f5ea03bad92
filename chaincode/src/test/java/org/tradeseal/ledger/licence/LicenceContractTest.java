package org.tradeseal.ledger.licence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradeseal.ledger.TestLedger.refusalOf;
import static org.tradeseal.ledger.licence.LicenceFixture.EXCLUSIVE;
import static org.tradeseal.ledger.licence.LicenceFixture.ORDINARY;
import static org.tradeseal.ledger.licence.LicenceFixture.SOLE;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tradeseal.ledger.Outcome;
import org.tradeseal.ledger.TestLedger;
import org.tradeseal.ledger.asset.AnswerAssignment;
import org.tradeseal.ledger.asset.Asset;
import org.tradeseal.ledger.asset.AssetFixture;
import org.tradeseal.ledger.asset.AssignAsset;
import org.tradeseal.ledger.asset.Consent;
import org.tradeseal.ledger.asset.ConsentToAct;
import org.tradeseal.ledger.asset.MarkDelivered;
import org.tradeseal.ledger.participant.SuspendParticipant;
import org.tradeseal.ledger.terms.LicenceKind;
import org.tradeseal.ledger.terms.LicenceStatus;
import org.tradeseal.ledger.terms.LicenceTerms;
import org.tradeseal.ledger.terms.LiveLicence;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.SignedCommand;
import tools.jackson.databind.node.ObjectNode;

class LicenceContractTest {
    private final TestLedger ledger = new TestLedger();
    private final RecordId owner = ledger.enterprise("Morning Star", "1");
    private final RecordId lion = ledger.enterprise("Lion City Apps", "2", "SG");
    private final RecordId merlion = ledger.enterprise("Merlion Games", "3", "SG");
    private final RecordId asset = AssetFixture.registeredSoftware(ledger, owner);

    private Licence licence(RecordId id) {
        return ledger.content(Licence.TYPE, id);
    }

    private List<LiveLicence> index() {
        return ledger.content(Asset.TYPE, asset).licences();
    }

    private void run(RecordId actor, String move, RecordId id) {
        boolean answer = List.of("accept", "refuse", "withdraw", "expire").contains(move);
        ledger.run(
                actor, "licence." + move, answer ? new AnswerLicence(id, null) : new DecideLicence(id, "for a reason"));
    }

    private Refusal refused(RecordId actor, String move, RecordId id) {
        return refusalOf(() -> run(actor, move, id));
    }

    @Test
    void aLicenceIsOfferedAcceptedAndRecorded() {
        RecordId id = EXCLUSIVE.offer(ledger, owner, asset, lion);
        assertThat(index()).isEmpty();
        run(lion, "accept", id);
        assertThat(index()).extracting(LiveLicence::status).containsExactly(LicenceStatus.ACCEPTED);
        assertThat(licence(id).published()).isFalse();
        run(ledger.ipCentre, "record", id);

        assertThat(licence(id).status()).isEqualTo(LicenceStatus.RECORDED);
        assertThat(licence(id).published()).isTrue();
        assertThat(licence(id).decision().by()).isEqualTo(ledger.ipCentre);
        assertThat(licence(id).parties()).containsExactlyInAnyOrder(owner, lion);
        assertThat(index()).containsExactly(licence(id).live(id));
    }

    @Test
    void aKindThatIsNotStatedMeansOrdinary() {
        ObjectNode terms = (ObjectNode) CanonicalJson.toTree(EXCLUSIVE.terms());
        terms.remove("kind");

        assertThat(CanonicalJson.read(terms, LicenceTerms.class).kind()).isEqualTo(LicenceKind.ORDINARY);
    }

    @Test
    void aClashingLicenceIsRefusedWithLicenceCellAndArticleAlreadyAtItsOffer() {
        RecordId first = EXCLUSIVE.accepted(ledger, owner, asset, lion);

        Refusal refusal = refusalOf(() -> ORDINARY.in("SG", "MY").offer(ledger, owner, asset, merlion));
        assertThat(refusal.code()).isEqualTo(ErrorCode.LICENCE_CONFLICT);
        assertThat(refusal.conflictsWith()).containsExactly(first);
        assertThat(refusal.detail().en()).contains(first.value(), "from 2026-12-01 to 2028-11-30, in SG", "art. 25");
        assertThat(refusal.detail().zh()).contains(first.value(), "地域 SG", "第二十五条");
        ORDINARY.in("MY").accepted(ledger, owner, asset, merlion);
    }

    @Test
    void ofTwoOffersTheOneAcceptedFirstWins() {
        RecordId one = EXCLUSIVE.offer(ledger, owner, asset, lion);
        RecordId two = EXCLUSIVE.offer(ledger, owner, asset, merlion);
        run(merlion, "accept", two);

        assertThat(refused(lion, "accept", one).conflictsWith()).containsExactly(two);
    }

    @Test
    void ofManyAcceptancesInOneTransactionOneWins() {
        List<RecordId> offers = IntStream.range(0, 16)
                .mapToObj(i -> EXCLUSIVE.offer(ledger, owner, asset, lion))
                .toList();
        List<SignedCommand> commands = offers.stream()
                .map(id -> ledger.prepare(lion, "licence.accept", new AnswerLicence(id, null), "accept-" + id))
                .toList();

        List<Outcome> outcomes = ledger.submit(TestLedger.OPERATOR, commands);
        assertThat(outcomes.get(0).status()).isEqualTo(Outcome.Status.WRITTEN);
        assertThat(outcomes.subList(1, 16)).extracting(Outcome::status).containsOnly(Outcome.Status.RETRY);
        List<Outcome> again = ledger.submit(TestLedger.OPERATOR, commands.subList(1, 16));
        assertThat(again).extracting(o -> o.refusal().code()).containsOnly(ErrorCode.LICENCE_CONFLICT);
        assertThat(index()).extracting(LiveLicence::id).containsExactly(offers.get(0));
    }

    @Test
    void aCoOwnerAloneGrantsOrdinaryLicencesAndOthersWithConsentToExactlyTheseTerms() {
        RecordId partner = ledger.enterprise("Noon Star", "4");
        RecordId shared = AssetFixture.registeredSoftware(ledger, owner, partner);
        ORDINARY.in("MY").accepted(ledger, owner, shared, merlion);
        Refusal refusal = refusalOf(() -> SOLE.offer(ledger, owner, shared, lion));
        assertThat(refusal.code()).isEqualTo(ErrorCode.CO_OWNERS_CONSENT);
        assertThat(refusal.conflictsWith()).containsExactly(partner);
        assertThat(refusal.detail().en()).contains(partner.value(), "Patent Law art. 14");

        ConsentToAct consent =
                new ConsentToAct(shared, Consent.Act.LICENCE, Licence.matter(shared, owner, lion, EXCLUSIVE.terms()));
        ledger.run(partner, "asset.consent", consent);
        assertThat(refusalOf(() -> SOLE.offer(ledger, owner, shared, lion)).code())
                .isEqualTo(ErrorCode.CO_OWNERS_CONSENT);
        EXCLUSIVE.accepted(ledger, owner, shared, lion);
        assertThat(ledger.content(Asset.TYPE, shared).consents()).isEmpty();
    }

    @Test
    void onlyTheRegistrantLicensesARightInForceWithinItsTerm() {
        assertThat(refusalOf(() -> ORDINARY.offer(ledger, lion, asset, merlion)).code())
                .isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        RecordId data = AssetFixture.registeredData(ledger, owner);
        ORDINARY.during("2026-12-10", "2029-11-21").offer(ledger, owner, data, lion);
        assertThat(refusalOf(() -> ORDINARY.during("2026-12-10", "2029-11-22").offer(ledger, owner, data, lion))
                        .code())
                .isEqualTo(ErrorCode.RIGHT_ENDED);
        assertThat(refusalOf(() -> ORDINARY.during("2026-01-01", "2026-11-22").offer(ledger, owner, asset, lion))
                        .code())
                .isEqualTo(ErrorCode.DEADLINE_PASSED);
        AssetFixture.decide(ledger, "invalidate", asset);
        assertThat(refusalOf(() -> ORDINARY.offer(ledger, owner, asset, lion)))
                .satisfies(r -> assertThat(r.code()).isEqualTo(ErrorCode.RIGHT_ENDED))
                .satisfies(r -> assertThat(r.conflictsWith()).containsExactly(asset));
    }

    @Test
    void theLicenseeIsSomebodyElseAndNotSuspended() {
        assertThat(refusalOf(() -> ORDINARY.offer(ledger, owner, asset, owner)).code())
                .isEqualTo(ErrorCode.NOT_ELIGIBLE);
        ledger.run(ledger.regulator, "participant.suspend", new SuspendParticipant(lion, "inquiry"));
        assertThat(refusalOf(() -> ORDINARY.offer(ledger, owner, asset, lion)).code())
                .isEqualTo(ErrorCode.PARTICIPANT_SUSPENDED);
    }

    @Test
    void anOfferIsRefusedWithdrawnOrEnds() {
        RecordId refused = EXCLUSIVE.offer(ledger, owner, asset, lion);
        run(lion, "refuse", refused);
        RecordId withdrawn = EXCLUSIVE.offer(ledger, owner, asset, lion);
        run(owner, "withdraw", withdrawn);
        RecordId late = EXCLUSIVE.offer(ledger, owner, asset, lion);
        ledger.pass(Duration.ofDays(90));

        assertThat(licence(refused).status()).isEqualTo(LicenceStatus.REFUSED);
        assertThat(licence(withdrawn).status()).isEqualTo(LicenceStatus.WITHDRAWN);
        assertThat(refused(lion, "accept", late).code()).isEqualTo(ErrorCode.DEADLINE_PASSED);
    }

    @Test
    void recordalIsRefusedWhenTheRightEndedTheHolderChangedOrTheSameIsRecorded() {
        RecordId one = ORDINARY.recorded(ledger, owner, asset, lion);
        RecordId same = ORDINARY.accepted(ledger, owner, asset, lion);
        assertThat(refused(ledger.ipCentre, "record", same))
                .satisfies(r -> assertThat(r.code()).isEqualTo(ErrorCode.ALREADY_EXISTS))
                .satisfies(r -> assertThat(r.conflictsWith()).containsExactly(one));
        RecordId third = ORDINARY.accepted(ledger, owner, asset, merlion);
        RecordId heir = ledger.enterprise("Heir", "9");
        ledger.run(owner, "asset.assign", new AssignAsset(asset, AssetFixture.shared(heir), null));
        ledger.run(heir, "asset.accept-assignment", new AnswerAssignment(asset, null));
        assertThat(refused(ledger.ipCentre, "record", third).code()).isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        AssetFixture.decide(ledger, "invalidate", asset);
        assertThat(refused(ledger.ipCentre, "record", third).code()).isEqualTo(ErrorCode.RIGHT_ENDED);
    }

    @Test
    void anAssignmentBreaksNoLicenceAndTheNewOwnerTakesTheLicensorsPlace() {
        RecordId id = EXCLUSIVE.recorded(ledger, owner, asset, lion);
        RecordId heir = ledger.enterprise("Heir", "9");
        ledger.run(owner, "asset.assign", new AssignAsset(asset, AssetFixture.shared(heir), null));
        ledger.run(heir, "asset.accept-assignment", new AnswerAssignment(asset, null));

        assertThat(index()).hasSize(1);
        assertThat(refusalOf(() -> ORDINARY.offer(ledger, heir, asset, merlion)).code())
                .isEqualTo(ErrorCode.LICENCE_CONFLICT);
        run(lion, "terminate", id);
        run(heir, "terminate", id);
        assertThat(licence(id).status()).isEqualTo(LicenceStatus.TERMINATED);
        assertThat(licence(id).licensor()).isEqualTo(heir);
    }

    @Test
    void aTerminationTakesBothPartiesOrTheIpCentre() {
        RecordId id = EXCLUSIVE.recorded(ledger, owner, asset, lion);
        run(owner, "terminate", id);
        run(owner, "terminate", id);
        assertThat(licence(id).status()).isEqualTo(LicenceStatus.RECORDED);
        assertThat(refused(merlion, "terminate", id).code()).isEqualTo(ErrorCode.NOT_YOUR_ROLE);
        run(lion, "terminate", id);
        assertThat(licence(id).status()).isEqualTo(LicenceStatus.TERMINATED);
        assertThat(index()).isEmpty();

        RecordId next = EXCLUSIVE.recorded(ledger, owner, asset, merlion);
        run(ledger.ipCentre, "terminate", next);
        assertThat(index()).isEmpty();
    }

    @Test
    void aSuspendedLicenceStaysInTheWayAndResumes() {
        RecordId id = EXCLUSIVE.recorded(ledger, owner, asset, lion);
        run(ledger.ipCentre, "suspend", id);
        assertThat(index()).extracting(LiveLicence::status).containsExactly(LicenceStatus.SUSPENDED);
        assertThat(refusalOf(() -> ORDINARY.offer(ledger, owner, asset, merlion))
                        .conflictsWith())
                .containsExactly(id);
        run(ledger.ipCentre, "resume", id);
        assertThat(licence(id).status()).isEqualTo(LicenceStatus.RECORDED);
        run(ledger.ipCentre, "suspend", id);
        AssetFixture.decide(ledger, "invalidate", asset);
        assertThat(refused(ledger.ipCentre, "resume", id).code()).isEqualTo(ErrorCode.RIGHT_ENDED);
    }

    @Test
    void aLicenceExpiresAfterItsLastDayAndIsInNobodysWayFromThenOn() {
        RecordId id = EXCLUSIVE.during("2026-11-22", "2026-11-30").accepted(ledger, owner, asset, lion);
        ledger.pass(Duration.ofDays(8));
        assertThat(refused(ledger.bankA, "expire", id).code()).isEqualTo(ErrorCode.TOO_EARLY);
        assertThat(refusalOf(() -> EXCLUSIVE.during("2026-11-30", null).offer(ledger, owner, asset, merlion))
                        .code())
                .isEqualTo(ErrorCode.LICENCE_CONFLICT);
        ledger.pass(Duration.ofDays(1));
        EXCLUSIVE.during("2026-11-30", null).accepted(ledger, owner, asset, merlion);
        run(ledger.bankA, "expire", id);

        assertThat(licence(id).status()).isEqualTo(LicenceStatus.EXPIRED);
        assertThat(index()).hasSize(1);
    }

    @Test
    void aLicenceWithoutAnEndExpiresWithTheRight() {
        RecordId id = EXCLUSIVE.during("2026-12-01", null).recorded(ledger, owner, asset, lion);
        assertThat(refused(ledger.bankA, "expire", id).code()).isEqualTo(ErrorCode.TOO_EARLY);
        AssetFixture.decide(ledger, "invalidate", asset);
        run(ledger.bankA, "expire", id);

        assertThat(licence(id).status()).isEqualTo(LicenceStatus.EXPIRED);
    }

    @Test
    void aSublicenceLiesInsideItsParentInEveryDimension() {
        RecordId parent = EXCLUSIVE
                .in("SG", "MY")
                .forFields("ports")
                .by("on site")
                .sublicensable(1, LicenceKind.SOLE)
                .recorded(ledger, owner, asset, lion);
        LicenceFixture inside = SOLE.forFields("ports").by("on site").under(parent);
        outside(inside.of(LicenceKind.EXCLUSIVE), "the kind");
        outside(inside.during("2026-11-30", "2028-11-30"), "the term");
        outside(inside.during("2026-12-01", null), "the term");
        outside(inside.in("SG", "CN"), "the territory");
        outside(inside.forFields("ports", "airports"), "the fields of use");
        outside(inside.by("ALL"), "the manners");
        outside(inside.sublicensable(1, null), "the depth of sublicensing");
        RecordId sub = inside.recorded(ledger, lion, asset, merlion);

        assertThat(index()).extracting(LiveLicence::id).containsExactly(parent, sub);
        assertThat(refusalOf(() -> inside.offer(ledger, owner, asset, merlion)).code())
                .isEqualTo(ErrorCode.NOT_YOUR_ROLE);
    }

    private void outside(LicenceFixture terms, String dimension) {
        Refusal refusal = refusalOf(() -> terms.offer(ledger, lion, asset, merlion));
        assertThat(refusal.code()).isEqualTo(ErrorCode.OUTSIDE_PARENT);
        assertThat(refusal.detail().en()).contains(dimension);
        assertThat(refusal.conflictsWith()).containsExactly(terms.parent());
    }

    @Test
    void aLicenceWithoutSublicensingHasNoSublicences() {
        RecordId parent = EXCLUSIVE.recorded(ledger, owner, asset, lion);

        outside(ORDINARY.under(parent), "sublicensing");
    }

    @Test
    void aSublicenceIsRecordedAfterItsParentAndEndsWithItAndSoDoItsOwn() {
        RecordId fourth = ledger.enterprise("Durian Soft", "7", "SG");
        RecordId parent = EXCLUSIVE.sublicensable(2, null).accepted(ledger, owner, asset, lion);
        RecordId sub = ORDINARY.sublicensable(1, null).under(parent).accepted(ledger, lion, asset, merlion);
        assertThat(refused(ledger.ipCentre, "record", sub).code()).isEqualTo(ErrorCode.NOT_ELIGIBLE);
        run(ledger.ipCentre, "record", parent);
        run(ledger.ipCentre, "record", sub);
        RecordId deep = ORDINARY.under(sub).accepted(ledger, merlion, asset, fourth);
        RecordId waiting = ORDINARY.under(sub).offer(ledger, merlion, asset, fourth);
        run(ledger.ipCentre, "terminate", parent);

        assertThat(List.of(parent, sub, deep))
                .allSatisfy(id -> assertThat(licence(id).status()).isEqualTo(LicenceStatus.TERMINATED));
        assertThat(licence(deep).decision().reason()).contains(parent.value());
        assertThat(index()).isEmpty();
        assertThat(refused(fourth, "accept", waiting).code()).isEqualTo(ErrorCode.RIGHT_ENDED);
    }

    @Test
    void royaltiesAreDeliveredInPrivate() {
        OfferLicence body = new OfferLicence(
                asset, lion, EXCLUSIVE.terms(), AssetFixture.files(TestLedger.OPERATOR, TestLedger.BANK_A));
        RecordId id = ledger.create(owner, "licence.offer", body);
        ledger.deliver(TestLedger.BANK_A, id, new byte[] {2});
        ledger.run(ledger.bankA, "licence.delivered", new MarkDelivered(id, TestLedger.BANK_A));

        assertThat(licence(id).privateContent().delivered()).containsExactly(TestLedger.BANK_A);
        assertThat(refusalOf(() -> ledger.run(owner, "licence.delivered", new MarkDelivered(id, TestLedger.OPERATOR)))
                        .code())
                .isEqualTo(ErrorCode.NOT_DELIVERED);
    }
}
