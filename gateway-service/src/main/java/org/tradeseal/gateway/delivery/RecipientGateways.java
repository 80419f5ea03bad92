package org.tradeseal.gateway.delivery;

import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.record.MspId;

/** The gateways of recipients that this gateway does not serve itself. */
public interface RecipientGateways {
    /**
     * Brings a payload to its recipient, and returns when the recipient has stored and acknowledged it. Takes half a
     * minute at most. Throws a Refusal: UNAVAILABLE if the recipient's gateway cannot be reached, or what it says.
     */
    void deliver(MspId recipient, Payload payload);
}
