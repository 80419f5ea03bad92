package org.tradeseal.verify;

import java.util.ArrayList;
import java.util.List;

/** Whether a file is one whose digest the record keeps. */
final class DocumentCheck {
    private DocumentCheck() {}

    /** Presupposes a receipt of integrity, whose openings are the record's, as are those that a disclosure shows. */
    static Finding of(ParsedReceipt receipt, List<FieldOpening> disclosed, Sha256 digest) {
        Json content = receipt.record().content();
        if (isText(content, digest, "privateContent", "payload")) {
            return found("the private content as delivered", "所投递的私密内容");
        }
        if (isText(content, digest, "response", "sha256")) {
            return found("the buyer's answer", "买方的答复文件");
        }
        List<String> compared = new ArrayList<>();
        List<FieldOpening> openings = new ArrayList<>(receipt.openings());
        openings.addAll(disclosed);
        for (FieldOpening opening : openings) {
            Field field = opening.field();
            if (field.type() == Field.Type.DIGEST) {
                if (field.value().equals(digest.hex())) {
                    return found("field " + field.pointer(), "字段 " + field.pointer());
                }
                compared.add(field.pointer());
            }
        }
        return compared.isEmpty()
                ? Finding.of(Aspect.DOCUMENT, Reason.NO_DIGEST)
                : Finding.of(
                        Aspect.DOCUMENT,
                        Reason.OTHER_DOCUMENT,
                        "Compared with " + String.join(", ", compared) + ".",
                        "已与 " + String.join("、", compared) + " 比对。");
    }

    private static boolean isText(Json content, Sha256 digest, String outer, String name) {
        Json object = content.find(outer);
        Json value = object == null ? null : object.find(name);
        return value != null && value.is(digest.hex());
    }

    private static Finding found(String en, String zh) {
        return Finding.of(Aspect.DOCUMENT, Reason.SAME_DOCUMENT, "It is " + en + ".", "即" + zh + "。");
    }
}
