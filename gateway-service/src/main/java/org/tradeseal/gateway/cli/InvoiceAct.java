package org.tradeseal.gateway.cli;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A cross-border royalty invoice: checked against its rule set, signed, recorded, delivered, accepted. */
final class InvoiceAct implements Story.Act {
    // The parties of docs/samples/invoices/royalty-pint-sg.xml.
    static final String SELLER_NAME = "杭州砺华软件有限公司";
    static final String SELLER_ID = "91330106MA2AXLH10P";
    static final String BUYER_ID = "201954321M";
    static final String SAMPLE = "invoices/royalty-pint-sg.xml";
    static final String INVOICE = "invoice";
    static final String SIGNED = "royalty-signed.xml";

    @Override
    public void play(Stage stage) {
        stage.act("A signed royalty e-invoice crosses the border", "签名的跨境许可费电子发票");
        Player seller = stage.player(AdmissionAct.SELLER);
        byte[] signed = stage.signer().signEnveloped(stage.sample(SAMPLE));
        stage.keep(SIGNED, signed);
        JsonNode report = seller.api().post("/v1/invoices/check", Api.Body.bytes(signed, "application/xml"), Map.of());
        stage.require(
                report.path("valid").asBoolean(false)
                        && report.path("profile").asString("").contains("@sg-1"),
                "the invoice is valid: " + report,
                "发票合规：" + report);
        stage.tell(
                "Lihua seals invoice LH-2026-0917 over SGD 125 000.00; valid by " + report.path("ruleSets"),
                "砺华为发票 LH-2026-0917（125000.00 新加坡元）加盖电子印章；符合 " + report.path("ruleSets"));
        String recipients = String.join(
                ",",
                stage.player("customs").id(),
                stage.player("bank-a").id(),
                stage.player("bank-b").id());
        Multipart parts = new Multipart()
                .file("document", SIGNED, "application/xml", signed)
                .text("recipients", recipients);
        JsonNode issued = seller.write("invoice.issue", "/v1/invoices", parts.body(), null);
        String id = stage.made(INVOICE, issued);
        stage.requireStatus(issued, "ISSUED");
        stage.require(
                issued.at("/content/signature/indication").asString("").equals("TOTAL_PASSED"),
                "its signature passed: " + issued.at("/content/signature"),
                "签名验证通过：" + issued.at("/content/signature"));
        stage.tell("Recorded, its signature verified (TOTAL_PASSED): " + id, "已登记，签名验证通过（TOTAL_PASSED）：" + id);
        stage.delivered(seller, id);
        stage.tell("Delivered to buyer, customs and both banks, and to nobody else.", "已送达买方、海关和两家银行，此外无人可见。");
        ApiRefused again = stage.refused(
                "INVOICE_EXISTS", () -> seller.write("invoice.issue", "/v1/invoices", again(stage), null));
        stage.tell("Issuing the same number again is refused: " + again.detail(), "以同一号码再次开具被拒绝：" + again.detail());
        stage.requireStatus(stage.player(AdmissionAct.BUYER).does("invoice.accept", Map.of("id", id)), "ACCEPTED");
        stage.tell("Merlion accepts the invoice.", "狮城物流接受该发票。");
    }

    private static Api.Body again(Stage stage) {
        return new Multipart()
                .file("document", "again.xml", "application/xml", stage.sample(SAMPLE))
                .body();
    }
}
