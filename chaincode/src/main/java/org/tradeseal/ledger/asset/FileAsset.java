package org.tradeseal.ledger.asset;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.RecordId;

/**
 * A registrant applies for registration. Names of creators stand here if they may be published; unpublished ones,
 * digests of files and personal data are fields of the private content. {@code source} is the asset that a derived right
 * comes from; {@code deposit} the deposit that a filing rests on.
 */
public record FileAsset(
        AssetClass assetClass,
        Name title,
        CountryCode jurisdiction,
        List<Registrant> registrants,
        List<Name> creators,
        RightNature nature,
        @Nullable RecordId source,
        @Nullable RecordId deposit,
        @Nullable Evidence evidence,
        Details details,
        PrivateContent privateContent) {
    public FileAsset {
        Required.field(assetClass, "/assetClass");
        Required.field(title, "/title");
        Required.field(jurisdiction, "/jurisdiction");
        registrants = Registrant.requireWhole(registrants, "/registrants");
        creators = Required.orNone(creators);
        Required.field(nature, "/nature");
        Required.when(
                nature == RightNature.DERIVED,
                source,
                "/source",
                "A derived right names the asset it derives from.",
                "派生权利须写明来源资产。");
        Required.field(details, "/details").requireClass(assetClass);
        details.chosen().requireConsistent(registrants.size(), creators.size(), deposit != null);
        Required.field(privateContent, "/privateContent");
    }
}
