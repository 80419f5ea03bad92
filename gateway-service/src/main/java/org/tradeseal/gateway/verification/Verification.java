package org.tradeseal.gateway.verification;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.signature.SignatureVerdict;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Text;

/** The answer to somebody who holds a document: which record it is, if any, and how the two relate. */
record Verification(
        Finding finding,
        String explanation,
        @Nullable RecordId record,
        @Nullable String type,
        @Nullable String status,
        @Nullable Integer version,
        @Nullable Issuer issuer,
        List<Difference> differences,
        @Nullable SignatureVerdict signature,
        @Nullable Object recordedSignature,
        @Nullable Boolean signerIsIssuer) {

    Verification {
        differences = List.copyOf(differences);
    }

    /** How a document relates to the record. */
    enum Finding {
        IDENTICAL_BYTES("The document is, byte for byte, the one that was recorded.", "该文件与登记的文件逐字节一致。"),
        SAME_INVOICE_OTHER_FORM(
                "The document is the recorded invoice in another form: every fact is the same.",
                "该文件是已登记发票的另一种形式，各项内容均一致。"),
        DIFFERENT(
                "The document claims to be the recorded one but differs in the fields listed.",
                "该文件自称为已登记的文件，但在所列字段上与之不同。"),
        FIELDS_MATCH("Every field you stated is as recorded.", "您所述的各字段均与登记一致。"),
        UNKNOWN(
                "Not known here: the registry has no such document that you may see. This says nothing about whether it"
                        + " is genuine.",
                "此处未知：登记系统中没有您可查看的此类文件。这并不说明该文件的真伪。");

        private final transient Text text;

        Finding(String en, String zh) {
            this.text = Text.of(en, zh);
        }

        Text text() {
            return text;
        }
    }

    /** Who recorded it. */
    record Issuer(RecordId participant, String name, String organisation) {}

    /** A field in which document and record differ; null where one of them lacks it. */
    record Difference(
            String pointer,
            @Nullable String recorded,
            @Nullable String presented) {}
}
