package org.tradeseal.ledger.terms;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.tradeseal.ledger.record.Texts;
import org.tradeseal.verify.Text;

/**
 * Rights, fields of use or manners that a licence names, or {@code ALL} alone. Kept in the form in which they are
 * compared, NFKC, lower case, single spaces, so that another spelling does not slip past another licence.
 */
public record Selection(@JsonValue SortedSet<String> values) {
    public static final String ALL = "ALL";

    private static final int MAX_LENGTH = 200;
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Selection {
        TreeSet<String> normalised = new TreeSet<>();
        for (String value : values) {
            Texts.requireLine(value, MAX_LENGTH, "");
            normalised.add(normalise(value));
        }
        values = WholeOrParts.require(normalised, ALL);
    }

    private static String normalise(String value) {
        String compatible = Normalizer.normalize(value, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        String plain = SPACES.matcher(Normalizer.normalize(compatible, Normalizer.Form.NFKC))
                .replaceAll(" ")
                .strip();
        return plain.equals("all") ? ALL : plain;
    }

    public Optional<Selection> overlap(Selection other) {
        return WholeOrParts.overlap(values, other.values, ALL).map(Selection::new);
    }

    public boolean contains(Selection other) {
        return WholeOrParts.contains(values, other.values, ALL);
    }

    Text text(String en, String zh) {
        return values.contains(ALL)
                ? Text.of("all " + en + "s", "全部" + zh)
                : Text.of(en + " " + String.join(", ", values), zh + " " + String.join("、", values));
    }
}
