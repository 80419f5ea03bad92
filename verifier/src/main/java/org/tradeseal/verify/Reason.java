package org.tradeseal.verify;

/** Why an aspect has its verdict. Codes are API: add, never rename. */
public enum Reason {
    INTACT(Verdict.VALID, "The command is the one that the record names, and both agree.", "命令即记录所载的命令，二者一致。"),
    NOT_A_RECEIPT(
            Verdict.INVALID,
            "The bytes are not a receipt in canonical form.",
            "字节不是规范形式的收据。",
            "Ask for the receipt's file again and do not open and save it with an editor.",
            "请重新索取收据文件，不要用编辑器打开后另存。"),
    MALFORMED(
            Verdict.INVALID,
            "A part of the receipt has another shape than its format says.",
            "收据的某一部分与其格式不符。",
            "Do not rely on the receipt.",
            "请勿依赖此收据。"),
    UNKNOWN_FORMAT(
            Verdict.UNKNOWN,
            "The receipt has a format or a part that this verifier does not know.",
            "收据含有本验证程序不识别的格式或部分。",
            "Use a newer verifier.",
            "请使用较新的验证程序。"),
    OTHER_LEDGER(
            Verdict.UNKNOWN,
            "The receipt is of another ledger than the trust file.",
            "收据与信任文件属于不同账本。",
            "Get the trust file of the receipt's ledger from somebody you trust.",
            "请从可信来源取得该收据所属账本的信任文件。"),
    COMMAND_DIFFERS(
            Verdict.INVALID,
            "The command is not the one that made this record.",
            "该命令并非产生此记录的命令。",
            "Do not rely on the receipt.",
            "请勿依赖此收据。"),
    RECORD_DIFFERS(
            Verdict.INVALID,
            "Record and command contradict each other.",
            "记录与命令相互矛盾。",
            "Do not rely on the receipt.",
            "请勿依赖此收据。"),
    OPENING_DIFFERS(
            Verdict.INVALID,
            "A private field that the receipt shows is not the record's.",
            "收据所示的私密字段不属于该记录。",
            "Do not rely on the receipt.",
            "请勿依赖此收据。"),

    INCLUDED(Verdict.VALID, "The proof leads from the record to the head's root.", "证明路径由记录通向树头的根哈希。"),
    NOT_INCLUDED(
            Verdict.INVALID,
            "The proof does not lead from the record to the head.",
            "证明路径不能由记录通向树头。",
            "Do not rely on the receipt: the record, its place or the head was changed.",
            "请勿依赖此收据：记录、其位置或树头已被改动。"),
    ACTOR_NOT_INCLUDED(
            Verdict.INVALID,
            "The participant record shown is not the one in force that the record names.",
            "所示参与方记录并非该记录所载的当时有效者。",
            "Do not rely on the receipt.",
            "请勿依赖此收据。"),
    CAUSE_NOT_INCLUDED(
            Verdict.INVALID,
            "The record with which this one changed is not in the log.",
            "此记录随之变更的那一记录未载入日志。",
            "Do not rely on the receipt.",
            "请勿依赖此收据。"),

