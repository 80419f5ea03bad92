package org.tradeseal.ledger.terms;

import org.tradeseal.verify.RecordId;

/** A licence as its asset's record indexes it from acceptance to its end, so that rules about it read one record. */
public record LiveLicence(RecordId id, RecordId licensor, RecordId licensee, LicenceStatus status, LicenceTerms terms) {

    public LiveLicence with(LicenceStatus newStatus) {
        return new LiveLicence(id, licensor, licensee, newStatus, terms);
    }
}
