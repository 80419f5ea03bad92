package org.tradeseal.gateway.einvoice;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How two copies of an invoice relate: to the byte, in another form, or different and in which fields. */
public record InvoiceComparison(Relation relation, List<Difference> differences) {

    /** The three answers that customs and banks get. */
    public enum Relation {
        IDENTICAL_BYTES,
        SAME_INVOICE_OTHER_FORM,
        DIFFERENT
    }

    /** One field in which two invoices differ; null where one of them lacks it. */
    public record Difference(
            String pointer, @Nullable String left, @Nullable String right) {}

    public InvoiceComparison {
        differences = List.copyOf(differences);
    }

    public static InvoiceComparison of(ReadInvoice left, ReadInvoice right) {
        if (left.sha256().equals(right.sha256())) {
            return new InvoiceComparison(Relation.IDENTICAL_BYTES, List.of());
        }
        List<Difference> differences = differences(left.facts(), right.facts());
        return new InvoiceComparison(
                differences.isEmpty() ? Relation.SAME_INVOICE_OTHER_FORM : Relation.DIFFERENT, differences);
    }

    /** The fields in which the facts differ, by pointer, in canonical values. */
    public static List<Difference> differences(InvoiceFacts left, InvoiceFacts right) {
        return differences(InvoiceFields.of(left), InvoiceFields.of(right));
    }

    /** The fields in which two lists differ, for a record of which only the fields are at hand. */
    public static List<Difference> differences(List<InvoiceField> left, List<InvoiceField> right) {
        Map<String, String> a = values(left);
        Map<String, String> b = values(right);
        TreeSet<String> pointers = new TreeSet<>(a.keySet());
        pointers.addAll(b.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String pointer : pointers) {
            String one = a.get(pointer);
            String other = b.get(pointer);
            if (one == null || !one.equals(other)) {
                differences.add(new Difference(pointer, one, other));
            }
        }
        return differences;
    }

    // Texts are compared in NFKC with single spaces: a full-width digit is a form, not a difference.
    private static Map<String, String> values(List<InvoiceField> fields) {
        Function<InvoiceField, String> value = field -> Canonical.text(field.value());
        return fields.stream()
                .filter(field -> !field.pointer().startsWith("/document/"))
                .collect(Collectors.toMap(InvoiceField::pointer, value));
    }
}