    COSIGNED(Verdict.VALID, "Enough organisations signed the head.", "签署树头的组织已达要求数目。"),
    SELF_ATTESTED(
            Verdict.VALID,
            "Self-attested: the one organisation of the trust file signed the head.",
            "自行证明：信任文件中唯一的组织签署了树头。"),
    BAD_HEAD(
            Verdict.INVALID,
            "The head is not a head of this ledger's log.",
            "该树头不是本账本日志的树头。",
            "Do not rely on the receipt.",
            "请勿依赖此收据。"),
    HEAD_EXTENDED(
            Verdict.UNKNOWN,
            "The head has lines that this verifier does not know.",
            "树头含有本验证程序不识别的行。",
            "Use a newer verifier.",
            "请使用较新的验证程序。"),
    BAD_HEAD_SIGNATURE(
            Verdict.INVALID,
            "A signature of a trusted organisation does not cover the head.",
            "受信组织的签名与该树头不符。",
            "Do not rely on the receipt: the head was changed or signed by somebody else.",
            "请勿依赖此收据：树头被改动或由他人签署。"),
    KEY_OUT_OF_RANGE(
            Verdict.INVALID,
            "A key signed a head outside the range of sizes for which it counts.",
            "密钥签署的树头不在其有效的大小范围内。",
            "Do not rely on the receipt; tell the organisation that its retired key was used.",
            "请勿依赖此收据，并告知该组织其已停用的密钥被使用。"),
    UNKNOWN_KEY(
            Verdict.UNKNOWN,
            "The head is signed by a key that the trust file does not name.",
            "树头由信任文件未列出的密钥签署。",
            "Get a newer trust file from somebody you trust.",
            "请从可信来源取得较新的信任文件。"),
    TOO_FEW(
            Verdict.UNKNOWN,
            "Fewer organisations signed the head than the trust file asks for.",
            "签署树头的组织少于信任文件的要求。",
            "Ask the gateway for the receipt again: more organisations cosign within seconds.",
            "请向网关重新索取收据：其他组织数秒内即会联署。"),

    SIGNED(Verdict.VALID, "The actor signed the command with a key in force.", "行为人以有效密钥签署了命令。"),
    DECIDED(Verdict.VALID, "The authority signed the command and the record that results.", "机关签署了命令及其结果记录。"),
    CUSTODIAL(
            Verdict.VALID,
            "The host acted for the participant on its own word: the participant signed nothing.",
            "由托管组织自行代为办理：参与方本身没有签名。"),
    FOUNDER(Verdict.VALID, "The genesis of the ledger names this founder.", "账本创世记录载明该创始方。"),
    BAD_SIGNATURE(
            Verdict.INVALID,
            "The actor's signature does not cover the command.",
            "行为人的签名与命令不符。",
            "Do not rely on the receipt.",
            "请勿依赖此收据。"),
    KEY_NOT_IN_FORCE(
            Verdict.INVALID,
            "The key that signed is not in force for the actor.",
            "签署所用密钥对行为人无效。",
            "Do not rely on the receipt.",
            "请勿依赖此收据。"),
    SUSPENDED(Verdict.INVALID, "The actor was suspended.", "行为人已被暂停。", "Do not rely on the receipt.", "请勿依赖此收据。"),
    RESULT_DIFFERS(
            Verdict.INVALID,
            "The authority signed another resulting record than this one.",
            "机关签署的结果记录并非此记录。",
            "Do not rely on the receipt.",
            "请勿依赖此收据。"),
    NOT_CUSTODIAL(
            Verdict.INVALID,
            "There is no signature, and nobody may act for this participant.",
            "没有签名，且无人有权代表该参与方办理。",
            "Do not rely on the receipt.",
            "请勿依赖此收据。"),
    BY_PRODUCT(
            Verdict.UNKNOWN,
            "The signed command is about another record, with which this one changed.",
            "所签命令针对另一记录，此记录随之变更。",
            "Ask a party to the record that the command names for the receipt: it can show that record too.",
            "请向命令所指记录的当事方索取此收据：其收据可一并出示该记录。"),
    FOLLOWS(
            Verdict.VALID,
            "The record changed with another, which the actor's command is about, just as the rules derive it from that one.",
            "此记录随另一记录变更，行为人的命令针对后者，且变更与规则由后者推出的一致。"),
    FOLLOWS_NAMED(
            Verdict.VALID,
            "The record changed with another, which the actor's command is about. How it changed follows from what the"
                    + " command's signature does not cover; those who signed the head vouch for that.",
            "此记录随另一记录变更，行为人的命令针对后者。如何变更不在命令签名范围内，由签署树头的组织担保。"),
    NOT_DERIVED(
            Verdict.INVALID,
            "The record changed otherwise than the rules derive from the record that the command is about.",
            "此记录的变更与规则由命令所指记录推出的不符。",
            "Do not rely on the receipt.",
            "请勿依赖此收据。"),
    GENESIS_DIFFERS(
            Verdict.INVALID,
            "The genesis is not the ledger's, or does not name this founder.",
            "创世记录不属于该账本，或未载明该创始方。",
            "Do not rely on the receipt.",
            "请勿依赖此收据。"),

