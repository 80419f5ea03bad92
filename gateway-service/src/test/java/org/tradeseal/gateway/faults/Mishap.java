package org.tradeseal.gateway.faults;

import java.io.IOException;
import java.util.List;

/** A fault as it comes to one registry in one round. */
interface Mishap extends AutoCloseable {
    /** Whom it hit, or is going to. */
    String victim();

    /** Whether writes are acknowledged while it lasts. */
    boolean writesGoOn();

    /** How the load reaches the gateway that is written through. */
    default Rest door(Rest gateway) {
        return gateway;
    }

    void strike() throws IOException;

    /** What does not hold while it lasts. */
    default List<String> whileItLasts(Load load) throws IOException {
        return List.of();
    }

    void heal() throws IOException;

    /** What does not hold besides, once all is well again. */
    default List<String> afterwards() throws IOException {
        return List.of();
    }

    /** When the gateway could begin to recover (nanoTime); {@code struckAtNanos} unless it needs somebody's help. */
    default long recoveringSince(long struckAtNanos) {
        return struckAtNanos;
    }

    /** Whether the registry is of no use any more. */
    default boolean spoils() {
        return false;
    }

    /** Puts away what was made ready. */
    @Override
    void close() throws IOException;
}
