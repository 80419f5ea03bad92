package org.tradeseal.ledger.invoice;

import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.FieldOpening;
import org.tradeseal.verify.RecordId;

/**
 * The seller issues an invoice or a credit note. {@code sellerOpening} opens {@code /seller/id}, {@code buyerOpening}
 * opens {@code /buyer/id} where the buyer is a participant; both identifiers stand in participants' records anyway.
 * {@code recipientParticipants} are those that may read the record and its document, besides seller and buyer.
 */
public record IssueInvoice(
        DocumentKind documentKind,
        InvoiceSyntax syntax,
        Fingerprints fingerprints,
        PrivateContent privateContent,
        SortedSet<RecordId> recipientParticipants,
        @Nullable RecordId buyer,
        FieldOpening sellerOpening,
        @Nullable FieldOpening buyerOpening,
        RulesReport rules,
        @Nullable SignatureVerdict signature,
        @Nullable Correction corrects) {
    public IssueInvoice {
        Required.field(documentKind, "/documentKind");
        Required.field(syntax, "/syntax");
        Required.field(fingerprints, "/fingerprints");
        Required.field(privateContent, "/privateContent");
        Required.field(recipientParticipants, "/recipientParticipants");
        Required.field(sellerOpening, "/sellerOpening");
        Required.field(rules, "/rules");
        if (buyer != null) {
            Required.field(buyerOpening, "/buyerOpening");
        }
    }
}