    CURRENT(Verdict.VALID, "Enough organisations state that this is the latest version.", "声明此为最新版本的组织已达要求数目。"),
    SUPERSEDED(
            Verdict.INVALID,
            "There is a newer version of the record.",
            "该记录已有更新的版本。",
            "Ask for the receipt of the latest version.",
            "请索取最新版本的收据。"),
    NO_STATEMENT(
            Verdict.UNKNOWN,
            "The receipt does not say whether this is the latest version.",
            "收据未说明此版本是否为最新。",
            "Where that matters, ask for a status statement.",
            "如需确认，请索取现状声明。"),
    STATEMENT_EXPIRED(
            Verdict.UNKNOWN,
            "The statements about the latest version have expired, or are older than the record.",
            "关于最新版本的声明已过期，或早于该记录。",
            "Ask for a new status statement.",
            "请索取新的现状声明。"),
    STATEMENTS_TOO_FEW(
            Verdict.UNKNOWN,
            "Fewer organisations state the latest version than the trust file asks for.",
            "声明最新版本的组织少于信任文件的要求。",
            "Ask more organisations for their statement.",
            "请向更多组织索取声明。"),
    UNKNOWN_SIGNER(
            Verdict.UNKNOWN,
            "A statement is signed by somebody whom the trust file does not name.",
            "有声明由信任文件未列出者签署。",
            "Get a newer trust file from somebody you trust.",
            "请从可信来源取得较新的信任文件。"),
    BAD_STATEMENT(
            Verdict.INVALID,
            "A statement about the latest version is not genuine, or not about this record.",
            "关于最新版本的声明不真实，或不针对此记录。",
            "Do not rely on it; ask for a new status statement.",
            "请勿依赖该声明；请重新索取。"),
    FALSE_STATEMENT(
            Verdict.INVALID,
            "A signed statement denies this record, which the log held already.",
            "已签署的声明否认此记录，而日志当时已载有该记录。",
            "Keep the file: the statement and this receipt together are evidence against its signer.",
            "请保留此文件：该声明与此收据合为不利于签署方的证据。"),

    SAME_DOCUMENT(Verdict.VALID, "The file's digest is the one recorded.", "文件摘要与登记的一致。"),
    OTHER_DOCUMENT(
            Verdict.INVALID,
            "The file's digest is not one that the record keeps.",
            "文件摘要不在记录所存之列。",
            "The file was changed, or is another document. Ask for the file as it was submitted.",
            "文件已被改动，或并非该文件。请索取提交时的原文件。"),
    NO_DIGEST(
            Verdict.UNKNOWN,
            "The receipt shows no digest to compare the file with.",
            "收据未公开可供比对的文件摘要。",
            "Ask a party to the record for a receipt that shows the document's digest.",
            "请向记录当事方索取公开文件摘要的收据。"),

