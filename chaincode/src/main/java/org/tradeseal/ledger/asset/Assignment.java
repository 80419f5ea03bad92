package org.tradeseal.ledger.asset;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.RecordId;

/** An assignment that the owners have offered: the owners to be, and those of them who have accepted. */
public record Assignment(
        RecordId offeredBy, List<Registrant> to, @Nullable String exportStatement, SortedSet<RecordId> accepted) {
    public Assignment {
        to = List.copyOf(to);
        accepted = Collections.unmodifiableSortedSet(new TreeSet<>(accepted));
    }

    boolean isTo(RecordId participant) {
        return to.stream().anyMatch(r -> r.participant().equals(participant));
    }

    Assignment acceptedBy(RecordId participant) {
        TreeSet<RecordId> now = new TreeSet<>(accepted);
        now.add(participant);
        return new Assignment(offeredBy, to, exportStatement, now);
    }
}
