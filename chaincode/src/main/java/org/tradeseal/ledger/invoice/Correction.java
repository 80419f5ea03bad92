package org.tradeseal.ledger.invoice;

import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;

/** The invoice a credit note refers to (BG-3), and the keyed fingerprint of the number it names it by (BT-25). */
public record Correction(RecordId invoice, Sha256 number) {
    public Correction {
        Required.field(invoice, "/invoice");
        Required.field(number, "/number");
    }
}
