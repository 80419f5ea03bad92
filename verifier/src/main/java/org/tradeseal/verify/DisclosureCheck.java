package org.tradeseal.verify;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the fields of a disclosure are those of a receipt's record. */
final class DisclosureCheck {
    private final ParsedDisclosure disclosure;
    private final ParsedReceipt receipt;
    private final Finding finding;

    private DisclosureCheck(ParsedDisclosure disclosure, ParsedReceipt receipt) {
        this.disclosure = disclosure;
        this.receipt = receipt;
        this.finding = check();
    }

    static DisclosureCheck of(ParsedDisclosure disclosure, ParsedReceipt receipt) {
        return new DisclosureCheck(disclosure, receipt);
    }

    private static Finding finding(Reason reason, String en, String zh) {
        return Finding.of(Aspect.DISCLOSURE, reason, en, zh);
    }

    private Finding check() {
        if (disclosure.isNewer()) {
            return Finding.of(Aspect.DISCLOSURE, Reason.UNKNOWN_DISCLOSURE);
        }
        if (!disclosure.ledger().equals(receipt.ledger())
                || !disclosure.record().equals(receipt.id())) {
            return finding(
                    Reason.OTHER_RECORD,
                    "The disclosure is of record " + disclosure.record() + ".",
                    "披露文件针对记录 " + disclosure.record() + "。");
        }
        if (!disclosure.root().equals(IntegrityCheck.fieldRoot(receipt))) {
            return finding(
                    Reason.OTHER_RECORD,
                    "The receipt's version of the record has other private content.",
                    "收据所载版本的私密内容与之不同。");
        }
        for (FieldOpening opening : disclosure.openings()) {
            if (!opens(opening)) {
                return finding(
                        Reason.FIELD_DIFFERS,
                        "Field: " + opening.field().pointer(),
                        "字段：" + opening.field().pointer());
            }
        }
        return disclosed();
    }

    private boolean opens(FieldOpening opening) {
        return opening.opens(receipt.ledger(), receipt.id(), disclosure.root());
    }

    private Finding disclosed() {
        int shown = disclosure.openings().size();
        int count = disclosure.root().count();
        int leftOut = disclosure.leftOut();
        return finding(
                Reason.DISCLOSED,
                "Shown: " + shown + " of " + count + ". Withheld: " + (count - shown) + "."
                        + (leftOut == 0 ? "" : " Left out of this file since it was signed: " + leftOut + "."),
                "共 " + count + " 个，披露 " + shown + " 个，未披露 " + (count - shown) + " 个。"
                        + (leftOut == 0 ? "" : "签署后从本文件中略去 " + leftOut + " 个。"));
    }

    Finding finding() {
        return finding;
    }

    /** The fields that are the record's, where the whole disclosure is. */
    List<FieldOpening> genuine() {
        return finding.reason() == Reason.DISCLOSED ? disclosure.openings() : List.of();
    }

    /** What is shown; {@code proved} is whether the receipt proves its record. */
    Disclosed disclosed(boolean proved) {
        boolean compared = finding.reason() == Reason.DISCLOSED || finding.reason() == Reason.FIELD_DIFFERS;
        if (!compared) {
            return unchecked(disclosure);
        }
        Reason genuine = proved ? Reason.FIELD_SHOWN : Reason.FIELD_UNPROVED;
        List<Disclosed.Shown> fields = disclosure.openings().stream()
                .map(o -> new Disclosed.Shown(o.field(), opens(o) ? genuine : Reason.FIELD_DIFFERS))
                .toList();
        boolean whole = finding.reason() == Reason.DISCLOSED;
        return new Disclosed(fields, whole ? disclosure.root().count() - fields.size() : null, disclosure.leftOut());
    }

    /** What is shown, where it could not be compared with a record. */
    static Disclosed unchecked(ParsedDisclosure disclosure) {
        List<Disclosed.Shown> fields = disclosure.openings().stream()
                .map(o -> new Disclosed.Shown(o.field(), Reason.NOT_CHECKED))
                .toList();
        return new Disclosed(fields, null, disclosure.leftOut());
    }

    /** Who signed, for whom, and whether the disclosure is what the verifier asked for. */
    static Finding discloser(ParsedDisclosure disclosure, Head.Keys keys, Disclosure.Asked asked, Instant now) {
        String named = keys.witnessOrganisation(disclosure.issuer(), disclosure.keyId());
        if (named == null) {
            return discloser(
                    Reason.UNKNOWN_DISCLOSER,
                    "Its name is " + disclosure.issuer() + ".",
                    "其名称为 " + disclosure.issuer() + "。");
        }
        Trust.Organisation signer = keys.stater(named, disclosure.size(), disclosure.signed(), disclosure.signature());
        if (signer == null) {
            return discloser(Reason.BAD_DISCLOSURE_SIGNATURE, "Organisation: " + named + ".", "组织：" + named + "。");
        }
        Instant expires = disclosure.expires();
        if (expires != null && !now.isBefore(expires)) {
            return discloser(Reason.DISCLOSURE_EXPIRED, "It was good until " + expires + ".", "有效期至 " + expires + "。");
        }
        if (isOther(asked.audience(), disclosure.audience()) || isOther(asked.nonce(), disclosure.nonce())) {
            return discloser(Reason.OTHER_AUDIENCE, "", "");
        }
        return signed(disclosure, named);
    }

    private static boolean isOther(@Nullable String asked, @Nullable String named) {
        return asked != null && !asked.equals(named);
    }

    private static Finding signed(ParsedDisclosure disclosure, String msp) {
        String audience = disclosure.audience();
        Instant expires = disclosure.expires();
        return discloser(
                Reason.DISCLOSER_SIGNED,
                "Organisation: " + msp + ", for " + disclosure.discloser() + ", at " + disclosure.issuedAt()
                        + (audience == null ? "" : ", to " + audience) + (expires == null ? "" : ", until " + expires)
                        + ".",
                "组织：" + msp + "，代 " + disclosure.discloser() + "，时间 " + disclosure.issuedAt()
                        + (audience == null ? "" : "，对象 " + audience) + (expires == null ? "" : "，有效至 " + expires)
                        + "。");
    }

    private static Finding discloser(Reason reason, String en, String zh) {
        return Finding.of(Aspect.DISCLOSER, reason, en, zh);
    }
}
