package org.tradeseal.ledger.record;

import java.util.Map;

/** What records of a type are called in Chinese sentences; English ones use the type's name. */
public final class Nouns {
    private static final Map<String, String> ZH = Map.of(
            "participant", "参与方",
            "asset", "资产",
            "licence", "许可",
            "invoice", "发票",
            "mandate", "融资授权",
            "inquiry", "融资查询",
            "financing", "融资",
            "register", "发票融资登记");

    private Nouns() {}

    /** The Chinese word for a type of records. */
    public static String zh(String type) {
        return ZH.getOrDefault(type, type);
    }
}
