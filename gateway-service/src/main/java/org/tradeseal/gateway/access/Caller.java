package org.tradeseal.gateway.access;

import java.util.Optional;
import java.util.Set;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.record.Actor;
import org.tradeseal.ledger.record.Content;
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
        return content(record).filter(Content::published).isPresent() || isPartyTo(record);
    }

    /** Whether the caller may see a record's private content: as a party, or by a role that reads its type. */
    public boolean isPartyTo(RegistryRecord record) {
        boolean reader = Contracts.type(record.id().prefix())
                .filter(type -> type.readers().stream().anyMatch(roles::contains))
                .isPresent();
        return reader
                || content(record)
                        .filter(content -> content.parties().contains(participant))
                        .isPresent();
    }

    private static Optional<Content> content(RegistryRecord record) {
        return Contracts.type(record.id().prefix()).map(type -> CanonicalJson.read(record.content(), type.content()));
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
