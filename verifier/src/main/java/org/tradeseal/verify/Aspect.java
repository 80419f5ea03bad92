package org.tradeseal.verify;

/** What is checked about a receipt, in the order of a report. */
public enum Aspect {
    INTEGRITY("Integrity: the parts of the receipt belong together, unchanged", "完整性：收据各部分相互吻合且未被改动"),
    INCLUSION("Inclusion: the record stands in the log", "收录：该记录已载入日志"),
    COSIGNATURES("Cosignatures: independent organisations signed the log's head", "联署：独立组织签署了日志树头"),
    ISSUER("Issuer: who acted, by what authority", "出具方：何人以何权限办理"),
    STATUS("Status: whether this is the latest version", "现状：是否为最新版本"),
    DOCUMENT("Document: the file is the one recorded", "文件：与登记的文件一致"),
    DISCLOSURE("Disclosure: the fields shown are the record's", "披露：所示字段属于该记录"),
    DISCLOSER("Discloser: who showed the fields, and to whom", "披露方：由谁披露、向谁披露"),
    EVIDENCE("Evidence: what was signed contradicts itself", "证据：已签署的内容自相矛盾");

    private final Text text;

    Aspect(String en, String zh) {
        text = Text.of(en, zh);
    }

    public Text text() {
        return text;
    }
}
