package org.tradeseal.ledger.financing;

import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.FieldOpening;

/** The number and the issue date of an invoice, laid open. */
public record IdentityOpening(FieldOpening number, FieldOpening issueDate) {
    public IdentityOpening {
        Required.field(number, "/number");
        Required.field(issueDate, "/issueDate");
    }
}
