package org.tradeseal.gateway.einvoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tradeseal.gateway.einvoice.InvoiceComparison.Difference;
import org.tradeseal.gateway.einvoice.InvoiceComparison.Relation;

class InvoiceComparisonTest {
    private final InvoiceReader reader = new InvoiceReader();

    @Test
    void aCopyIsIdenticalToTheByte() {
        assertThat(compare(Samples.text(Samples.PINT), Samples.text(Samples.PINT)))
                .isEqualTo(new InvoiceComparison(Relation.IDENTICAL_BYTES, List.of()));
    }

    @Test
    void anotherSyntaxIsTheSameInvoiceInAnotherForm() {
        assertThat(compare(Samples.text(Samples.UBL), Samples.text(Samples.CII)))
                .isEqualTo(new InvoiceComparison(Relation.SAME_INVOICE_OTHER_FORM, List.of()));
    }

    @Test
    void aChangedAmountIsNamedWithBothValues() {
        String forged = Samples.text(Samples.PINT)
                .replace("PayableAmount currencyID=\"SGD\">125000.00", "PayableAmount currencyID=\"SGD\">152000.00");
        InvoiceComparison comparison = compare(Samples.text(Samples.PINT), forged);

        assertThat(comparison.relation()).isEqualTo(Relation.DIFFERENT);
        assertThat(comparison.differences()).containsExactly(new Difference("/payableAmount", "125000", "152000"));
    }

    @Test
    void aLineThatOneCopyLacksIsNamedWithoutAValueForIt() {
        String shorter = Samples.text(Samples.UBL)
                .replaceFirst("(?s)  <cac:InvoiceLine>\\s*<cbc:ID>2.*?</cac:InvoiceLine>\n", "");
        assertThat(compare(Samples.text(Samples.UBL), shorter).differences())
                .isNotEmpty()
                .allSatisfy(difference -> {
                    assertThat(difference.pointer()).startsWith("/lines/1/");
                    assertThat(difference.left()).isNotNull();
                    assertThat(difference.right()).isNull();
                });
    }

    @Test
    void aFewStatedFieldsCanBeComparedWithARecordsFields() {
        List<InvoiceField> record = InvoiceFields.of(reader.read(Samples.bytes(Samples.PINT)));
        List<InvoiceField> stated = record.stream()
                .filter(field -> !field.pointer().equals("/currency"))
                .toList();
        assertThat(InvoiceComparison.differences(record, stated))
                .containsExactly(new Difference("/currency", "SGD", null));
    }

    private InvoiceComparison compare(String left, String right) {
        return InvoiceComparison.of(
                reader.read(left.getBytes(StandardCharsets.UTF_8)),
                reader.read(right.getBytes(StandardCharsets.UTF_8)));
    }
}
