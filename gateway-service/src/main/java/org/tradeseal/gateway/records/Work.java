package org.tradeseal.gateway.records;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.readmodel.Follower;
import org.tradeseal.gateway.readmodel.RecordQueries;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.record.Content;
import org.tradeseal.ledger.record.Lifecycle;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.RegistryRecord;

/** What waits for the caller: the awaited moves of the lifecycle tables, with their deadlines. */
@Component
class Work {
    private final RecordQueries queries;
    private final Follower follower;

    Work(RecordQueries queries, Follower follower) {
        this.queries = queries;
        this.follower = follower;
    }

    /** A record that waits for one of these moves by the caller; the deadline may be past. */
    record Task(
            RecordId id,
            String type,
            String status,
            List<String> moves,
            @Nullable Instant deadline) {
        Task {
            moves = List.copyOf(moves);
        }
    }

    Map<String, Object> of(Caller caller, int limit, @Nullable Long minBlock) {
        if (minBlock != null) {
            follower.await(minBlock);
        }
        int wanted = RecordReading.requireLimit(limit);
        List<Task> tasks = new ArrayList<>();
        Contracts.lifecycles().forEach(lifecycle -> tasks.addAll(tasks(caller, lifecycle, wanted)));
        tasks.sort(Comparator.comparing(
                        (Task t) -> Optional.ofNullable(t.deadline()).orElse(Instant.MAX))
                .thenComparing(Task::id));
        return Map.of("items", tasks.subList(0, Math.min(wanted, tasks.size())));
    }

    private List<Task> tasks(Caller caller, Lifecycle<?> lifecycle, int limit) {
        List<String> states = lifecycle.transitions().stream()
                .filter(t -> t.awaited() && t.from() != null)
                .map(t -> String.valueOf(t.from()))
                .distinct()
                .toList();
        List<Task> tasks = new ArrayList<>();
        for (RecordQueries.Placed placed : queries.inStates(caller, lifecycle.name(), states, limit)) {
            task(caller, lifecycle, CanonicalJson.read(placed.record(), RegistryRecord.class))
                    .ifPresent(tasks::add);
        }
        return tasks;
    }

    private static Optional<Task> task(Caller caller, Lifecycle<?> lifecycle, RegistryRecord record) {
        RecordType<?> type = Contracts.type(record.id().prefix()).orElseThrow();
        Content content = CanonicalJson.read(record.content(), type.content());
        String status = content.status().name();
        List<String> moves = new ArrayList<>();
        Instant deadline = null;
        for (Lifecycle.Transition<?> t : lifecycle.transitions()) {
            boolean mine =
                    t.awaited() && String.valueOf(t.from()).equals(status) && content.isHeldBy(caller.actor(), t.by());
            if (mine && !moves.contains(t.move().wire())) {
                moves.add(t.move().wire());
                Instant due = t.deadline() == null ? null : record.times().get(t.deadline());
                boolean earlier = due != null && (deadline == null || due.isBefore(deadline));
                deadline = earlier ? due : deadline;
            }
        }
        return moves.isEmpty()
                ? Optional.empty()
                : Optional.of(new Task(record.id(), record.type(), status, moves, deadline));
    }
}
