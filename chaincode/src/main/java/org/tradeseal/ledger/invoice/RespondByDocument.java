package org.tradeseal.ledger.invoice;

import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Texts;
import org.tradeseal.verify.FieldOpening;
import org.tradeseal.verify.RecordId;

/**
 * The seller or a bank submits the signed answer of a buyer outside the consortium. {@code responder} is the identifier
 * of the party that the document names as its sender; it has to be the invoice's opened {@code /buyer/id}.
 */
public record RespondByDocument(
        RecordId id,
        ResponseDocument document,
        String responder,
        FieldOpening buyerOpening,
        @Nullable ResponseReason reason) {
    public RespondByDocument {
        Required.field(id, "/id");
        Required.field(document, "/document");
        Texts.requireLine(Required.field(responder, "/responder"), 64, "/responder");
        Required.field(buyerOpening, "/buyerOpening");
    }
}
