package org.tradeseal.ledger.licence;

import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.terms.LicenceTerms;
import org.tradeseal.verify.RecordId;

/** A licensor offers a licence; royalties and prices are fields of the private content. */
public record OfferLicence(
        RecordId asset,
        RecordId licensee,
        LicenceTerms terms,
        @Nullable PrivateContent privateContent) {
    public OfferLicence {
        Required.field(asset, "/asset");
        Required.field(licensee, "/licensee");
        Required.field(terms, "/terms");
    }
}
