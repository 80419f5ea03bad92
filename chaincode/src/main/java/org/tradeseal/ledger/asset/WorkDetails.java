package org.tradeseal.ledger.asset;

import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Texts;

/**
 * What the registration of a work states; its authors are the asset's creators, and the digest of the deposited copy is
 * a private field. {@code dciCode} is the digital copyright identifier.
 */
public record WorkDetails(
        Category category,
        Ownership ownership,
        LocalDate createdOn,
        @Nullable Publication firstPublication,
        @Nullable String dciCode)
        implements AssetDetails {

    /** The kinds of works of Copyright Law art. 3; software has its own class. */
    public enum Category {
        WRITTEN,
        ORAL,
        MUSICAL_DRAMATIC_CHOREOGRAPHIC_OR_ACROBATIC,
        FINE_ART_OR_ARCHITECTURE,
        PHOTOGRAPHIC,
        AUDIOVISUAL,
        GRAPHIC_OR_MODEL,
        OTHER
    }

    /** Whether an organisation or a natural person is the owner by law, on which the term depends. */
    public enum Ownership {
        CORPORATE,
        PERSONAL
    }

    public WorkDetails {
        Required.field(category, "/category");
        Required.field(ownership, "/ownership");
        Required.field(createdOn, "/createdOn");
        SoftwareDetails.requireOrder(createdOn, firstPublication);
        Texts.requireLine(dciCode, 100, "/dciCode");
    }

    @Override
    public AssetClass assetClass() {
        return AssetClass.WORK;
    }

    @Override
    public void requireConsistent(int owners, int creators, boolean deposited) {
        AssetDetails.requireCreators(creators);
    }

    @Override
    public SortedMap<String, LocalDate> pastDays() {
        TreeMap<String, LocalDate> days = new TreeMap<>();
        days.put("/details/work/createdOn", createdOn);
        if (firstPublication != null) {
            days.put("/details/work/firstPublication/date", firstPublication.date());
        }
        return days;
    }

    @Override
    public Optional<LocalDate> lastDay(LocalDate published) {
        // Art. 23: a natural person's right runs 50 years after death, a day nobody knows when the work is registered.
        return ownership == Ownership.PERSONAL
                ? Optional.empty()
                : Optional.of(CopyrightTerm.lastDay(createdOn, firstPublication));
    }
}
