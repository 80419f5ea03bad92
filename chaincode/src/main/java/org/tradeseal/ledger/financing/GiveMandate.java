package org.tradeseal.ledger.financing;

import java.time.Instant;
import org.tradeseal.ledger.invoice.PayableOpening;
import org.tradeseal.ledger.record.Money;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;

/**
 * The seller gives a bank a mandate. The opened fields fill the invoice's register: what is payable, and the keys by
 * which double financing is found.
 */
public record GiveMandate(
        RecordId invoice,
        RecordId bank,
        Money ceiling,
        Instant expires,
        PayableOpening payable,
        IdentityOpening identity) {
    public GiveMandate {
        Required.field(invoice, "/invoice");
        Required.field(bank, "/bank");
        Required.field(ceiling, "/ceiling");
        Required.field(expires, "/expires");
        Required.field(payable, "/payable");
        Required.field(identity, "/identity");
    }
}
