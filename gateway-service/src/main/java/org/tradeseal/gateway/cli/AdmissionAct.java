package org.tradeseal.gateway.cli;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.SigningKey;
import tools.jackson.databind.JsonNode;

/** The founders are there from the genesis; the regulator admits two enterprises that trade, and a third. */
final class AdmissionAct implements Story.Act {
    static final String SELLER = "seller";
    static final String BUYER = "buyer";
    static final String RIVAL = "rival";
    private static final String HOST = "OperatorMSP";

    @Override
    public void play(Stage stage) {
        stage.act("Who takes part", "参与各方");
        JsonNode ledger = stage.ledger();
        for (JsonNode founder : ledger.path("founders")) {
            stage.enter(
                    founder.path("name").asString(""),
                    founder.path("id").asString(""),
                    founder.path("organisation").asString(""),
                    null);
        }
        String digest = ledger.path("ledger").asString("");
        stage.tell(
                "Founders of ledger " + digest.substring(0, 12)
                        + "…: enterprises' operator, bank A, bank B, customs, IP"
                        + " centre, regulator; each has its own token.",
                "账本 " + digest.substring(0, 12) + "… 的创始方：企业运营方、甲银行、乙银行、海关、知识产权保护中心、监管机构；各持自己的令牌。");
        SigningKey key = SigningKey.generate("lihua-1", PublicKey.Algorithm.P256, new SecureRandom());
        String seller = admit(
                stage,
                new Entity(InvoiceAct.SELLER_NAME, "Hangzhou Lihua Software", "CN"),
                List.of(identifier("USCC", stage.cast().seller())),
                key);
        stage.enter(SELLER, seller, HOST, key);
        stage.tell(
                "The regulator admits Hangzhou Lihua Software (CN), which keeps its own key: " + seller,
                "监管机构准入杭州砺华软件（中国），自持密钥：" + seller);
        String buyer = admit(
                stage,
                new Entity("狮城物流科技", "Merlion Logistics Technology Pte. Ltd.", "SG"),
                List.of(identifier("UEN", stage.cast().buyer())),
                null);
        stage.enter(BUYER, buyer, HOST, null);
        stage.tell(
                "… Merlion Logistics Technology (SG), its host acts for it: " + buyer, "……狮城物流科技（新加坡），由托管方代行：" + buyer);
        String rival = admit(
                stage,
                new Entity("海峡货运系统", "Straits Freight Systems Pte. Ltd.", "SG"),
                List.of(identifier("UEN", stage.cast().rival())),
                null);
        stage.enter(RIVAL, rival, HOST, null);
        stage.tell("… and Straits Freight Systems (SG): " + rival, "……以及海峡货运系统（新加坡）：" + rival);
        ApiRefused taken = stage.refused(
                "IDENTIFIER_TAKEN",
                () -> admit(
                        stage,
                        new Entity("冒名公司", "Impostor Ltd.", "CN"),
                        List.of(identifier("USCC", stage.cast().seller())),
                        null));
        stage.tell(
                "Admitting a second company under Lihua's number is refused: " + taken.detail(),
                "以砺华的代码准入另一公司被拒绝：" + taken.detail());
    }

    private record Entity(String zh, String en, String country) {}

    private static Map<String, String> identifier(String scheme, String value) {
        return Map.of("scheme", scheme, "value", value);
    }

    private static String admit(
            Stage stage, Entity entity, List<Map<String, String>> identifiers, @Nullable SigningKey key) {
        JsonNode admitted = stage.player("regulator")
                .does(
                        "participant.admit",
                        Map.of(
                                "name",
                                Map.of("zh", entity.zh(), "en", entity.en()),
                                "organisation",
                                HOST,
                                "country",
                                entity.country(),
                                "roles",
                                List.of("ENTERPRISE"),
                                "identifiers",
                                identifiers,
                                "keys",
                                key == null ? List.of() : List.of(key.publicKey()),
                                "custody",
                                key == null ? "HOST" : "SELF"));
        stage.requireStatus(admitted, "ACTIVE");
        return admitted.path("id").asString("");
    }
}
