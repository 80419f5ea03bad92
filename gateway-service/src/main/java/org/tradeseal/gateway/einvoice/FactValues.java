package org.tradeseal.gateway.einvoice;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the lexical forms of XML Schema and of CII; what does not have the form is null, never a guess. */
final class FactValues {
    /** The most digits an amount or quantity may have: larger ones are no business fact but an attack. */
    private static final int MAX_DIGITS = 38;

    private static final Pattern DECIMAL = Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)");
    // xs:date may carry a time zone, which does not change the calendar day that was written.
    private static final Pattern ISO_DATE = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?");
    private static final Pattern BASIC_DATE = Pattern.compile("[0-9]{8}");

    private FactValues() {}

    static @Nullable BigDecimal decimal(@Nullable String text) {
        if (text == null || text.length() > MAX_DIGITS || !DECIMAL.matcher(text).matches()) {
            return null;
        }
        return new BigDecimal(text);
    }

    static @Nullable LocalDate date(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            // CII writes dates in format 102 of UNTDID 2379, CCYYMMDD.
            if (BASIC_DATE.matcher(text).matches()) {
                return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
            }
            Matcher iso = ISO_DATE.matcher(text);
            return iso.matches() ? LocalDate.parse(iso.group(1)) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** EN 16931 has one field for an invoiced object; its scheme (UNTDID 1153) tells what the object is. */
    static InvoiceFacts.ReferenceKind objectKind(@Nullable String scheme) {
        if (scheme == null) {
            return InvoiceFacts.ReferenceKind.INVOICED_OBJECT;
        }
        return switch (scheme) {
            case "BM", "MB", "BH", "AWB", "MWB", "HWB", "AAM" -> InvoiceFacts.ReferenceKind.TRANSPORT_DOCUMENT;
            case "ABT", "AAE", "ABE", "CDN" -> InvoiceFacts.ReferenceKind.CUSTOMS_DECLARATION;
            default -> InvoiceFacts.ReferenceKind.INVOICED_OBJECT;
        };
    }
}
