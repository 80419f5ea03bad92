package org.tradeseal.ledger.asset;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Actor;
import org.tradeseal.ledger.record.Capacity;
import org.tradeseal.ledger.record.Content;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.Decision;
import org.tradeseal.ledger.record.Lifecycle;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.PrivateContent;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.ledger.record.Times;
import org.tradeseal.ledger.terms.LiveLicence;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;

/**
 * A piece of intellectual property or a digital asset, with its owners and the index of its live licences: two licences
 * granted at the same time touch this one record.
 */
public record Asset(
        AssetClass assetClass,
        Name title,
        CountryCode jurisdiction,
        List<Registrant> registrants,
        List<Name> creators,
        @Nullable RightNature nature,
        @Nullable RecordId source,
        @Nullable RecordId deposit,
        @Nullable Evidence evidence,
        @Nullable Details details,
        PrivateContent privateContent,
        AssetStatus status,
        boolean published,
        @Nullable Decision decision,
        List<Objection> objections,
        @Nullable Assignment assignment,
        SortedSet<Consent> consents,
        List<LiveLicence> licences)
        implements Content {

    public static final RecordType<Asset> TYPE = new RecordType<>(
            "AST", "asset", Asset.class, RecordType.Home.CHANNEL, Set.of(Role.IP_CENTRE, Role.REGULATOR, Role.COURT));

    public static final Lifecycle<AssetStatus> LIFECYCLE = AssetLifecycle.table();

    public Asset {
        registrants = List.copyOf(registrants);
        creators = List.copyOf(creators);
        objections = List.copyOf(objections);
        consents = Collections.unmodifiableSortedSet(new TreeSet<>(consents));
        licences = List.copyOf(licences);
    }

    static Asset filed(FileAsset filing) {
        return new Asset(
                filing.assetClass(),
                filing.title(),
                filing.jurisdiction(),
                filing.registrants(),
                filing.creators(),
                filing.nature(),
                filing.source(),
                filing.deposit(),
                filing.evidence(),
                filing.details(),
                filing.privateContent(),
                AssetStatus.FILED,
                false,
                null,
                List.of(),
                null,
                new TreeSet<>(),
                List.of());
    }

    static Asset deposited(DepositAsset body) {
        return new Asset(
                body.assetClass(),
                body.title(),
                body.jurisdiction(),
                body.registrants(),
                List.of(),
                null,
                null,
                null,
                body.evidence(),
                null,
                body.privateContent(),
                AssetStatus.DEPOSITED,
                false,
                null,
                List.of(),
                null,
                new TreeSet<>(),
                List.of());
    }

    /** Whether this participant is one of the owners. */
    public boolean isOwnedBy(RecordId participant) {
        return registrants.stream().anyMatch(r -> r.participant().equals(participant));
    }

    /** The last day of the right; empty if no day is fixed. */
    public static Optional<LocalDate> lastDay(Times times) {
        return Optional.ofNullable(times.get(AssetLifecycle.EXPIRES_AT))
                .map(end -> LocalDate.ofInstant(end, ZoneOffset.UTC).minusDays(1));
    }

    /** Whether the right exists on this day. */
    public boolean inForce(Times times, LocalDate day) {
        return status == AssetStatus.REGISTERED
                && lastDay(times).filter(day::isAfter).isEmpty();
    }

    @Override
    public boolean isHeldBy(Actor actor, Capacity capacity) {
        return switch (capacity) {
            case REGISTRANT -> isOwnedBy(actor.id());
            case ASSIGNEE -> assignment != null && assignment.isTo(actor.id());
            case IP_CENTRE -> actor.has(Role.IP_CENTRE);
            case OBJECTOR -> !isOwnedBy(actor.id()) && !actor.has(Role.IP_CENTRE);
            case ANYONE -> true;
            default -> false;
        };
    }

    @Override
    public SortedSet<RecordId> parties() {
        TreeSet<RecordId> parties = new TreeSet<>();
        registrants.forEach(r -> parties.add(r.participant()));
        objections.forEach(o -> parties.add(o.by()));
        if (assignment != null) {
            assignment.to().forEach(r -> parties.add(r.participant()));
        }
        return parties;
    }

    /** The owners besides this participant that have not consented to the act. */
    public List<RecordId> withoutConsent(RecordId actor, Consent.Act act, Sha256 matter) {
        return registrants.stream()
                .map(Registrant::participant)
                .filter(owner -> !owner.equals(actor) && !consents.contains(new Consent(owner, act, matter)))
                .toList();
    }

    /** The asset with a licence in its index, and the consents to it used up. */
    public Asset withLicence(LiveLicence licence, Sha256 matter) {
        List<LiveLicence> now = new ArrayList<>(licences);
        now.add(licence);
        return withLicences(now).using(matter);
    }

    /** The asset with one licence of its index changed. */
    public Asset withLicence(RecordId id, UnaryOperator<LiveLicence> change) {
        return withLicences(licences.stream()
                .map(l -> l.id().equals(id) ? change.apply(l) : l)
                .toList());
    }

    /** The asset without these licences, which have ended. */
    public Asset withoutLicences(Set<RecordId> ended) {
        return withLicences(
                licences.stream().filter(l -> !ended.contains(l.id())).toList());
    }

    /** The asset after an act that the consents to this matter were given for. */
    Asset using(Sha256 matter) {
        TreeSet<Consent> left = new TreeSet<>(consents);
        left.removeIf(c -> c.matter().equals(matter));
        return changed(c -> c.consents = left);
    }

    private Asset withLicences(List<LiveLicence> now) {
        return changed(c -> c.licences = now);
    }

    private Asset changed(Consumer<AssetChange> move) {
        AssetChange change = new AssetChange(this);
        move.accept(change);
        return change.asset();
    }

    Asset consentedBy(Consent consent) {
        TreeSet<Consent> now = new TreeSet<>(consents);
        now.add(consent);
        return changed(c -> c.consents = now);
    }

    Asset decided(AssetStatus to, Decision why, boolean nowPublished) {
        return changed(c -> {
            c.status = to;
            c.decision = why;
            c.published = nowPublished;
        });
    }

    /** The filing sent again; what was decided and consented stays. */
    Asset corrected(FileAsset filing) {
        return filed(filing).changed(c -> {
            c.decision = decision;
            c.consents = consents;
        });
    }

    Asset objectedTo(AssetStatus to, Objection objection) {
        List<Objection> now = new ArrayList<>(objections);
        now.add(objection);
        return changed(c -> {
            c.status = to;
            c.objections = now;
        });
    }

    Asset offered(@Nullable Assignment pending) {
        return changed(c -> c.assignment = pending);
    }

    /** New owners. Licences stay: assignment does not break them (SPC technology-contract interpretation art. 24). */
    Asset ownedBy(List<Registrant> owners) {
        return changed(c -> {
            c.registrants = owners;
            c.assignment = null;
            c.consents = new TreeSet<>();
        });
    }

    Asset delivered(PrivateContent content) {
        return changed(c -> c.privateContent = content);
    }
}
