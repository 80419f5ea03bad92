package org.tradeseal.ledger.invoice;

/**
 * Why a buyer disputes or rejects: the clarification codes of Peppol's invoice response (OPStatusReason). A closed list,
 * because the channel carries no free text about a private document.
 */
public enum ResponseReason {
    REF("references incorrect", "引用有误"),
    LEG("legal information incorrect", "法定信息有误"),
    REC("receiver unknown", "接收方不明"),
    QUA("item quality insufficient", "货物质量不符"),
    DEL("delivery issues", "交付问题"),
    PRI("prices incorrect", "价格有误"),
    QTY("quantity incorrect", "数量有误"),
    ITM("items incorrect", "货物有误"),
    PAY("payment terms incorrect", "付款条件有误"),
    UNR("not recognised", "无法识别"),
    FIN("finance information incorrect", "财务信息有误"),
    PPD("partially paid", "已部分付款"),
    OTH("other", "其他");

    private final String en;
    private final String zh;

    ResponseReason(String en, String zh) {
        this.en = en;
        this.zh = zh;
    }

    public String en() {
        return en;
    }

    public String zh() {
        return zh;
    }
}
