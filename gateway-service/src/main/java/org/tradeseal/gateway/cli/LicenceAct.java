package org.tradeseal.gateway.cli;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An exclusive licence for Singapore, and a second one that would clash with it. */
final class LicenceAct implements Story.Act {
    private static final String LICENCE = "licence";

    @Override
    public void play(Stage stage) {
        stage.act("An exclusive licence for Singapore, and one that clashes", "新加坡独占许可，以及与之冲突的许可");
        Player seller = stage.player(AdmissionAct.SELLER);
        Player buyer = stage.player(AdmissionAct.BUYER);
        JsonNode offered = seller.does(
                "licence.offer",
                Map.of(
                        "asset",
                        stage.id(CopyrightAct.ASSET),
                        "licensee",
                        buyer.id(),
                        "terms",
                        terms("EXCLUSIVE", List.of("SG")),
                        "private",
                        Map.of("royalty", Map.of("perSeat", "25.00", "currency", "SGD"), "contract", "LHM-SG-2026-03"),
                        "recipients",
                        List.of(buyer.id())));
        String id = stage.made(LICENCE, offered);
        stage.requireStatus(offered, "OFFERED");
        stage.delivered(seller, id);
        stage.tell(
                "Lihua offers Merlion an exclusive licence for Singapore; the royalty goes to Merlion only: " + id,
                "砺华向狮城物流发出新加坡独占许可要约；许可费只有对方可见：" + id);
        stage.requireStatus(buyer.does("licence.accept", Map.of("id", id)), "ACCEPTED");
        JsonNode recorded =
                stage.player("ip-centre").does("licence.record", Map.of("id", id, "reason", "备案材料齐全，许可期限在权利有效期内。"));
        stage.requireStatus(recorded, "RECORDED");
        stage.tell("Merlion accepts; the IP centre records the licence.", "狮城物流接受；知识产权保护中心予以备案。");
        clash(stage, seller, id);
    }

    private static void clash(Stage stage, Player seller, String id) {
        ApiRefused refusal = stage.refused(
                "LICENCE_CONFLICT",
                () -> seller.does(
                        "licence.offer",
                        Map.of(
                                "asset",
                                stage.id(CopyrightAct.ASSET),
                                "licensee",
                                stage.player(AdmissionAct.RIVAL).id(),
                                "terms",
                                terms("ORDINARY", List.of("MY", "SG")))));
        stage.require(
                refusal.conflictsWith().contains(id)
                        && refusal.detail().contains(id)
                        && refusal.detail().contains("SG")
                        && !refusal.detail().contains("MY")
                        && (refusal.detail().contains("25") || refusal.detail().contains("二十五")),
                "the refusal names licence, overlap and article: " + refusal.detail(),
                "拒绝理由写明许可、重叠范围与条文：" + refusal.detail());
        stage.tell(
                "An ordinary licence for Malaysia and Singapore to Straits Freight is refused: " + refusal.detail(),
                "向海峡货运授予马来西亚与新加坡普通许可被拒绝：" + refusal.detail());
    }

    private static Map<String, Object> terms(String kind, List<String> territory) {
        return Map.of(
                "kind",
                kind,
                "rights",
                List.of("reproduction", "network dissemination"),
                "from",
                "2026-03-01",
                "to",
                "2029-02-28",
                "territory",
                territory,
                "fields",
                List.of("ALL"),
                "manners",
                List.of("ALL"));
    }
}
