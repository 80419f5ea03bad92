package org.tradeseal.gateway.einvoice;

import com.ibm.icu.text.Normalizer2;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/** The one written form of an identifier, number or amount that fingerprints and comparisons use. */
final class Canonical {
    private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();
    // Invisible format characters (zero width space, direction marks) would make one number look like two.
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Cc}&&[^\\t\\n\\r]]");
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern SEPARATOR = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private Canonical() {}

    /** NFKC, no invisible characters, single spaces, trimmed. */
    static String text(String value) {
        String normal = INVISIBLE.matcher(NFKC.normalize(value)).replaceAll("");
        return SPACE.matcher(normal).replaceAll(" ").strip();
    }

    /**
     * A document number or code: {@link #text} in upper case without spaces. Its punctuation stays: 1-11 and 11-1 are
     * two invoices.
     */
    static String number(String value) {
        return SPACE.matcher(text(value)).replaceAll("").toUpperCase(Locale.ROOT);
    }

    /** A party's identifier: {@link #text} in upper case, letters and digits only. */
    static String identifier(String value) {
        String letters = SEPARATOR.matcher(text(value)).replaceAll("").toUpperCase(Locale.ROOT);
        return letters.isEmpty() ? number(value) : letters;
    }

    /** Plain notation without trailing zeros: 1250.00 is 1250, -0.0 is 0. */
    static String decimal(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
