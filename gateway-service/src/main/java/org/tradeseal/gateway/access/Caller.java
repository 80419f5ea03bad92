package org.tradeseal.gateway.access;

import java.util.Set;
import org.tradeseal.ledger.record.Actor;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;

/** Whose token came with the request. */
public record Caller(RecordId participant, MspId organisation, Set<Role> roles, boolean operator, String tokenId) {

    public Caller {
        roles = Set.copyOf(roles);
    }

    public Actor actor() {
        return new Actor(participant, organisation, roles);
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
