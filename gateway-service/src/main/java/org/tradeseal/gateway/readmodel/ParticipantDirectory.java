package org.tradeseal.gateway.readmodel;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Audience;
import org.tradeseal.ledger.participant.Identifier;
import org.tradeseal.ledger.participant.Participant;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.Role;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;

/** Participants by identifier, role and organisation, read again whenever one of them has changed. */
@Component
public class ParticipantDirectory {
    private final JdbcClient jdbc;
    private volatile Snapshot snapshot = new Snapshot(-1, Map.of(), Map.of(), Map.of());

    ParticipantDirectory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Snapshot(
            long leaf,
            Map<RecordId, Participant> byId,
            Map<String, RecordId> byIdentifier,
            Map<MspId, Audience> byHost) {}

    /** The participant for which this identifier is admitted. */
    public Optional<RecordId> identifiedBy(String identifier) {
        return Optional.ofNullable(current().byIdentifier().get(Identifier.normalise(identifier)));
    }

    /** Participants that an organisation hosts. */
    public List<RecordId> hostedBy(MspId organisation) {
        return current().byId().entrySet().stream()
                .filter(e -> e.getValue().organisation().equals(organisation))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Everybody that an organisation hosts. */
    public Audience audience(MspId organisation) {
        return current().byHost().getOrDefault(organisation, new Audience(Set.of(), Set.of()));
    }

    /** Participants with a role. */
    public List<RecordId> having(Role role) {
        return current().byId().entrySet().stream()
                .filter(e -> e.getValue().roles().contains(role))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    public Optional<Participant> find(RecordId id) {
        return Optional.ofNullable(current().byId().get(id));
    }

    private Snapshot current() {
        Snapshot known = snapshot;
        long newest = jdbc.sql("select coalesce(max(leaf_index), -1) from readmodel.record where type = 'participant'")
                .query(Long.class)
                .single();
        if (known.leaf() == newest) {
            return known;
        }
        Map<RecordId, Participant> byId = new HashMap<>();
        Map<String, RecordId> byIdentifier = new HashMap<>();
        jdbc.sql("select id, content from readmodel.record where type = 'participant'")
                .query((row, n) -> {
                    RecordId id = new RecordId(row.getString("id"));
                    Participant participant = CanonicalJson.read(
                            row.getString("content").getBytes(StandardCharsets.UTF_8), Participant.class);
                    byId.put(id, participant);
                    participant.identifiers().forEach(i -> byIdentifier.put(i.normalised(), id));
                    return id;
                })
                .list();
        Snapshot fresh = new Snapshot(newest, Map.copyOf(byId), Map.copyOf(byIdentifier), byHost(byId));
        snapshot = fresh;
        return fresh;
    }

    private static Map<MspId, Audience> byHost(Map<RecordId, Participant> participants) {
        Map<MspId, Set<RecordId>> ids = new HashMap<>();
        Map<MspId, Set<Role>> roles = new HashMap<>();
        participants.forEach((id, participant) -> {
            ids.computeIfAbsent(participant.organisation(), o -> new HashSet<>())
                    .add(id);
            roles.computeIfAbsent(participant.organisation(), o -> new HashSet<>())
                    .addAll(participant.roles());
        });
        Map<MspId, Audience> byHost = new HashMap<>();
        ids.forEach((host, hosted) -> byHost.put(host, new Audience(hosted, roles.getOrDefault(host, Set.of()))));
        return Map.copyOf(byHost);
    }
}
