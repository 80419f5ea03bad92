package org.tradeseal.ledger.record;

/** In what capacity a participant acts on a record; the record's content says who that is. */
public enum Capacity {
    ENTERPRISE("enterprise", "企业"),
    REGISTRANT("registrant", "登记人"),
    ASSIGNEE("assignee", "受让人"),
    OBJECTOR("participant that is neither registrant nor examiner", "登记人和审查机构以外的参与方"),
    IP_CENTRE("IP protection centre", "知识产权保护中心"),
    REGULATOR("regulator", "监管机构"),
    ANYONE("any participant", "任何参与方"),
    LICENSOR("licensor", "许可方"),
    LICENSEE("licensee", "被许可方"),
    COUNTERPARTY("other party of the proposed step", "所提议事项的对方当事人"),
    SELLER("seller", "卖方"),
    BUYER("buyer", "买方"),
    BANK("bank", "银行"),
    HOLDER("holder of the record", "记录本人"),
    HOST("host", "托管方");

    private final String en;
    private final String zh;

    Capacity(String en, String zh) {
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
