package org.tradeseal.gateway.access;

import java.util.Optional;
import java.util.Set;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.record.Content;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.RegistryRecord;

/** Who reads together: one participant, or all that an organisation hosts, with their roles. */
public record Audience(Set<RecordId> participants, Set<Role> roles) {

    public Audience {
        participants = Set.copyOf(participants);
        roles = Set.copyOf(roles);
    }

    /** Whether one of them may see a record: once it is public, as a party, or by a role that reads its type. */
    public boolean sees(RegistryRecord record) {
        return content(record).filter(Content::published).isPresent() || isPartyTo(record);
    }

    /** Whether one of them may see a record's private content: as a party, or by a role that reads its type. */
    boolean isPartyTo(RegistryRecord record) {
        boolean reader = Contracts.type(record.id().prefix())
                .filter(type -> type.readers().stream().anyMatch(roles::contains))
                .isPresent();
        return reader
                || content(record)
                        .filter(content -> content.parties().stream().anyMatch(participants::contains))
                        .isPresent();
    }

    private static Optional<Content> content(RegistryRecord record) {
        return Contracts.type(record.id().prefix()).map(type -> CanonicalJson.read(record.content(), type.content()));
    }
}
