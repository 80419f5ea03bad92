package org.tradeseal.gateway.consortium;

import com.google.protobuf.ByteString;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A refusal on its way between gateways: as stated, with its attachments, so that it is thrown again word for word. */
final class RefusalBytes {
    private static final String ATTACHMENTS = "attachments";

    private RefusalBytes() {}

    static ByteString of(Refusal refusal) {
        ObjectNode json = (ObjectNode) CanonicalJson.toTree(refusal.stated());
        if (!refusal.attachments().isEmpty()) {
            json.set(ATTACHMENTS, CanonicalJson.toTree(refusal.attachments()));
        }
        return ByteString.copyFrom(CanonicalJson.bytes(json));
    }

    /** The refusal of another gateway; UNAVAILABLE if it cannot be understood, as a code of a later version. */
    static Refusal read(ByteString bytes) {
        try {
            ObjectNode json = (ObjectNode) CanonicalJson.tree(bytes.toByteArray());
            JsonNode attachments = json.remove(ATTACHMENTS);
            Refusal refusal = CanonicalJson.read(json, Refusal.Stated.class).toRefusal();
            if (attachments != null) {
                for (var attachment : attachments.properties()) {
                    refusal = refusal.with(attachment.getKey(), attachment.getValue());
                }
            }
            return refusal;
        } catch (Refusal | ClassCastException e) {
            return new Refusal(
                    ErrorCode.UNAVAILABLE,
                    "Another organisation's gateway answered in a way that this version does not understand.",
                    "另一组织的网关作出了本版本无法理解的答复。");
        }
    }
}
