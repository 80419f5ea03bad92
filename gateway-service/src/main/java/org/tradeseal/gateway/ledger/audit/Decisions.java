package org.tradeseal.gateway.ledger.audit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.record.Capacity;
import org.tradeseal.ledger.record.Lifecycle;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Text;

/** Says which authority alone brings a record from one status to another, by the lifecycle tables. */
final class Decisions {
    private Decisions() {}

    /** The sentence about a change of status that only authorities make; none about any other. */
    static Optional<Text> about(@Nullable RegistryRecord before, RegistryRecord after) {
        String from = before == null ? "" : status(before);
        String to = status(after);
        List<Capacity> deciders = Contracts.lifecycles().stream()
                .filter(l -> l.name().equals(after.type()))
                .map(Lifecycle::transitions)
                .flatMap(List::stream)
                .filter(t -> t.to().name().equals(to)
                        && (t.from() == null ? "" : t.from().name()).equals(from))
                .map(Lifecycle.Transition::by)
                .distinct()
                .toList();
        boolean decided =
                !from.equals(to) && !deciders.isEmpty() && deciders.stream().allMatch(Decisions::isAuthority);
        return decided
                ? Optional.of(Text.of(
                        "Only the " + deciders.stream().map(Capacity::en).collect(Collectors.joining(" or the "))
                                + " makes it " + to + ".",
                        "只有" + deciders.stream().map(Capacity::zh).collect(Collectors.joining("或")) + "可使其成为 " + to
                                + "。"))
                : Optional.empty();
    }

    private static boolean isAuthority(Capacity capacity) {
        return capacity == Capacity.IP_CENTRE || capacity == Capacity.REGULATOR;
    }

    static String status(RegistryRecord record) {
        return record.content().path("status").asString("");
    }
}