    DISCLOSED(Verdict.VALID, "The fields shown are the record's.", "所披露的字段属于该记录。"),
    NOT_A_DISCLOSURE(
            Verdict.INVALID,
            "The bytes are not a disclosure in its one form.",
            "字节不是唯一形式的披露文件。",
            "Ask for the disclosure's file again and do not open and save it with an editor.",
            "请重新索取披露文件，不要用编辑器打开后另存。"),
    UNKNOWN_DISCLOSURE(
            Verdict.UNKNOWN,
            "The disclosure has a format or a part that this verifier does not know.",
            "披露文件含有本验证程序不识别的格式或部分。",
            "Use a newer verifier.",
            "请使用较新的验证程序。"),
    OTHER_RECORD(
            Verdict.INVALID,
            "The disclosure and the receipt do not belong together.",
            "披露文件与收据并不对应。",
            "Ask for the receipt of the record that the disclosure names.",
            "请索取披露文件所指记录的收据。"),
    FIELD_DIFFERS(
            Verdict.INVALID,
            "The record holds no such field with this value.",
            "该记录中没有取此值的这一字段。",
            "Do not rely on the disclosure.",
            "请勿依赖此披露文件。"),
    FIELD_SHOWN(Verdict.VALID, "The record holds this field with this value.", "该记录中的这一字段取此值。"),
    FIELD_UNPROVED(
            Verdict.UNKNOWN, "The field fits the receipt, which does not prove its record.", "该字段与收据相符，但收据未能证明其记录。"),
    WITHHELD(
            Verdict.UNKNOWN,
            "The record holds further fields; which they are and what they say is not shown.",
            "该记录另有其他字段；名称与取值均未披露。"),

    DISCLOSER_SIGNED(Verdict.VALID, "An organisation of the trust file signed the disclosure.", "信任文件中的组织签署了此披露文件。"),
    BAD_DISCLOSURE_SIGNATURE(
            Verdict.INVALID,
            "The signature does not cover the disclosure.",
            "签名与披露文件不符。",
            "Do not rely on the disclosure: it was changed or signed by somebody else.",
            "请勿依赖此披露文件：它被改动或由他人签署。"),
    UNKNOWN_DISCLOSER(
            Verdict.UNKNOWN,
            "The disclosure is signed by a key that the trust file does not name.",
            "披露文件由信任文件未列出的密钥签署。",
            "Get a newer trust file from somebody you trust.",
            "请从可信来源取得较新的信任文件。"),
    DISCLOSURE_EXPIRED(
            Verdict.INVALID, "The disclosure has expired.", "披露文件已过期。", "Ask for a new disclosure.", "请索取新的披露文件。"),
    OTHER_AUDIENCE(
            Verdict.INVALID,
            "The disclosure is for somebody else, or does not answer this request.",
            "披露文件的对象是他人，或并非对此次请求的答复。",
            "Ask for a disclosure to you, and name your nonce.",
            "请索取以您为对象的披露文件，并给出您的随机数。"),

    EQUIVOCATION(
            Verdict.VALID,
            "One key signed two heads that no one log can have had.",
            "同一密钥签署了两个不可能属于同一日志的树头。",
            "Show this file to the other organisations and to the regulator.",
            "请将此文件提交其他组织和监管机构。"),
    FALSE_STATUS(
            Verdict.VALID,
            "A signed statement denies a record that the log held already.",
            "已签署的声明否认了日志当时已载有的记录。",
            "Show this file to the other organisations and to the regulator.",
            "请将此文件提交其他组织和监管机构。"),
    NO_EVIDENCE(Verdict.INVALID, "The file proves no contradiction.", "该文件未证明任何矛盾。"),
    EVIDENCE_UNDECIDED(
            Verdict.UNKNOWN,
            "Something in the evidence cannot be checked with this trust file or verifier.",
            "证据中有内容无法以此信任文件或验证程序核验。",
            "Get a newer trust file and verifier.",
            "请取得较新的信任文件和验证程序。"),

    NOT_CHECKED(Verdict.UNKNOWN, "Not checked, because an earlier check failed.", "因前项检查未通过而未检查。");

    private final Verdict verdict;
    private final Text text;
    private final Text next;

    Reason(Verdict verdict, String en, String zh, String nextEn, String nextZh) {
        this.verdict = verdict;
        this.text = Text.of(en, zh);
        this.next = Text.of(nextEn, nextZh);
    }

    Reason(Verdict verdict, String en, String zh) {
        this(verdict, en, zh, "", "");
    }

    public Verdict verdict() {
        return verdict;
    }

    public Text text() {
        return text;
    }

    /** What the reader can do about it; empty where nothing needs doing. */
    public Text next() {
        return next;
    }
}
