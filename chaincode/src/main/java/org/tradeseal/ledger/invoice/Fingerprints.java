package org.tradeseal.ledger.invoice;

import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;

/**
 * HMAC-SHA-256 of an invoice's identity (seller's identifier, BT-1 number, BT-3 type, year of BT-2) and of its content,
 * under the channel's fingerprint secret of this version.
 */
public record Fingerprints(int version, Sha256 identity, Sha256 content) {
    public Fingerprints {
        Required.field(identity, "/identity");
        Required.field(content, "/content");
        if (version < 1) {
            throw new Refusal(ErrorCode.MALFORMED, "Versions of the fingerprint secret count from 1.", "指纹密钥版本从 1 起编号。")
                    .at("/version");
        }
    }
}
