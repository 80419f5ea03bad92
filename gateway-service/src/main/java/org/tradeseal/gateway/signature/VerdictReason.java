package org.tradeseal.gateway.signature;

/** Why a signature is recognised here or not: a stable code with a sentence in each language. */
public enum VerdictReason {
    ACCEPTED(
            "The signature is valid, covers the whole document and comes from a trusted issuer.",
            "签名有效，覆盖整份文件，签发机构受信任。"),
    NO_SIGNATURE("The document carries no signature.", "文件没有签名。"),
    UNREADABLE(
            "The signature is not in a form that can be read: XAdES, CAdES and ASiC are accepted.",
            "签名格式无法识别：接受 XAdES、CAdES 和 ASiC。"),
    TOO_LARGE("The document or signature is larger than this gateway accepts.", "文件或签名超过本网关的大小限制。"),
    XML_REFUSED(
            "The XML has a document type declaration, is nested too deeply, has too many elements or is not well formed.",
            "XML 含有文档类型声明、嵌套过深、元素过多或格式不正确。"),
    CONTAINER_REFUSED(
            "The container is damaged, expands too far, or holds too many, repeated, nested or unsafely named files.",
            "容器已损坏、解压后过大，或文件过多、重名、嵌套、命名不安全。"),
    TRANSFORM_REFUSED("The signature uses a transform that could hide parts of the document.", "签名使用了可能隐藏文件部分内容的变换。"),
    ALGORITHM_NOT_SUPPORTED(
            "The signature or a certificate uses SM2 or SM3, which this gateway does not yet validate.",
            "签名或证书使用 SM2 或 SM3 算法，本网关尚不支持验证。"),
    DOCUMENT_CHANGED("The document is not the one that was signed, or was changed afterwards.", "文件不是被签名的那一份，或签名后被改动。"),
    SIGNATURE_FORGED("The signature value does not verify under the signer's key.", "签名值无法用签名人的密钥验证。"),
    FORMAT_INVALID("The signature breaks the rules of its own format.", "签名不符合其格式规范。"),
    SCOPE_PARTIAL(
            "The signature covers only a part of what was handed in, or something else.", "签名只覆盖所提交内容的一部分，或覆盖的是其他内容。"),
    ISSUER_NOT_TRUSTED(
            "The signer's certificate does not lead to a trust anchor of this gateway.", "签名证书的签发链未到达本网关的信任锚。"),
    CERTIFICATE_EXPIRED(
            "The certificate had expired, and no time stamp proves that the signature is older.",
            "证书已过期，且没有时间戳证明签名在过期前作出。"),
    CERTIFICATE_NOT_YET_VALID("The signature is dated outside the validity of its certificate.", "签名时间不在证书有效期内。"),
    CERTIFICATE_REVOKED(
            "The certificate is revoked, and no time stamp proves that the signature was made before.",
            "证书已被吊销，且没有时间戳证明签名在吊销前作出。"),
    REVOCATION_UNKNOWN("It is not known whether the certificate is revoked.", "无法得知证书是否已被吊销。"),
    CHAIN_REFUSED(
            "The certificate or its chain breaks a constraint: names, policies, key usage or extensions.",
            "证书或证书链违反约束：名称、策略、密钥用途或扩展项。"),
    ALGORITHM_TOO_WEAK("An algorithm or key length is no longer accepted.", "所用算法或密钥长度已不再被接受。"),
    NOT_PROVEN("The signature could be neither confirmed nor refuted.", "签名既不能确认也不能否定。");

    private final String english;
    private final String chinese;

    VerdictReason(String english, String chinese) {
        this.english = english;
        this.chinese = chinese;
    }

    public String english() {
        return english;
    }

    public String chinese() {
        return chinese;
    }
}
