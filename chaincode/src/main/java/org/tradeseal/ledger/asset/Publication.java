package org.tradeseal.ledger.asset;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Texts;

/** The first publication: the day, the country, and the city or the place on the net. */
public record Publication(
        LocalDate date, CountryCode country, @Nullable String place) {
    public Publication {
        Required.field(date, "/date");
        Required.field(country, "/country");
        Texts.requireLine(place, 300, "/place");
    }
}
