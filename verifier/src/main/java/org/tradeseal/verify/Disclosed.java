package org.tradeseal.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a disclosure shows of a record: each field with what a verifier says of it, how many fields the record holds besides
 * (null where that is not known), and how many the signer named whose disclosures were taken out since. Which fields are
 * withheld nobody can tell from it.
 */
public record Disclosed(List<Shown> fields, @Nullable Integer withheld, int leftOut) {
    public Disclosed {
        fields = List.copyOf(fields);
    }

    /** One field shown, and whether it is the record's. */
    public record Shown(Field field, Reason reason) {}
}
