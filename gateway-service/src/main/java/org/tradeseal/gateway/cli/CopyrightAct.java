package org.tradeseal.gateway.cli;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A software copyright: filed with its deposit, sent back once, corrected, examined, registered. */
final class CopyrightAct implements Story.Act {
    static final String ASSET = "asset";

    @Override
    public void play(Stage stage) {
        stage.act("A software copyright is registered", "软件著作权登记");
        Player seller = stage.player(AdmissionAct.SELLER);
        Player centre = stage.player("ip-centre");
        Map<String, Object> request = filing(stage);
        request.putAll(secret(stage, manual()));
        JsonNode filed = seller.does("asset.file", request);
        String id = stage.made(ASSET, filed);
        stage.requireStatus(filed, "FILED");
        stage.tell(
                "Lihua checks, signs and files “Lihua Cargo Routing” with its source code; only a commitment is on the"
                        + " ledger: " + id,
                "砺华核对、签名并申请登记《砺华货运路径规划软件》，附源程序；账本上只有承诺值：" + id);
        stage.delivered(seller, id);
        stage.tell("The IP centre's organisation holds the deposit.", "知识产权保护中心已收到交存材料。");
        correct(stage, seller, centre, id);
        stage.requireStatus(
                centre.does("asset.start-review", Map.of("id", id, "reason", "材料齐全，开始审查。")), "UNDER_REVIEW");
        ApiRefused notTheirs = stage.refused(
                "NOT_YOUR_ROLE", () -> seller.does("asset.register", Map.of("id", id, "reason", "self-service")));
        stage.tell("Lihua cannot register it itself: " + notTheirs.detail(), "砺华不能自行登记：" + notTheirs.detail());
        JsonNode registered = centre.does("asset.register", Map.of("id", id, "reason", "经审查，符合登记条件。"));
        stage.requireStatus(registered, "REGISTERED");
        stage.tell(
                "The IP centre examines and registers it; the decision carries the centre's own signature (version "
                        + registered.path("version").asInt(0) + ").",
                "知识产权保护中心审查并予以登记；决定带有中心自己的签名（第 " + registered.path("version").asInt(0) + " 版）。");
    }

    private static void correct(Stage stage, Player seller, Player centre, String id) {
        stage.requireStatus(
                centre.does("asset.request-correction", Map.of("id", id, "reason", "说明书缺少安装部分，请补正。")),
                "CORRECTION_REQUESTED");
        Map<String, Object> correction = secret(stage, manual() + "Install: unpack, set the database, start.\n");
        correction.put("id", id);
        correction.put("filing", filing(stage));
        stage.requireStatus(seller.does("asset.correct", correction), "FILED");
        stage.delivered(seller, id);
        stage.tell(
                "The IP centre asks for the missing part of the manual; Lihua corrects the filing.",
                "知识产权保护中心要求补齐说明书；砺华补正申请。");
    }

    private static Map<String, Object> filing(Stage stage) {
        Map<String, Object> filing = new LinkedHashMap<>();
        filing.put("assetClass", "SOFTWARE");
        filing.put("title", Map.of("zh", "砺华货运路径规划软件", "en", "Lihua Cargo Routing"));
        filing.put("jurisdiction", "CN");
        filing.put(
                "registrants",
                List.of(Map.of("participant", stage.player(AdmissionAct.SELLER).id(), "share", "1")));
        filing.put("creators", List.of(Map.of("zh", InvoiceAct.SELLER_NAME)));
        filing.put("nature", "ORIGINAL");
        filing.put("details", Map.of("software", software()));
        return filing;
    }

    private static Map<String, Object> secret(Stage stage, String manual) {
        Map<String, Object> secret = new LinkedHashMap<>();
        secret.put("private", Map.of("contact", Map.of("person", "沈立华", "telephone", "+86 571 0000 0000")));
        secret.put(
                "documents",
                List.of(document("源程序.txt", "text/plain", source()), document("manual.txt", "text/plain", manual)));
        secret.put("recipients", List.of(stage.player("ip-centre").id()));
        return secret;
    }

    private static Map<String, Object> software() {
        Map<String, Object> software = new LinkedHashMap<>();
        software.put("shortName", "砺华路径");
        software.put("version", "V3.2");
        software.put("category", "应用软件");
        software.put("work", "ORIGINAL");
        software.put("completedOn", "2026-02-14");
        software.put("development", "ALONE");
        software.put("acquisition", "ORIGINAL");
        software.put("scope", "ALL");
        software.put("rights", List.of());
        software.put("hardware", "x86-64 服务器，内存 8 GB 以上");
        software.put("software", "Linux 5.10 以上，PostgreSQL 15");
        software.put("languages", List.of("Java", "SQL"));
        software.put("sourceLines", 84210);
        software.put("features", "按船期、口岸与成本规划多式联运路径，支持动态改航。");
        software.put("identification", "FIRST_AND_LAST_30_PAGES");
        return software;
    }

    private static Map<String, String> document(String name, String mediaType, String text) {
        return Map.of(
                "name",
                name,
                "mediaType",
                mediaType,
                "base64",
                Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String source() {
        StringBuilder pages = new StringBuilder("// 砺华货运路径规划软件 V3.2：前、后各连续 30 页\n");
        for (int page = 1; page <= 60; page++) {
            pages.append("// page ").append(page).append('\n');
            pages.append("static long cost")
                    .append(page)
                    .append("(long metres) { return metres * ")
                    .append(page)
                    .append("L; }\n");
        }
        return pages.toString();
    }

    private static String manual() {
        return "Enter the ports of loading and discharge; the program proposes three routes by time, cost and risk.\n";
    }
}
