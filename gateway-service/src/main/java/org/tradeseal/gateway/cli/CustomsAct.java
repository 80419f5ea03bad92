package org.tradeseal.gateway.cli;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Customs hold a document against the registry: the genuine one, one with a changed amount, one nobody recorded. */
final class CustomsAct implements Story.Act {
    private static final String RECORDED = ">125000.00</cbc:PayableAmount>";
    private static final String CHANGED = ">152000.00</cbc:PayableAmount>";

    @Override
    public void play(Stage stage) {
        stage.act("Customs verify what they were handed", "海关核验收到的文件");
        String id = stage.id(InvoiceAct.INVOICE);
        JsonNode same = verify(stage, document(stage, id, "container"));
        stage.require(
                same.path("finding").asString("").equals("IDENTICAL_BYTES")
                        && same.path("record").asString("").equals(id)
                        && same.path("signerIsIssuer").asBoolean(false),
                "the document is byte-identical and sealed by its issuer: " + same,
                "文件逐字节一致，且由开票方签章：" + same);
        stage.tell(
                "The document: " + same.path("explanation").asString("") + " Record " + id + ", status "
                        + same.path("status").asString("") + ", sealed by its issuer.",
                "原件：" + same.path("explanation").asString("") + "记录 " + id + "，状态 "
                        + same.path("status").asString("") + "，由开票方签章。");
        byte[] genuine = document(stage, id, "document");
        JsonNode plain = verify(stage, genuine);
        stage.require(
                plain.path("finding").asString("").equals("IDENTICAL_BYTES"),
                "the invoice inside is byte-identical: " + plain,
                "其中的发票逐字节一致：" + plain);
        String text = new String(genuine, StandardCharsets.UTF_8);
        stage.require(text.contains(RECORDED), "the sample states 125000.00", "样例写明 125000.00");
        byte[] altered = text.replace(RECORDED, CHANGED).getBytes(StandardCharsets.UTF_8);
        stage.keep("royalty-altered.xml", altered);
        JsonNode different = verify(stage, altered);
        JsonNode first = different.at("/differences/0");
        stage.require(
                different.path("finding").asString("").equals("DIFFERENT")
                        && different.path("differences").size() == 1
                        && first.path("pointer").asString("").equals("/payableAmount"),
                "the altered copy differs in exactly the payable amount: " + different,
                "改动件仅应付金额不同：" + different);
        stage.tell(
                "A copy with one changed amount: differs in "
                        + first.path("pointer").asString("") + ", recorded "
                        + first.path("recorded").asString("") + ", presented "
                        + first.path("presented").asString("") + ".",
                "改动一处金额的副本：" + first.path("pointer").asString("") + " 不同，登记为 "
                        + first.path("recorded").asString("") + "，出示为 "
                        + first.path("presented").asString("") + "。");
        JsonNode unknown = verify(stage, "nobody recorded this".getBytes(StandardCharsets.UTF_8));
        stage.require(unknown.path("finding").asString("").equals("UNKNOWN"), "unknown: " + unknown, "未知：" + unknown);
        stage.tell(
                "Something else: " + unknown.path("explanation").asString(""),
                "其他文件：" + unknown.path("explanation").asString(""));
    }

    private static byte[] document(Stage stage, String id, String purpose) {
        return stage.player("customs").api().download("/v1/invoices/" + id + "/document?purpose=" + purpose);
    }

    private static JsonNode verify(Stage stage, byte[] bytes) {
        return stage.player("customs")
                .api()
                .post("/v1/verifications", Api.Body.bytes(bytes, "application/octet-stream"), Map.of());
    }
}
