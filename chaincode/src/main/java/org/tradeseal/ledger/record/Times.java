package org.tradeseal.ledger.record;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The named times of a record that the ledger derived: when a step happened, when a period ends. */
public record Times(SortedMap<String, Instant> byName) {
    private static final Times NONE = new Times(new TreeMap<>());

    public Times {
        byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
    }

    public static Times none() {
        return NONE;
    }

    public @Nullable Instant get(String name) {
        return byName.get(name);
    }

    public Times at(String name, Instant time) {
        TreeMap<String, Instant> copy = new TreeMap<>(byName);
        copy.put(name, time);
        return new Times(copy);
    }

    public Times without(String name) {
        TreeMap<String, Instant> copy = new TreeMap<>(byName);
        copy.remove(name);
        return new Times(copy);
    }
}
