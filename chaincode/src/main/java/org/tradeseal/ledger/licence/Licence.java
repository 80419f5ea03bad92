package org.tradeseal.ledger.licence;

import static org.tradeseal.ledger.terms.LicenceStatus.*;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.asset.Asset;
import org.tradeseal.ledger.asset.Consent;
import org.tradeseal.ledger.record.Actor;
import org.tradeseal.ledger.record.Capacity;
import org.tradeseal.ledger.record.Content;
import org.tradeseal.ledger.record.Decision;
import org.tradeseal.ledger.record.Lifecycle;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.ledger.terms.LicenceStatus;
import org.tradeseal.ledger.terms.LicenceTerms;
import org.tradeseal.ledger.terms.LiveLicence;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;

/** A licence of a registered asset, or a sublicence of a licence. */
public record Licence(
        RecordId asset,
        RecordId licensor,
        RecordId licensee,
        LicenceTerms terms,
        @Nullable PrivateContent privateContent,
        LicenceStatus status,
        boolean published,
        @Nullable Decision decision,
        @Nullable Termination termination)
        implements Content {

    public static final RecordType<Licence> TYPE = new RecordType<>(
            "LIC",
            "licence",
            Licence.class,
            RecordType.Home.CHANNEL,
            Set.of(Role.IP_CENTRE, Role.REGULATOR, Role.COURT));

    /** Until when an offer can be accepted. */
    static final String OFFER_ENDS = "offerEnds";

    /** Until when a licence is to be recorded (Patent Law Implementing Rules art. 15): shown, and no bar. */
    static final String RECORDAL_DUE = "recordalDue";

    public static final Lifecycle<LicenceStatus> LIFECYCLE = table();

    private static Lifecycle<LicenceStatus> table() {
        Lifecycle.Builder<LicenceStatus> table = Lifecycle.<LicenceStatus>of("licence")
                .creation(LicenceMove.OFFER, Capacity.LICENSOR, OFFERED)
                .awaited(OFFERED, LicenceMove.ACCEPT, Capacity.LICENSEE, ACCEPTED, OFFER_ENDS)
                .transition(OFFERED, LicenceMove.REFUSE, Capacity.LICENSEE, REFUSED)
                .transition(OFFERED, LicenceMove.WITHDRAW, Capacity.LICENSOR, WITHDRAWN)
                .awaited(ACCEPTED, LicenceMove.RECORD, Capacity.IP_CENTRE, RECORDED, RECORDAL_DUE)
                .transition(RECORDED, LicenceMove.SUSPEND, Capacity.IP_CENTRE, SUSPENDED)
                .transition(SUSPENDED, LicenceMove.RESUME, Capacity.IP_CENTRE, RECORDED);
        for (LicenceStatus live : List.of(ACCEPTED, RECORDED, SUSPENDED)) {
            // One party proposes, the other completes; the centre alone terminates on a judgment or an award.
            table.transition(live, LicenceMove.TERMINATE, Capacity.COUNTERPARTY, TERMINATED)
                    .transition(live, LicenceMove.TERMINATE, Capacity.LICENSOR, live)
                    .transition(live, LicenceMove.TERMINATE, Capacity.LICENSEE, live)
                    .transition(live, LicenceMove.TERMINATE, Capacity.IP_CENTRE, TERMINATED)
                    .transition(live, LicenceMove.EXPIRE, Capacity.ANYONE, EXPIRED);
        }
        return table.build();
    }

    static Licence offered(OfferLicence body, RecordId licensor) {
        return new Licence(
                body.asset(),
                licensor,
                body.licensee(),
                body.terms(),
                body.privateContent(),
                OFFERED,
                false,
                null,
                null);
    }

    /** The digest that co-owners consent to with {@code asset.consent}, act LICENCE. */
    public static Sha256 matter(RecordId asset, RecordId licensor, RecordId licensee, LicenceTerms terms) {
        return Consent.digest(
                asset, Consent.Act.LICENCE, Map.of("licensor", licensor, "licensee", licensee, "terms", terms));
    }

    Sha256 matter() {
        return matter(asset, licensor, licensee, terms);
    }

    LiveLicence live(RecordId id) {
        return new LiveLicence(id, licensor, licensee, status, terms);
    }

    /** The licence as it stands for this actor: who owns the asset now has taken the place of an owner of before. */
    Licence under(Asset owned, RecordId actor) {
        boolean succeeded = terms.parent() == null && !owned.isOwnedBy(licensor) && owned.isOwnedBy(actor);
        return succeeded
                ? new Licence(asset, actor, licensee, terms, privateContent, status, published, decision, termination)
                : this;
    }

    private boolean isParty(RecordId participant) {
        return participant.equals(licensor) || participant.equals(licensee);
    }

    @Override
    public boolean isHeldBy(Actor actor, Capacity capacity) {
        return switch (capacity) {
            case LICENSOR -> actor.id().equals(licensor);
            case LICENSEE -> actor.id().equals(licensee);
            case COUNTERPARTY ->
                termination != null
                        && isParty(actor.id())
                        && actor.id().equals(licensee) != termination.by().equals(licensee);
            case IP_CENTRE -> actor.has(Role.IP_CENTRE);
            case ANYONE -> true;
            default -> false;
        };
    }

    @Override
    public SortedSet<RecordId> parties() {
        return new TreeSet<>(List.of(licensor, licensee));
    }

    Licence with(LicenceStatus to) {
        return new Licence(asset, licensor, licensee, terms, privateContent, to, published, decision, termination);
    }

    Licence decided(LicenceStatus to, Decision why) {
        return new Licence(asset, licensor, licensee, terms, privateContent, to, published, why, termination);
    }

    Licence recorded(LicenceStatus to, Decision why) {
        return new Licence(asset, licensor, licensee, terms, privateContent, to, true, why, termination);
    }

    Licence proposed(Termination proposal) {
        return new Licence(asset, licensor, licensee, terms, privateContent, status, published, decision, proposal);
    }

    Licence delivered(PrivateContent content) {
        return new Licence(asset, licensor, licensee, terms, content, status, published, decision, termination);
    }
}
