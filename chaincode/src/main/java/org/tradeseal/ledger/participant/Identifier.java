package org.tradeseal.ledger.participant;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;

/**
 * An identifier the regulator admitted for a participant: the scheme it belongs to (for example {@code VAT},
 * {@code USCC}, {@code UEN} or an ISO 6523 code such as {@code 0195}) and its value as its issuer writes it.
 */
public record Identifier(String scheme, String value) {
    private static final Pattern SCHEME = Pattern.compile("[A-Z0-9][A-Z0-9:._-]{0,31}");
    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]");

    public Identifier {
        Required.field(scheme, "/scheme");
        Required.field(value, "/value");
        if (!SCHEME.matcher(scheme).matches()) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "An identifier's scheme is 1 to 32 capital letters, digits, dots, colons or hyphens.",
                            "标识的方案名为 1 至 32 个大写字母、数字、点、冒号或连字符。")
                    .at("/scheme");
        }
        if (value.length() > 64 || normalise(value).isEmpty()) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "An identifier has 1 to 64 characters, at least one a letter or digit.",
                            "标识为 1 至 64 个字符，且至少含一个字母或数字。")
                    .at("/value");
        }
    }

    /** The value as identifiers are compared: NFKC, capitals, letters and digits only. */
    public String normalised() {
        return normalise(value);
    }

    /** Brings an identifier into the form in which identifiers are compared. */
    public static String normalise(String value) {
        String compatible = Normalizer.normalize(value, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
        return SEPARATORS.matcher(compatible).replaceAll("");
    }
}
