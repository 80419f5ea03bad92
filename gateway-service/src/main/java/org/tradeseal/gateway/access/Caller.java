package org.tradeseal.gateway.access;

import java.util.Set;
import java.util.TreeMap;
import org.tradeseal.ledger.record.Actor;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;

/** Whose token came with the request. */
public record Caller(RecordId participant, MspId organisation, Set<Role> roles, boolean operator, String tokenId) {

    public Caller {
        roles = Set.copyOf(roles);
    }

    public Actor actor() {
        return new Actor(participant, organisation, roles);
    }

    /** Whether the caller may see a record: once it is public, as a party, or by a role that reads its type. */
    public boolean sees(RegistryRecord record) {
        return audience().sees(record);
    }

    /** Whether the caller may see a record's private content: as a party, or by a role that reads its type. */
    public boolean isPartyTo(RegistryRecord record) {
        return audience().isPartyTo(record);
    }

    private Audience audience() {
        return new Audience(Set.of(participant), roles);
    }

    /** What the caller is shown of a record that its command moved, such as an invoice's register of financings. */
    public RegistryRecord shown(RegistryRecord record) {
        if (sees(record)) {
            return record;
        }
        return new RegistryRecord(
                record.format(),
                record.id(),
                record.type(),
                record.version(),
                record.command(),
                record.actor(),
                record.actorLeaf(),
                record.custodial(),
                record.previousLeaf(),
                record.recordedAt(),
                record.transactionId(),
                new TreeMap<>(),
                CanonicalJson.jsonMapper().createObjectNode());
    }

    /** Refuses everybody without one of the roles. */
    public void require(Role... anyOf) {
        for (Role role : anyOf) {
            if (roles.contains(role)) {
                return;
            }
        }
        throw new Refusal(
                ErrorCode.NOT_YOUR_ROLE,
                "This needs one of the roles " + java.util.List.of(anyOf) + ".",
                "此操作需要以下角色之一：" + java.util.List.of(anyOf) + "。");
    }

    /** Refuses everybody but the operator of this gateway. */
    public void requireOperator() {
        if (!operator) {
            throw new Refusal(
                    ErrorCode.NOT_YOUR_ROLE, "Only this gateway's operator may do this.", "只有本网关的运营方可以执行此操作。");
        }
    }
}
