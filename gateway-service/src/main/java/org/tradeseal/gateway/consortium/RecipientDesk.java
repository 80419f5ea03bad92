package org.tradeseal.gateway.consortium;

import org.tradeseal.gateway.delivery.Reception;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** Takes payloads from other organisations' gateways. Any of them may bring one: the record says which one it is. */
final class RecipientDesk {
    private final Ledger ledger;
    private final Reception reception;

    RecipientDesk(Ledger ledger, Reception reception) {
        this.ledger = ledger;
        this.reception = reception;
    }

    /** Stores a payload in the recipient's collection and acknowledges it on the record. */
    void receive(String recipient, byte[] json) {
        MspId own = new MspId(recipient);
        if (!ledger.organisations().contains(own)) {
            throw new Refusal(
                    ErrorCode.NOT_DELIVERED, "This gateway does not serve " + own + ".", "本网关不服务于 " + own + "。");
        }
        reception.receive(own, CanonicalJson.readCanonical(json, Payload.class));
    }
}
