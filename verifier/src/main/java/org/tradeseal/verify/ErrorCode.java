package org.tradeseal.verify;

import static org.tradeseal.verify.ErrorCode.Kind.*;

/**
 * Every reason for which the registry refuses something. Codes are API: add, never rename. In one command the first
 * check that fails answers; checks run in the order: shape, ledger, signature, idempotency, actor, state, rules.
 */
public enum ErrorCode {
    MALFORMED(
            Kind.MALFORMED,
            "The request is malformed",
            "请求格式有误",
            "Correct the named field and send the request again.",
            "请更正所指字段后重新提交。"),
    NOT_CANONICAL(
            Kind.MALFORMED,
            "The bytes are not in canonical form (RFC 8785)",
            "字节不是规范形式（RFC 8785）",
            "Canonicalise the JSON before signing it and send exactly the signed bytes.",
            "请先规范化 JSON 再签名，并原样提交已签名的字节。"),
    UNKNOWN_FORMAT(
            Kind.MALFORMED,
            "Unknown format or version",
            "未知的格式或版本",
            "Use a format that docs/formats.md lists.",
            "请使用 docs/formats.md 所列的格式。"),
    UNKNOWN_COMMAND(
            Kind.MALFORMED,
            "There is no such command",
            "没有此命令",
            "Use a command of the dispatch table; the API description lists them.",
            "请使用接口说明中列出的命令。"),
    WRONG_LEDGER(
            Kind.MALFORMED,
            "The command is bound to another ledger",
            "该命令绑定的是另一账本",
            "Ask this gateway for its ledger digest and sign the command for it.",
            "请取得本网关的账本摘要并据此签署命令。"),
    COMMAND_EXPIRED(
            Kind.MALFORMED,
            "The command has expired or expires too late",
            "命令已过期，或有效期过长",
            "Prepare the command anew; it may live 7 days at most.",
            "请重新准备命令；有效期最长 7 天。"),
    BAD_SIGNATURE(
            Kind.MALFORMED,
            "The signature does not verify",
            "签名验证失败",
            "Sign exactly the prepared bytes with a key that is in force for the actor.",
            "请用行为人当前有效的密钥对准备好的字节原样签名。"),
    KEY_NOT_IN_FORCE(
            Kind.MALFORMED,
            "The key is not in force for this participant",
            "该密钥对此参与方无效或已停用",
            "Sign with the participant's current key.",
            "请使用该参与方的当前密钥签名。"),
    RESULT_MISMATCH(
            FAILED_PRECONDITION,
            "The authority's decision was signed for another resulting record",
            "该机关签署的决定对应的是另一结果记录",
            "Prepare the decision anew on the current record, check it and sign it.",
            "请基于当前记录重新准备决定，核对后签署。"),
    UNAUTHENTICATED(
            Kind.UNAUTHENTICATED,
            "No valid access token",
            "缺少有效的访问令牌",
            "Send Authorization: Bearer with a token from your operator.",
            "请携带运营方发放的令牌（Authorization: Bearer）。"),
    NOT_YOUR_ROLE(
            Kind.FORBIDDEN,
            "Your role may not do this",
            "您的角色无权执行此操作",
            "Ask the participant whose role it is.",
            "请由具备相应角色的参与方办理。"),
    SIGNATURE_REQUIRED(
            Kind.FORBIDDEN,
            "This participant acts only by its own signature",
            "该参与方只能凭自己的签名行事",
            "Prepare the command, sign it with the participant's key and submit it.",
            "请准备命令，用该参与方的密钥签名后提交。"),
    PARTICIPANT_SUSPENDED(
            Kind.FORBIDDEN,
            "The participant is suspended",
            "该参与方已被暂停",
            "Ask the regulator about the suspension.",
            "请就暂停事宜联系监管机构。"),
    NOT_FOUND(
            Kind.NOT_FOUND,
            "There is no such record, or it is not yours to see",
            "没有此记录，或您无权查看",
            "Check the id; ask the record's parties for access.",
            "请核对编号，或向记录当事方了解。"),
    ALREADY_EXISTS(
            EXISTS,
            "It exists already with different content",
            "已存在内容不同的同一事项",
            "Look at the record named; use another number or correct the content.",
            "请查看所指记录；更换编号或更正内容。"),
    IDENTIFIER_TAKEN(
            EXISTS,
            "The identifier is admitted for another participant",
            "该标识已登记给另一参与方",
            "Check the identifier with the regulator.",
            "请与监管机构核对该标识。"),
    IDEMPOTENCY_KEY_REUSED(
            IDEMPOTENCY,
            "The idempotency key was used for another request",
            "该幂等键已用于另一请求",
            "Use a new Idempotency-Key for a new request.",
            "新的请求请使用新的 Idempotency-Key。"),
    STALE_VERSION(
            STALE,
            "The record has moved on since you read it",
            "记录在您读取之后已有变化",
            "Read the record again and decide on its current version.",
            "请重新读取记录，基于当前版本决定。"),
    EXPECTATION_MISSING(
            Kind.MALFORMED,
            "The command does not name the version of a record it moves",
            "命令未写明其所变更记录的版本",
            "Put id, version and leaf of that record into expect.",
            "请在 expect 中写明该记录的编号、版本和叶哈希。"),
    WRONG_STATE(
            FAILED_PRECONDITION,
            "The record's state does not allow this",
            "记录的当前状态不允许此操作",
            "Look at the record's status and at docs/lifecycles.md.",
            "请查看记录状态及 docs/lifecycles.md。"),
    DEADLINE_PASSED(
            FAILED_PRECONDITION,
            "The time for this has passed",
            "期限已过",
            "Start a new procedure where the rules allow one.",
            "如规则允许，请另行启动程序。"),
    TOO_EARLY(
            FAILED_PRECONDITION,
            "The time for this has not come",
            "尚未到可以办理的时间",
            "Wait until the time named.",
            "请等到所示时间后再办理。"),
    CLOCK_SKEW(
            FAILED_PRECONDITION,
            "The submitting gateway's clock and an endorser's are too far apart",
            "提交网关与背书节点的时钟相差过大",
            "Synchronise the gateway's clock (NTP) and send the command again.",
            "请校准网关时钟（NTP）后重新提交。"),
    SHARES_NOT_ONE(
            Kind.MALFORMED,
            "The co-owners' shares do not add up to one",
            "共有人份额之和不等于一",
            "Correct the shares; they are fractions such as 1/3.",
            "请更正份额；份额为分数，例如 1/3。"),
    FIELD_REQUIRED(Kind.MALFORMED, "A required field is missing", "缺少必填字段", "Fill in the field named.", "请填写所指字段。"),
    NOT_ELIGIBLE(
            FAILED_PRECONDITION,
            "The subject cannot be registered",
            "该对象不符合登记条件",
            "Read the rule named in the detail.",
            "请参阅说明中所列规则。"),
    CO_OWNERS_CONSENT(
            FAILED_PRECONDITION,
            "All co-owners have to consent",
            "须经全体共有人同意",
            "Collect the consent of every co-owner named.",
            "请取得所列每位共有人的同意。"),
    LICENCE_CONFLICT(
            FAILED_PRECONDITION,
            "The licence conflicts with another one",
            "许可与另一许可相冲突",
            "Change term, territory, field or manner, or end the other licence first.",
            "请调整期限、地域、领域或方式，或先终止另一许可。"),
    OUTSIDE_PARENT(
            FAILED_PRECONDITION,
            "The sublicence reaches beyond its parent licence",
            "分许可超出上级许可范围",
            "Keep the sublicence inside its parent in every dimension.",
            "请使分许可在各方面均不超出上级许可。"),
    RIGHT_ENDED(
            FAILED_PRECONDITION,
            "The right does not exist or has ended",
            "权利不存在或已终止",
            "Check the asset's status and expiry.",
            "请核对资产状态及期限。"),
    SELLER_MISMATCH(
            FAILED_PRECONDITION,
            "The seller of the document is not the issuing participant",
            "单据的卖方不是签发的参与方",
            "Issue the invoice as its seller, under an identifier the regulator admitted.",
            "请由卖方本人以监管机构已登记的标识签发。"),
    BUYER_MISMATCH(
            FAILED_PRECONDITION,
            "The buyer of the document is not the participant named as buyer",
            "单据的买方不是所指的买方参与方",
            "Name the participant that the document's buyer identifier is admitted for, or none.",
            "请填写单据买方标识所登记的参与方；买方在联盟之外时留空。"),
    SAME_INVOICE(
            EXISTS,
            "The same invoice is recorded already",
            "同一发票已登记",
            "Use the record named; the invoice needs no second one.",
            "请使用所指记录，无须重复登记。"),
    INVOICE_NUMBER_TAKEN(
            EXISTS,
            "Another invoice with other content is recorded under this number",
            "该号码下已登记内容不同的发票",
            "Use another number, or correct the recorded invoice by a credit note.",
            "请更换号码，或以贷记单更正已登记的发票。"),
    CREDIT_NOTE_REQUIRED(
            FAILED_PRECONDITION,
            "An invoice is cancelled only by a credit note that refers to it",
            "发票只能通过引用它的贷记单取消",
            "Issue a credit note that names this invoice, then cancel.",
            "请先签发引用本发票的贷记单，再取消。"),
    INVOICE_FINANCED(
            FAILED_PRECONDITION,
            "The invoice carries a live financing",
            "该发票存在有效融资",
            "Release the financing first.",
            "请先解除融资。"),
    INVOICE_NOT_FINANCEABLE(
            FAILED_PRECONDITION,
            "The invoice cannot be financed in its present state",
            "发票当前状态不可融资",
            "Only an accepted, undisputed invoice is financed.",
            "只有已承兑且无争议的发票可以融资。"),
    OVER_SETTLEMENT(
            FAILED_PRECONDITION,
            "The payments would exceed the payable amount",
            "付款合计将超过应付金额",
            "Check the amount and whether the payment was recorded before.",
            "请核对金额，并确认该笔付款是否已登记。"),
    NOT_SETTLED(
            FAILED_PRECONDITION,
            "The recorded payments do not reach the payable amount",
            "已登记的付款尚未达到应付金额",
            "Record the missing payments first.",
            "请先登记其余付款。"),
    OVER_FINANCING(
            FAILED_PRECONDITION,
            "The amount exceeds what can still be financed",
            "金额超过剩余可融资额度",
            "Ask for the remaining financeable balance and lower the amount.",
            "请查询剩余可融资额度并降低金额。"),
    MANDATE_REQUIRED(
            FAILED_PRECONDITION,
            "There is no mandate of the seller that covers this",
            "卖方没有覆盖此事项的授权",
            "Ask the seller for a mandate with a sufficient ceiling and time.",
            "请卖方出具额度和期限足够的授权。"),
    FIELD_PROOF_INVALID(
            FAILED_PRECONDITION,
            "The opened field does not belong to the record's field root",
            "公开的字段与记录的字段根不符",
            "Open the field from the record's own payload.",
            "请使用该记录自身载荷中的字段证明。"),
    NOT_DELIVERED(
            FAILED_PRECONDITION,
            "The recipient's collection does not hold the payload",
            "接收方集合中没有该载荷",
            "Deliver the payload first.",
            "请先投递载荷。"),
    MUST_BE_PRIVATE(
            Kind.MALFORMED,
            "This command is sent to a registrar's gateway only",
            "此命令只能发送至登记机构的网关",
            "Send it through the financing path.",
            "请通过融资路径提交。"),
    BATCH_RETRY(
            RETRYABLE,
            "Another command of the same transaction touches the same record",
            "同一交易中的另一命令涉及同一记录",
            "Send the command again.",
            "请重新提交该命令。"),
    READ_CONFLICT(
            RETRYABLE, "A record changed while the command ran", "执行期间记录被更改", "Send the command again.", "请重新提交该命令。"),
    DOCUMENT_EMPTY(Kind.MALFORMED, "The document is empty", "文件为空", "Send the document's bytes.", "请发送文件内容。"),
    DOCUMENT_TOO_LARGE(
            Kind.TOO_LARGE,
            "The document is too large",
            "文件过大",
            "Send a document of at most 10 MiB.",
            "请发送不超过 10 MiB 的文件。"),
    XML_ENCODING_UNSUPPORTED(
            Kind.MALFORMED,
            "The XML's encoding is not supported",
            "不支持该 XML 编码",
            "Save the document as UTF-8.",
            "请以 UTF-8 保存文件。"),
    XML_NOT_WELL_FORMED(
            Kind.MALFORMED,
            "The XML is not well-formed",
            "XML 格式不正确",
            "Export the document again from the system that made it.",
            "请从生成系统重新导出文件。"),
    XML_DTD_FORBIDDEN(
            Kind.MALFORMED,
            "The XML has a document type declaration",
            "XML 含有文档类型声明（DTD）",
            "Remove the DOCTYPE; invoices need none.",
            "请删除 DOCTYPE；发票不需要它。"),
    XML_TOO_DEEP(
            Kind.MALFORMED, "The XML is nested too deeply", "XML 嵌套过深", "Nest at most 64 elements.", "元素嵌套不得超过 64 层。"),
    XML_TOO_MANY_ELEMENTS(Kind.MALFORMED, "The XML has too many elements", "XML 元素过多", "Split the document.", "请拆分文件。"),
    XML_TOO_MANY_ATTRIBUTES(
            Kind.MALFORMED,
            "An XML element has too many attributes",
            "XML 元素的属性过多",
            "Export the document again from the system that made it.",
            "请从生成系统重新导出文件。"),
    XML_TEXT_TOO_LONG(
            Kind.MALFORMED,
            "An XML text is too long",
            "XML 文本过长",
            "Shorten the text or attach it as a file.",
            "请缩短文本或改为附件。"),
    DOCUMENT_SYNTAX_UNKNOWN(
            Kind.MALFORMED,
            "The document is in no syntax the registry reads",
            "文件不属于可识别的语法",
            "Send UBL 2.1 Invoice or CreditNote, or UN/CEFACT CII D16B.",
            "请发送 UBL 2.1 发票或贷记单，或 UN/CEFACT CII D16B。"),
    INVOICE_RULE_SET_UNKNOWN(
            Kind.MALFORMED,
            "No rule set fits the invoice",
            "没有适用于该发票的规则集",
            "Check the customization id (BT-24) and the issue date (BT-2).",
            "请核对定制标识（BT-24）和开票日期（BT-2）。"),
    INVOICE_FACT_MISSING(
            Kind.MALFORMED,
            "The invoice does not state what identifies it",
            "发票缺少用于识别的信息",
            "Fill in the business term named in the detail.",
            "请补全说明中所指的业务术语。"),
    RESPONSE_INCOMPLETE(
            Kind.MALFORMED,
            "The response document is incomplete",
            "答复文件不完整",
            "Name the invoice and give a response code.",
            "请写明发票号码和答复代码。"),
    DOCUMENT_REFUSED(
            Kind.MALFORMED,
            "The document is refused",
            "文件被拒收",
            "Read the findings and correct the document.",
            "请阅读检查结果并更正文件。"),
    DOCUMENT_INVALID(
            Kind.MALFORMED,
            "The document breaks rules of its rule set",
            "文件不符合其规则集",
            "Read the findings, each with its remedy, and correct the document.",
            "请阅读各项检查结果及补救办法并更正文件。"),
    SIGNATURE_NOT_RECOGNISED(
            Kind.MALFORMED,
            "The document's signature is not recognised",
            "文件的电子签名未获承认",
            "Sign the document with a certificate under a configured trust anchor.",
            "请使用受信任根下的证书签署文件。"),
    TOO_LARGE(Kind.TOO_LARGE, "The body is too large", "内容过大", "Send at most the size named.", "请不要超过所示大小。"),
    TARGET_NOT_PUBLIC(
            Kind.MALFORMED,
            "The address is not a public one",
            "该地址不是公网地址",
            "Name a host that everybody reaches by HTTPS; a receiver in the gateway's own network is its operator's to allow.",
            "请使用公网可达的 HTTPS 主机；网关内网中的接收方须由运营方放行。"),
    TOO_MANY(
            Kind.FAILED_PRECONDITION,
            "There are as many already as there may be",
            "数量已达上限",
            "Remove one that is no longer needed, then try again.",
            "请先删除不再需要的一项，再重试。"),
    OVER_QUOTA(
            Kind.OVER_QUOTA, "Too many requests", "请求过多", "Wait as long as Retry-After says.", "请按 Retry-After 所示等待。"),
    TOO_SLOW(
            Kind.OVER_QUOTA,
            "The request arrived too slowly",
            "请求到达过慢",
            "Send the body without pauses; repeat the same Idempotency-Key.",
            "请不间断地发送请求体，并使用同一 Idempotency-Key。"),
    UNSUPPORTED_MEDIA_TYPE(
            Kind.MALFORMED,
            "The media type is not supported here",
            "不支持的媒体类型",
            "Use the media type of the API description.",
            "请使用接口说明中的媒体类型。"),
    METHOD_NOT_ALLOWED(
            Kind.MALFORMED,
            "The method is not allowed here",
            "不允许的方法",
            "Use a method of the API description.",
            "请使用接口说明中的方法。"),
    UNAVAILABLE(
            Kind.UNAVAILABLE,
            "The ledger or the database is away, or the queue is full",
            "账本或数据库暂不可用，或队列已满",
            "Try again as Retry-After says; repeat the same Idempotency-Key.",
            "请按 Retry-After 重试，并使用同一 Idempotency-Key。"),
    STORAGE_FULL(
            Kind.STORAGE_FULL,
            "The storage is full; nothing was written",
            "存储已满，未写入任何内容",
            "Tell the operator; reading goes on.",
            "请通知运营方；读取不受影响。"),
    OUTCOME_UNKNOWN(
            Kind.OUTCOME_UNKNOWN,
            "It is not known yet whether the command was committed",
            "尚不能确定命令是否已提交",
            "Repeat the request with the same Idempotency-Key.",
            "请使用同一 Idempotency-Key 重复请求。"),
    INTERNAL(
            Kind.INTERNAL,
            "An error of the registry itself",
            "系统内部错误",
            "Report the instance id to the operator.",
            "请将实例编号告知运营方。");

    private final Kind kind;
    private final Text title;
    private final Text remedy;

    ErrorCode(Kind kind, String titleEn, String titleZh, String remedyEn, String remedyZh) {
        this.kind = kind;
        this.title = Text.of(titleEn, titleZh);
        this.remedy = Text.of(remedyEn, remedyZh);
    }

    public Kind kind() {
        return kind;
    }

    /** What happened, in a few words. */
    public Text title() {
        return title;
    }

    /** What the caller can do about it. */
    public Text remedy() {
        return remedy;
    }

    /** The kinds of refusal; each maps to one gRPC and one HTTP status. */
    public enum Kind {
        MALFORMED,
        UNAUTHENTICATED,
        FORBIDDEN,
        NOT_FOUND,
        EXISTS,
        IDEMPOTENCY,
        STALE,
        FAILED_PRECONDITION,
        RETRYABLE,
        TOO_LARGE,
        OVER_QUOTA,
        UNAVAILABLE,
        STORAGE_FULL,
        OUTCOME_UNKNOWN,
        INTERNAL
    }
}
