package org.tradeseal.ledger.asset;

import java.util.List;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.ledger.record.Required;

/** A participant deposits data as evidence, without examination. */
public record DepositAsset(
        AssetClass assetClass,
        Name title,
        CountryCode jurisdiction,
        List<Registrant> registrants,
        Evidence evidence,
        PrivateContent privateContent) {
    public DepositAsset {
        Required.field(assetClass, "/assetClass");
        Required.field(title, "/title");
        Required.field(jurisdiction, "/jurisdiction");
        registrants = Registrant.requireWhole(registrants, "/registrants");
        // Online Litigation Rules art. 18: what happened before the recording is proved by other means.
        Required.field(evidence, "/evidence");
        Required.field(privateContent, "/privateContent");
    }
}
