package org.tradeseal.ledger.participant;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Actor;
import org.tradeseal.ledger.record.Capacity;
import org.tradeseal.ledger.record.Content;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.Lifecycle;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Name;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.PublicKey;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** A legal entity with roles and admitted identifiers, hosted by one organisation. */
public record Participant(
        Name name,
        MspId organisation,
        CountryCode country,
        SortedSet<Role> roles,
        List<Identifier> identifiers,
        List<ParticipantKey> keys,
        Custody custody,
        ParticipantStatus status,
        @Nullable String reason)
        implements Content {

    public static final RecordType<Participant> TYPE =
            new RecordType<>("PTC", "participant", Participant.class, RecordType.Home.CHANNEL, Set.of(Role.values()));

    public static final Lifecycle<ParticipantStatus> LIFECYCLE = Lifecycle.<ParticipantStatus>of("participant")
            .creation(ParticipantMove.ADMIT, Capacity.REGULATOR, ParticipantStatus.ACTIVE)
            .transition(
                    ParticipantStatus.ACTIVE, ParticipantMove.SUSPEND, Capacity.REGULATOR, ParticipantStatus.SUSPENDED)
            .transition(
                    ParticipantStatus.SUSPENDED, ParticipantMove.RESUME, Capacity.REGULATOR, ParticipantStatus.ACTIVE)
            .transition(ParticipantStatus.ACTIVE, ParticipantMove.ROTATE_KEY, Capacity.HOLDER, ParticipantStatus.ACTIVE)
            .transition(
                    ParticipantStatus.ACTIVE, ParticipantMove.REPLACE_KEY, Capacity.REGULATOR, ParticipantStatus.ACTIVE)
            .transition(
                    ParticipantStatus.SUSPENDED,
                    ParticipantMove.REPLACE_KEY,
                    Capacity.REGULATOR,
                    ParticipantStatus.SUSPENDED)
            .transition(
                    ParticipantStatus.ACTIVE, ParticipantMove.END_CUSTODY, Capacity.HOLDER, ParticipantStatus.ACTIVE)
            .build();

    public Participant {
        roles = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(roles));
        identifiers = List.copyOf(identifiers);
        keys = List.copyOf(keys);
        if (roles.isEmpty()) {
            throw new Refusal(ErrorCode.FIELD_REQUIRED, "A participant has at least one role.", "参与方至少有一个角色。")
                    .at("/roles");
        }
        boolean authority = roles.stream().anyMatch(Role::isAuthority);
        if (authority && custody == Custody.HOST) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "An authority is never custodial: it acts by its own key.",
                            "机关不得托管：只能凭自己的密钥行事。")
                    .at("/custody");
        }
        if (custody == Custody.SELF && keys.stream().noneMatch(ParticipantKey::inForce)) {
            throw new Refusal(
                            ErrorCode.FIELD_REQUIRED, "A participant that is not custodial has a key.", "非托管的参与方必须有密钥。")
                    .at("/keys");
        }
    }

    /** The key with this id, if it is in force now. */
    public Optional<PublicKey> keyInForce(String keyId) {
        return keys.stream()
                .filter(ParticipantKey::inForce)
                .map(ParticipantKey::key)
                .filter(k -> k.keyId().equals(keyId))
                .findFirst();
    }

    /** Whether the regulator admitted this identifier for the participant; separators and case do not matter. */
    public boolean isIdentifiedBy(String identifier) {
        String wanted = Identifier.normalise(identifier);
        return identifiers.stream().anyMatch(i -> i.normalised().equals(wanted));
    }

    @Override
    public boolean isHeldBy(Actor actor, Capacity capacity) {
        return switch (capacity) {
            case REGULATOR -> actor.has(Role.REGULATOR);
            case HOLDER -> actor.host().equals(organisation);
            default -> false;
        };
    }

    @Override
    public SortedSet<RecordId> parties() {
        return new TreeSet<>();
    }

    @Override
    public boolean published() {
        return true;
    }

    Participant with(ParticipantStatus newStatus, @Nullable String why) {
        return new Participant(name, organisation, country, roles, identifiers, keys, custody, newStatus, why);
    }

    Participant withKeys(List<ParticipantKey> newKeys) {
        return new Participant(name, organisation, country, roles, identifiers, newKeys, custody, status, reason);
    }

    Participant selfKept() {
        return new Participant(name, organisation, country, roles, identifiers, keys, Custody.SELF, status, reason);
    }
}
