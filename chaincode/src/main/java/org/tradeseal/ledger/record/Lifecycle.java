package org.tradeseal.ledger.record;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/**
 * The table of a record type's moves: from which state, by what move, in what capacity, to which state. Contracts move
 * records only through it, and the documentation's diagrams are generated from it.
 */
public final class Lifecycle<S extends Enum<S>> {
    private final String name;
    private final List<Transition<S>> transitions;

    /**
     * One line of the table; {@code from} is null where the move creates the record. {@code awaited} says that somebody is
     * waited for, {@code deadline} until when: a time of the record, or none.
     */
    public record Transition<S extends Enum<S>>(
            @Nullable S from,
            Move move,
            Capacity by,
            S to,
            boolean awaited,
            @Nullable String deadline) {}

    private Lifecycle(String name, List<Transition<S>> transitions) {
        this.name = name;
        this.transitions = List.copyOf(transitions);
    }

    public static <S extends Enum<S>> Builder<S> of(String name) {
        return new Builder<>(name);
    }

    public String name() {
        return name;
    }

    public List<Transition<S>> transitions() {
        return transitions;
    }

    /** The state a created record starts in. Refuses NOT_YOUR_ROLE. */
    public S create(Move move, Actor actor, Content draft) {
        return choose(null, move, actor, draft);
    }

    /** The state this move leads to. Refuses WRONG_STATE, or NOT_YOUR_ROLE if another participant has this move. */
    public S next(S from, Move move, Actor actor, Content content) {
        return choose(from, move, actor, content);
    }

    /** Makes the one of a move's outcomes that was decided for. Refuses as {@link #next(Enum, Move, Actor, Content)}. */
    public S next(S from, Move move, Actor actor, Content content, S to) {
        choose(from, move, actor, content);
        return transitions.stream()
                .filter(t -> t.from == from && t.move == move && t.to == to && content.isHeldBy(actor, t.by))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " never goes from " + from + " to " + to))
                .to();
    }

    private S choose(@Nullable S from, Move move, Actor actor, Content content) {
        List<Transition<S>> possible = transitions.stream()
                .filter(t -> t.from == from && t.move == move)
                .toList();
        if (possible.isEmpty()) {
            throw wrongState(from, move);
        }
        return possible.stream()
                .filter(t -> content.isHeldBy(actor, t.by))
                .findFirst()
                .orElseThrow(() -> notYourRole(move, possible))
                .to();
    }

    private Refusal wrongState(@Nullable S from, Move move) {
        String allowed = transitions.stream()
                .filter(t -> t.move == move && t.from != null)
                .map(t -> String.valueOf(t.from))
                .distinct()
                .collect(Collectors.joining(", "));
        return new Refusal(
                ErrorCode.WRONG_STATE,
                "The " + name + " is " + from + "; " + move.wire() + " is possible in: " + allowed + ".",
                Nouns.zh(name) + "当前状态为 " + from + "；操作 " + move.wire() + " 仅可在以下状态进行：" + allowed + "。");
    }

    private Refusal notYourRole(Move move, List<Transition<S>> possible) {
        Set<Capacity> capacities =
                possible.stream().map(Transition::by).collect(Collectors.toCollection(LinkedHashSet::new));
        return new Refusal(
                ErrorCode.NOT_YOUR_ROLE,
                "Only the " + capacities.stream().map(Capacity::en).collect(Collectors.joining(" or the ")) + " may "
                        + move.wire() + " this " + name + ".",
                "只有" + capacities.stream().map(Capacity::zh).collect(Collectors.joining("或")) + "可以对此" + Nouns.zh(name)
                        + "执行操作 " + move.wire() + "。");
    }

    /** The moves open to this participant in this state. */
    public List<Transition<S>> open(S from, Actor actor, Content content) {
        return transitions.stream()
                .filter(t -> t.from == from && content.isHeldBy(actor, t.by))
                .toList();
    }

    /** Collects the lines of a table. */
    public static final class Builder<S extends Enum<S>> {
        private final String name;
        private final List<Transition<S>> transitions = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        /** A move that creates the record. */
        public Builder<S> creation(Move move, Capacity by, S to) {
            transitions.add(new Transition<>(null, move, by, to, false, null));
            return this;
        }

        /** A move somebody may make. */
        public Builder<S> transition(S from, Move move, Capacity by, S to) {
            transitions.add(new Transition<>(from, move, by, to, false, null));
            return this;
        }

        /** A move somebody is waited for, without a deadline. */
        public Builder<S> awaited(S from, Move move, Capacity by, S to) {
            transitions.add(new Transition<>(from, move, by, to, true, null));
            return this;
        }

        /** A move somebody is waited for; {@code deadline} names the record's time by which it is due. */
        public Builder<S> awaited(S from, Move move, Capacity by, S to, String deadline) {
            transitions.add(new Transition<>(from, move, by, to, true, deadline));
            return this;
        }

        public Lifecycle<S> build() {
            return new Lifecycle<>(name, transitions);
        }
    }
}
