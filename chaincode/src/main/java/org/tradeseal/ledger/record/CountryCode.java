package org.tradeseal.ledger.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Set;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/** An ISO 3166-1 alpha-2 country or territory code. */
public record CountryCode(@JsonValue String value) implements Comparable<CountryCode> {
    private static final Set<String> CODES = Set.copyOf(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2));

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CountryCode {
        if (!CODES.contains(value)) {
            throw new Refusal(
                    ErrorCode.MALFORMED,
                    "Not an ISO 3166-1 country code of two capital letters: such as CN or SG.",
                    "不是 ISO 3166-1 的两位大写国家或地区代码，例如 CN、SG。");
        }
    }

    @Override
    public int compareTo(CountryCode other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
