package org.tradeseal.ledger.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradeseal.ledger.TestLedger.refusalOf;
import static org.tradeseal.ledger.asset.AssetFixture.filing;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradeseal.ledger.TestLedger;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.SignedCommand;
import tools.jackson.databind.node.ObjectNode;

/** What arrives as JSON, through the dispatch table: each field that is required, and each that contradicts another. */
class FilingFieldsTest {
    private final TestLedger ledger = new TestLedger();
    private final RecordId owner = ledger.enterprise("Morning Star", "1");
    private final RecordId other = ledger.enterprise("Evening Star", "2");

    private Refusal refused(AssetDetails details, Consumer<ObjectNode> change) {
        ObjectNode body =
                (ObjectNode) CanonicalJson.toTree(filing(List.of(new Registrant(owner, new Share("1"))), details));
        change.accept(body);
        return refusalOf(() -> file(body));
    }

    private RecordId file(ObjectNode body) {
        Command command = ledger.command(owner, "asset.file", body, "k", null);
        return ledger.run(new SignedCommand(command, null));
    }

    private static ObjectNode at(ObjectNode body, String pointer) {
        int slash = pointer.lastIndexOf('/');
        return (ObjectNode) (slash == 0 ? body : body.at(pointer.substring(0, slash)));
    }

