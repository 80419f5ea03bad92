package org.tradeseal.ledger.record;

import java.util.Set;
import org.tradeseal.verify.RecordId;

/** The participant on whose behalf a command runs, with its roles, and the organisation that hosts it. */
public record Actor(RecordId id, MspId host, Set<Role> roles) {
    public Actor {
        roles = Set.copyOf(roles);
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    public boolean isAuthority() {
        return roles.stream().anyMatch(Role::isAuthority);
    }
}
