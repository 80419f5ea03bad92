package org.tradeseal.ledger.terms;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.tradeseal.ledger.record.CountryCode;
import org.tradeseal.verify.Text;

/** Where a licence applies: ISO 3166-1 alpha-2 codes, or {@code WORLD} alone. */
public record Territory(@JsonValue SortedSet<String> values) {
    public static final String WORLD = "WORLD";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Territory {
        values = WholeOrParts.require(new TreeSet<>(values), WORLD);
        values.stream().filter(v -> !v.equals(WORLD)).forEach(CountryCode::new);
    }

    public Optional<Territory> overlap(Territory other) {
        return WholeOrParts.overlap(values, other.values, WORLD).map(Territory::new);
    }

    public boolean contains(Territory other) {
        return WholeOrParts.contains(values, other.values, WORLD);
    }

    Text text() {
        return values.contains(WORLD)
                ? Text.of("worldwide", "全世界")
                : Text.of("in " + String.join(", ", values), "地域 " + String.join("、", values));
    }
}