    private static String last(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assetClass",
                "/title",
                "/jurisdiction",
                "/registrants",
                "/registrants/0/share",
                "/creators",
                "/nature",
                "/details",
                "/details/software",
                "/details/software/version",
                "/details/software/category",
                "/details/software/work",
                "/details/software/completedOn",
                "/details/software/firstPublication/date",
                "/details/software/firstPublication/country",
                "/details/software/development",
                "/details/software/acquisition",
                "/details/software/scope",
                "/details/software/hardware",
                "/details/software/software",
                "/details/software/languages",
                "/details/software/sourceLines",
                "/details/software/features",
                "/details/software/identification",
                "/privateContent"
            })
    void everyFieldOfSoftwareThatIsRequiredIsMissed(String pointer) {
        Refusal refusal = refused(AssetFixture.software(), b -> at(b, pointer).remove(last(pointer)));

        assertThat(refusal.code()).isEqualTo(ErrorCode.FIELD_REQUIRED);
        String expected = pointer.equals("/details/software") ? "/details" : pointer;
        assertThat(refusal.field()).isEqualTo("/body" + expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "industry",
                "scenario",
                "source",
                "collection",
                "format",
                "records",
                "bytes",
                "updateFrequency",
                "depositNumber",
                "depositDigest",
                "personal",
                "grade",
                "sample"
            })
    void everyFieldOfDataThatIsRequiredIsMissed(String field) {
        Refusal refusal = refused(
                AssetFixture.dataIp(null), b -> at(b, "/details/dataIp/x").remove(field));

        assertThat(refusal.code()).isEqualTo(ErrorCode.FIELD_REQUIRED);
        assertThat(refusal.field()).isEqualTo("/body/details/dataIp/" + field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"category", "ownership", "createdOn"})
    void everyFieldOfAWorkThatIsRequiredIsMissed(String field) {
        Refusal refusal =
                refused(AssetFixture.work(), b -> at(b, "/details/work/x").remove(field));

        assertThat(refusal.code()).isEqualTo(ErrorCode.FIELD_REQUIRED);
        assertThat(refusal.field()).isEqualTo("/body/details/work/" + field);
    }

    @Test
    void boughtDataNamesItsAuthority() {
        Refusal refusal = refused(
                AssetFixture.dataIp(null), b -> at(b, "/details/dataIp/x").put("source", "BOUGHT"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.FIELD_REQUIRED);
        assertThat(refusal.field()).isEqualTo("/body/details/dataIp/authority");
    }

    @Test
    void dataWithoutAnyDepositIsRefused() {
        Refusal refusal = refused(
                AssetFixture.dataIp(null),
                b -> at(b, "/details/dataIp/x").remove(List.of("depositNumber", "depositDigest")));

        assertThat(refusal.code()).isEqualTo(ErrorCode.FIELD_REQUIRED);
    }

    @Test
    void aSingleRecordOrRawDataIsNotEligible() {
        assertThat(refused(
                                AssetFixture.dataIp(null),
                                b -> at(b, "/details/dataIp/x").put("records", 1))
                        .code())
                .isEqualTo(ErrorCode.NOT_ELIGIBLE);
        assertThat(refused(
                                AssetFixture.dataIp(null),
                                b -> at(b, "/details/dataIp/x").remove("processing"))
                        .code())
                .isEqualTo(ErrorCode.NOT_ELIGIBLE);
    }

    @Test
    void modifiedSoftwareNamesTheEarlierRegistration() {
        Refusal refusal = refused(
                AssetFixture.software(), b -> at(b, "/details/software/x").put("work", "MODIFIED"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.FIELD_REQUIRED);
        assertThat(refusal.field()).isEqualTo("/body/details/software/earlierRegistration");
    }

    @Test
    void softwareDevelopedJointlyHasTwoOwners() {
        Refusal refusal = refused(
                AssetFixture.software(), b -> at(b, "/details/software/x").put("development", "JOINTLY"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.FIELD_REQUIRED);
        assertThat(refusal.field()).isEqualTo("/body/registrants");
    }

    @Test
    void softwareIsNotPublishedBeforeItIsComplete() {
        Refusal refusal = refused(
                AssetFixture.software(), b -> at(b, "/details/software/x").put("completedOn", "2026-03-02"));

        assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
        assertThat(refusal.field()).isEqualTo("/body/details/software/firstPublication/date");
    }

    @Test
    void theDetailsAreThoseOfTheClassAndOfOneClassOnly() {
        assertThat(refused(AssetFixture.software(), b -> b.put("assetClass", "WORK"))
                        .field())
                .isEqualTo("/body/details");
        assertThat(refused(
                                AssetFixture.software(),
                                b -> at(b, "/details/x").set("work", CanonicalJson.toTree(AssetFixture.work())))
                        .field())
                .isEqualTo("/body/details");
    }

    @Test
    void aPartOfTheRightsNamesThem() {
        assertThat(refused(
                                AssetFixture.software(),
                                b -> at(b, "/details/software/x").put("scope", "PART"))
                        .field())
                .isEqualTo("/body/details/software/rights");
    }

    @ParameterizedTest
    @CsvSource({
        "1/2, 1/2, true",
        "1/3, 2/3, true",
        "2/6, 4/6, true",
        "999998/999999, 1/999999, true",
        "1/3, 1/3, false",
        "2/3, 2/3, false",
        "999998/999999, 2/999999, false",
        "1, 1/999999, false"
    })
    void sharesAddUpToExactlyOne(String mine, String theirs, boolean whole) {
        List<Registrant> owners =
                List.of(new Registrant(owner, new Share("1/2")), new Registrant(other, new Share("1/2")));
        ObjectNode body = (ObjectNode) CanonicalJson.toTree(filing(owners, AssetFixture.software()));
        ((ObjectNode) body.at("/registrants/0")).put("share", mine);
        ((ObjectNode) body.at("/registrants/1")).put("share", theirs);

        if (whole) {
            assertThat(file(body)).isNotNull();
        } else {
            assertThat(refusalOf(() -> file(body)).code()).isEqualTo(ErrorCode.SHARES_NOT_ONE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "1/0", "0/1", "3/2", "1.0", "-1/2", "1/1000000", "", "１"})
    void whatIsNoShareIsMalformed(String share) {
        assertThat(refused(AssetFixture.software(), b -> ((ObjectNode) b.at("/registrants/0")).put("share", share))
                        .code())
                .isEqualTo(ErrorCode.MALFORMED);
    }
}
