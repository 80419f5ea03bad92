package org.tradeseal.gateway.cli;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A cross-border royalty invoice: checked against its rule set, signed, recorded, delivered, accepted. */
final class InvoiceAct implements Story.Act {
    // The seller of docs/samples/invoices/royalty-pint-sg.xml.
    static final String SELLER_NAME = "杭州砺华软件有限公司";
    static final String SAMPLE = "invoices/royalty-pint-sg.xml";
    static final String INVOICE = "invoice";
    static final String SIGNED = "royalty.asice";
    static final String DOCUMENT = "royalty.xml";

    @Override
    public void play(Stage stage) {
        stage.act("A signed royalty e-invoice crosses the border", "签名的跨境许可费电子发票");
        Player seller = stage.player(AdmissionAct.SELLER);
        byte[] document = stage.sample(SAMPLE);
        JsonNode report =
                seller.api().post("/v1/invoices/check", Api.Body.bytes(document, "application/xml"), Map.of());
        stage.require(
                report.path("valid").asBoolean(false)
                        && report.path("profile").asString("").contains("@sg-1"),
                "the invoice is valid: " + report,
                "发票合规：" + report);
        stage.tell(
                "Invoice LH-2026-0917 over SGD 125 000.00 keeps every rule of "
                        + report.at("/ruleSets/0").asString(""),
                "发票 LH-2026-0917（125000.00 新加坡元）符合 " + report.at("/ruleSets/0").asString("") + " 的全部规则");
        // PINT forbids the empty elements of a signature inside the XML (ibr-079), so that the seal goes beside it.
        byte[] signed = stage.signer().signContainer(document, "royalty-pint-sg.xml");
        stage.keep(SIGNED, signed);
        stage.keep(DOCUMENT, document);
        String recipients = String.join(
                ",",
                stage.player("customs").id(),
                stage.player("bank-a").id(),
                stage.player("bank-b").id());
        Multipart parts = new Multipart()
                .file("document", SIGNED, "application/vnd.etsi.asic-e+zip", signed)
                .text("recipients", recipients);
        JsonNode issued = seller.write("invoice.issue", "/v1/invoices", parts.body(), null);
        String id = stage.made(INVOICE, issued);
        stage.requireStatus(issued, "ISSUED");
        stage.require(
                issued.at("/content/signature/indication").asString("").equals("TOTAL_PASSED"),
                "its signature passed: " + issued.at("/content/signature"),
                "签名验证通过：" + issued.at("/content/signature"));
        stage.tell(
                "Lihua seals it (ASiC-E, XAdES) and records it; the seal verifies, TOTAL_PASSED: " + id,
                "砺华加盖电子印章（ASiC-E，XAdES）并登记；签章验证通过 TOTAL_PASSED：" + id);
        stage.delivered(seller, id);
        stage.tell("Delivered to buyer, customs and both banks, and to nobody else.", "已送达买方、海关和两家银行，此外无人可见。");
        ApiRefused again =
                stage.refused("SAME_INVOICE", () -> seller.write("invoice.issue", "/v1/invoices", again(stage), null));
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
