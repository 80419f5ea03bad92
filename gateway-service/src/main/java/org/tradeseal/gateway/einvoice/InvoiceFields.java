package org.tradeseal.gateway.einvoice;

import com.ibm.icu.text.Normalizer2;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.einvoice.InvoiceFacts.ReferenceKind;

/**
 * The typed private fields of an invoice, sorted by pointer in UTF-8, ready for the record's field root. They depend on
 * the facts alone, not on the syntax: a UBL and a CII form differ only in {@code /document}.
 */
public final class InvoiceFields {
    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();

    private static final Comparator<String> BY_UTF8 =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private final Map<String, InvoiceField> fields = new TreeMap<>(BY_UTF8);

    private InvoiceFields() {}

    /** Every field of the invoice, those of the document itself included. */
    public static List<InvoiceField> of(ReadInvoice invoice) {
        InvoiceFields fields = new InvoiceFields();
        fields.addFacts(invoice.facts());
        fields.add("/document/sha256", InvoiceField.Type.DIGEST, invoice.sha256());
        fields.add("/document/syntax", InvoiceField.Type.CODE, invoice.syntax().wireName());
        return List.copyOf(fields.fields.values());
    }

    /** The fields that the facts give, without those of the document. */
    static List<InvoiceField> of(InvoiceFacts facts) {
        InvoiceFields fields = new InvoiceFields();
        fields.addFacts(facts);
        return List.copyOf(fields.fields.values());
    }

    private void addFacts(InvoiceFacts facts) {
        text("/customizationId", InvoiceField.Type.CODE, facts.customizationId());
        text("/profileId", InvoiceField.Type.CODE, facts.profileId());
        text("/number", InvoiceField.Type.IDENTIFIER, facts.number() == null ? null : Canonical.number(facts.number()));
        date("/issueDate", facts.issueDate());
        text("/type", InvoiceField.Type.CODE, facts.typeCode());
        text("/currency", InvoiceField.Type.CODE, facts.currency());
        date("/dueDate", facts.dueDate());
        addParty("/seller", facts.seller());
        addParty("/buyer", facts.buyer());
        InvoiceFacts.Totals totals = facts.totals();
        decimal("/linesAmount", totals.lines());
        decimal("/taxAmount", totals.tax());
        decimal("/taxExclusiveAmount", totals.taxExclusive());
        decimal("/taxInclusiveAmount", totals.taxInclusive());
        decimal("/prepaidAmount", totals.prepaid());
        decimal("/payableAmount", totals.payable());
        for (int i = 0; i < facts.lines().size(); i++) {
            addLine("/lines/" + i, facts.lines().get(i));
        }
        addReferences(facts.references());
    }

    private void addParty(String pointer, InvoiceParty party) {
        InvoiceParty.Identifier primary = party.primary();
        text(
                pointer + "/id",
                InvoiceField.Type.IDENTIFIER,
                primary == null ? null : Canonical.identifier(primary.value()));
        text(pointer + "/name", InvoiceField.Type.TEXT, party.name());
        text(pointer + "/country", InvoiceField.Type.CODE, party.country());
        Map<InvoiceParty.Kind, Integer> count = new EnumMap<>(InvoiceParty.Kind.class);
        for (InvoiceParty.Identifier identifier : party.identifiers()) {
            int index = count.merge(identifier.kind(), 1, Integer::sum) - 1;
            String place = pointer + "/identifiers/" + camelCase(identifier.kind()) + "/" + index;
            text(place + "/id", InvoiceField.Type.IDENTIFIER, Canonical.identifier(identifier.value()));
            text(place + "/scheme", InvoiceField.Type.CODE, identifier.scheme());
        }
    }

    private void addLine(String pointer, InvoiceFacts.Line line) {
        text(pointer + "/id", InvoiceField.Type.IDENTIFIER, line.id());
        text(pointer + "/name", InvoiceField.Type.TEXT, line.name());
        decimal(pointer + "/quantity", line.quantity());
        text(pointer + "/unit", InvoiceField.Type.CODE, line.unit());
        decimal(pointer + "/netAmount", line.netAmount());
        text(pointer + "/originCountry", InvoiceField.Type.CODE, line.originCountry());
        for (int i = 0; i < line.classifications().size(); i++) {
            InvoiceFacts.Classification classification = line.classifications().get(i);
            text(pointer + "/classifications/" + i + "/scheme", InvoiceField.Type.CODE, classification.scheme());
            text(pointer + "/classifications/" + i + "/code", InvoiceField.Type.CODE, classification.code());
        }
    }

    private void addReferences(List<InvoiceFacts.Reference> references) {
        Map<ReferenceKind, Integer> count = new EnumMap<>(ReferenceKind.class);
        for (InvoiceFacts.Reference reference : references) {
            int index = count.merge(reference.kind(), 1, Integer::sum) - 1;
            String pointer = "/references/" + camelCase(reference.kind()) + "/" + index;
            text(pointer + "/id", InvoiceField.Type.IDENTIFIER, Canonical.number(reference.id()));
            text(pointer + "/scheme", InvoiceField.Type.CODE, reference.scheme());
            date(pointer + "/issueDate", reference.issueDate());
        }
    }

    private static String camelCase(Enum<?> name) {
        StringBuilder camel = new StringBuilder();
        for (String word : name.name().toLowerCase(Locale.ROOT).split("_", -1)) {
            camel.append(camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return camel.toString();
    }

    private void text(String pointer, InvoiceField.Type type, @Nullable String value) {
        if (value != null) {
            add(pointer, type, NFC.normalize(value));
        }
    }

    private void decimal(String pointer, @Nullable BigDecimal value) {
        if (value != null) {
            add(pointer, InvoiceField.Type.DECIMAL, Canonical.decimal(value));
        }
    }

    private void date(String pointer, @Nullable LocalDate value) {
        if (value != null) {
            add(pointer, InvoiceField.Type.DATE, value.toString());
        }
    }

    private void add(String pointer, InvoiceField.Type type, String value) {
        fields.put(pointer, new InvoiceField(pointer, type, value));
    }
}
