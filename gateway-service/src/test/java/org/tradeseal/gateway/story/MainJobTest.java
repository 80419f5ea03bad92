package org.tradeseal.gateway.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MainJobTest extends GatewayStory {

    @Test
    void aRegisteredSoftwareIsLicensedOnceAndAClashingLicenceIsRefused() {
        String asset = world.registeredSoftware("港口排程");
        Map<String, Object> offer =
                new java.util.HashMap<>(World.offer(asset, world.buyer, "EXCLUSIVE", "SG", "2026-12-01", "2029-11-30"));
        offer.put("private", Map.of("royalty", "25.00 SGD per seat"));
        String licence = world.seller.post("/v1/licences", offer).is(201).id();
        Api.Answer accepted = world.buyer
                .post("/v1/licences/" + licence + "/accept", Map.of())
                .is(200);
        world.ipCentre
                .post("/v1/licences/" + licence + "/record", Map.of("reason", "备案"))
                .is(200);
        assertThat(accepted.json().path("version").asInt()).isGreaterThan(1);

        Map<String, Object> clash = World.offer(asset, world.stranger, "ORDINARY", "WORLD", "2027-01-01", "2027-12-31");
        Api.Answer refused = world.seller.post("/v1/licences", clash).refuses(409, "LICENCE_CONFLICT");

        assertThat(refused.json().path("conflictsWith").get(0).asString("")).isEqualTo(licence);
        assertThat(refused.json().path("detail").asString(""))
                .contains(licence, "SG", "2027-01-01", "2027-12-31", "art.");
        assertThat(refused.text()).doesNotContain("25.00 SGD");
        Api.Answer chinese = world.seller.post("/v1/licences", clash, "Accept-Language", "zh-CN,zh;q=0.9");
        assertThat(chinese.text()).contains("许可与另一许可相冲突", "第", "条");
    }

    @Test
    void ofTwoClashingOffersTheOneAcceptedFirstStands() {
        String asset = world.registeredSoftware("双重要约");
        String first = world.seller
                .post("/v1/licences", World.offer(asset, world.buyer, "EXCLUSIVE", "SG", "2026-12-01", "2029-11-30"))
                .is(201)
                .id();
        String second = world.seller
                .post("/v1/licences", World.offer(asset, world.stranger, "EXCLUSIVE", "SG", "2027-01-01", "2027-12-31"))
                .is(201)
                .id();
        world.stranger.post("/v1/licences/" + second + "/accept", Map.of()).is(200);

        Api.Answer refused =
                world.buyer.post("/v1/licences/" + first + "/accept", Map.of()).refuses(409, "LICENCE_CONFLICT");

        assertThat(refused.json().path("conflictsWith").get(0).asString("")).isEqualTo(second);
        assertThat(refused.text()).doesNotContain(world.stranger.participant());
    }

    @Test
    void theLicenceCheckNamesTheConflictAndRecordsNothing() {
        String asset = world.registeredSoftware("泊位预测");
        String licence = world.seller
                .post("/v1/licences", World.offer(asset, world.buyer, "SOLE", "SG", "2026-12-01", "2029-11-30"))
                .is(201)
                .id();
        world.buyer.post("/v1/licences/" + licence + "/accept", Map.of()).is(200);
        int before = world.records();

        JsonNode clash = world.stranger
                .post(
                        "/v1/licences/check",
                        Map.of("asset", asset, "terms", World.terms("EXCLUSIVE", "SG", "2027-01-01", "2027-02-01")))
                .is(200)
                .json();
        JsonNode free = world.stranger
                .post(
                        "/v1/licences/check",
                        Map.of("asset", asset, "terms", World.terms("EXCLUSIVE", "MY", "2027-01-01", "2027-02-01")))
                .is(200)
                .json();

        assertThat(clash.path("grantable").asBoolean(true)).isFalse();
        assertThat(clash.path("conflicts").get(0).path("licence").asString("")).isEqualTo(licence);
        assertThat(clash.path("conflicts")
                        .get(0)
                        .path("overlap")
                        .path("territory")
                        .get(0)
                        .asString(""))
                .isEqualTo("SG");
        assertThat(free.path("grantable").asBoolean(false)).isTrue();
        assertThat(world.records()).isEqualTo(before);
    }

    @Test
    void aSignedInvoiceReachesAllItsRecipientsAndNobodyElse() {
        String xml = World.invoice(World.unique("LH"));
        String id = world.issued(xml, world.bankA, world.customs);

        eventually("delivery to all recipients", () -> {
            JsonNode content = world.seller
                    .get("/v1/invoices/" + id)
                    .is(200)
                    .json()
                    .path("content")
                    .path("privateContent");
            return content.path("delivered").size() == 3
                    && content.path("recipients").size() == 3;
        });
        JsonNode record = world.buyer.get("/v1/invoices/" + id).is(200).json();
        assertThat(record.path("content").path("signature").path("indication").asString(""))
                .isEqualTo("TOTAL_PASSED");
        world.buyer.post("/v1/invoices/" + id + "/accept", Map.of()).is(200);

        for (Api reader : List.of(world.seller, world.buyer, world.bankA, world.customs)) {
            Api.Answer document = reader.get("/v1/invoices/" + id + "/document").is(200);
            assertThat(document.bytes()).isEqualTo(World.bytes(xml));
            assertThat(document.header("Content-Type")).startsWith("application/xml");
        }
        world.stranger.get("/v1/invoices/" + id + "/document").refuses(404, "NOT_FOUND");
        world.bankB.get("/v1/invoices/" + id + "/document").refuses(404, "NOT_FOUND");
    }

    @Test
    void twoBanksFinanceAnInvoiceUpToItsAmountAndLearnNothingOfEachOther() {
        String invoice = world.accepted(world.bankA, world.bankB);
        String mandateA = world.mandate(invoice, world.bankA);
        String mandateB = world.mandate(invoice, world.bankB);
        JsonNode inquiry = world.bankA
                .post("/v1/financings/check", Map.of("invoice", invoice, "purpose", "factoring", "mandate", mandateA))
                .is(201)
                .json()
                .path("content");
        assertThat(inquiry.path("remaining").path("amount").asString("")).isEqualTo("125000.00");

        String financing = world.reserve(world.bankA, invoice, mandateA, "100000.00")
                .is(201)
                .id();
        Api.Answer paid = world.finance(world.bankA, financing, "100000.00").is(200);
        assertThat(paid.json().path("content").path("status").asString("")).isEqualTo("FINANCED");

        Api.Answer refused =
                world.reserve(world.bankB, invoice, mandateB, "37500.00").refuses(409, "OVER_FINANCING");
        assertThat(refused.text())
                .doesNotContain(world.bankA.participant(), "BankAMSP", "Bank A", "甲银行", financing, mandateA);
        String rest = world.reserve(world.bankB, invoice, mandateB, "25000.00")
                .is(201)
                .id();
        world.finance(world.bankB, rest, "25000.00").is(200);
        world.reserve(world.bankA, invoice, mandateA, "0.01").refuses(409, "OVER_FINANCING");
    }

    @Test
    void anInvoiceThatTheBuyerHasNotAcceptedIsNotFinanced() {
        String invoice = world.issued(World.invoice(World.unique("LH")), world.bankA);
        String mandate = world.mandate(invoice, world.bankA);

        Api.Answer refused = world.reserve(world.bankA, invoice, mandate, "1000.00");

        refused.refuses(409, "INVOICE_NOT_FINANCEABLE");
        assertThat(refused.json().path("detail").asString("")).contains("the buyer has not accepted it");
    }

    @Test
    void aCorrectedFilingReachesItsRecipientsToo() {
        Map<String, Object> filing = world.filing(world.seller, "更正样例", World.unique("phone"));
        String id = world.seller.post("/v1/assets", filing).is(201).id();
        world.delivered(world.seller, "/v1/assets/" + id, 2);
        world.ipCentre
                .post("/v1/assets/" + id + "/request-correction", Map.of("reason", "缺页"))
                .is(200);
        Map<String, Object> corrected = world.filing(world.seller, "更正样例（已更正）", World.unique("phone"));
        Map<String, Object> body = new java.util.HashMap<>();
        for (String member : List.of("private", "documents", "recipients")) {
            body.put(member, corrected.remove(member));
        }
        body.put("filing", corrected);

        world.seller.post("/v1/assets/" + id + "/correct", body).is(200);

        world.delivered(world.seller, "/v1/assets/" + id, 2);
    }
}
