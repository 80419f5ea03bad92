package org.tradeseal.ledger.participant;

import java.util.List;
import java.util.SortedSet;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.PublicKey;

/** The regulator admits a legal entity under an organisation that hosts it. */
public record AdmitParticipant(
        Name name,
        MspId organisation,
        CountryCode country,
        SortedSet<Role> roles,
        List<Identifier> identifiers,
        List<PublicKey> keys,
        Custody custody) {
    public AdmitParticipant {
        Required.field(name, "/name");
        Required.field(organisation, "/organisation");
        Required.field(country, "/country");
        Required.field(roles, "/roles");
        Required.field(identifiers, "/identifiers");
        Required.field(keys, "/keys");
        Required.field(custody, "/custody");
    }
}
