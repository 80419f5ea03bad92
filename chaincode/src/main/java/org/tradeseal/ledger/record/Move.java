package org.tradeseal.ledger.record;

import java.util.Locale;

/** A verb of a feature; implemented by its enum. */
public interface Move {
    String name();

    /** The verb as paths and commands write it: {@code REQUEST_CORRECTION} is {@code request-correction}. */
    default String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
