package org.tradeseal.ledger.asset;

import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Decision;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.ledger.terms.LiveLicence;

/** The next version of an asset in the making: what moves can change, taken over from the version before. */
final class AssetChange {
    private final Asset before;
    List<Registrant> registrants;
    PrivateContent privateContent;
    AssetStatus status;
    boolean published;

    @Nullable Decision decision;

    List<Objection> objections;

    @Nullable Assignment assignment;

    SortedSet<Consent> consents;
    List<LiveLicence> licences;

    AssetChange(Asset before) {
        this.before = before;
        registrants = before.registrants();
        privateContent = before.privateContent();
        status = before.status();
        published = before.published();
        decision = before.decision();
        objections = before.objections();
        assignment = before.assignment();
        consents = before.consents();
        licences = before.licences();
    }

    Asset asset() {
        return new Asset(
                before.assetClass(),
                before.title(),
                before.jurisdiction(),
                registrants,
                before.creators(),
                before.nature(),
                before.source(),
                before.deposit(),
                before.evidence(),
                before.details(),
                privateContent,
                status,
                published,
                decision,
                objections,
                assignment,
                consents,
                licences);
    }
}
