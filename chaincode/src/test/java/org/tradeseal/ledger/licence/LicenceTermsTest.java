package org.tradeseal.ledger.licence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tradeseal.ledger.TestLedger.refusalOf;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradeseal.ledger.TestLedger;
import org.tradeseal.ledger.asset.AssetFixture;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.Command;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.SignedCommand;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An offer as it arrives as JSON: what is required, what is malformed, and what is normalised. */
class LicenceTermsTest {
    private final TestLedger ledger = new TestLedger();
    private final RecordId owner = ledger.enterprise("Morning Star", "1");
    private final RecordId lion = ledger.enterprise("Lion City Apps", "2", "SG");
    private final RecordId asset = AssetFixture.registeredSoftware(ledger, owner);

    private RecordId offer(Consumer<ObjectNode> change) {
        ObjectNode body =
                (ObjectNode) CanonicalJson.toTree(new OfferLicence(asset, lion, LicenceFixture.ORDINARY.terms(), null));
        change.accept((ObjectNode) body.get("terms"));
        Command command = ledger.command(owner, "licence.offer", body, "k", null);
        return ledger.run(new SignedCommand(command, null));
    }

    private static void put(ObjectNode terms, String dimension, String... values) {
        ArrayNode array = terms.putArray(dimension);
        for (String value : values) {
            array.add(value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rights", "from", "territory", "fields", "manners"})
    void everyDimensionIsStated(String field) {
        Refusal refusal = refusalOf(() -> offer(t -> t.remove(field)));

        assertThat(refusal.code()).isEqualTo(ErrorCode.FIELD_REQUIRED);
        assertThat(refusal.field()).isEqualTo("/body/terms/" + field);
    }

    @ParameterizedTest
    @CsvSource({"territory, sg", "territory, XX", "territory, ALL", "fields, ' '", "manners, a\u202Eb"})
    void whatIsNoTerritoryOrNameIsMalformed(String dimension, String value) {
        Refusal refusal = refusalOf(() -> offer(t -> put(t, dimension, value)));

        assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
        assertThat(refusal.field()).startsWith("/body/terms/" + dimension);
    }

    @ParameterizedTest
    @CsvSource({"territory, WORLD, SG", "fields, all, ports", "manners, ALL, on site"})
    void theWholeStandsAlone(String dimension, String whole, String part) {
        assertThat(refusalOf(() -> offer(t -> put(t, dimension, whole, part))).code())
                .isEqualTo(ErrorCode.MALFORMED);
        assertThat(refusalOf(() -> offer(t -> put(t, dimension))).code()).isEqualTo(ErrorCode.FIELD_REQUIRED);
    }

    @Test
    void namesAreKeptInTheFormInWhichTheyAreCompared() {
        RecordId id = offer(t -> put(t, "fields", "Sea  Ports", "ＳＥＡ ports", "airports"));

        assertThat(ledger.content(Licence.TYPE, id).terms().fields().values()).containsExactly("airports", "sea ports");
    }

    @Test
    void aTermEndsAfterItBeginsAndSublicensingHasADepth() {
        assertThat(refusalOf(() -> offer(t -> t.put("to", "2026-11-30"))).field())
                .isEqualTo("/body/terms/to");
        assertThat(refusalOf(() -> offer(t -> t.putObject("sublicensing").put("depth", 0)))
                        .field())
                .isEqualTo("/body/terms/sublicensing/depth");
    }

    @Test
    void onlyAnOrdinaryLicenceRestsOnInabilityToPractise() {
        Refusal refusal = refusalOf(() -> offer(t -> t.put("kind", "SOLE").put("unableToPractise", "no servers")));

        assertThat(refusal.field()).isEqualTo("/body/terms/unableToPractise");
        assertThat(refusal.detail().en()).contains("art. 27");
    }
}
