package org.tradeseal.gateway.einvoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class InvoiceFieldsTest {
    private final List<InvoiceField> fields = InvoiceFields.of(new InvoiceReader().read(Samples.bytes(Samples.UBL)));

    @Test
    void namesTheFieldsThatFinancingAndCustomsOpen() {
        assertThat(fields)
                .contains(
                        new InvoiceField("/number", InvoiceField.Type.IDENTIFIER, "WS/2026/1180"),
                        new InvoiceField("/issueDate", InvoiceField.Type.DATE, "2026-10-12"),
                        new InvoiceField("/type", InvoiceField.Type.CODE, "380"),
                        new InvoiceField("/currency", InvoiceField.Type.CODE, "EUR"),
                        new InvoiceField("/payableAmount", InvoiceField.Type.DECIMAL, "42720"),
                        new InvoiceField("/seller/id", InvoiceField.Type.IDENTIFIER, "NL861234561B01"),
                        new InvoiceField(
                                "/seller/identifiers/registration/0/id", InvoiceField.Type.IDENTIFIER, "70123459"),
                        new InvoiceField("/buyer/id", InvoiceField.Type.IDENTIFIER, "91320105MA1XDL6J5T"),
                        new InvoiceField("/buyer/name", InvoiceField.Type.TEXT, "南京东麟机械进出口有限公司"),
                        new InvoiceField("/lines/0/name", InvoiceField.Type.TEXT, "Centrifugal pump WS-80 离心泵"),
                        new InvoiceField("/lines/0/classifications/0/code", InvoiceField.Type.CODE, "841370"),
                        new InvoiceField(
                                "/references/transportDocument/0/id", InvoiceField.Type.IDENTIFIER, "RTMSHA2610044"),
                        new InvoiceField(
                                "/references/purchaseOrder/0/id", InvoiceField.Type.IDENTIFIER, "PO-DL-26-0451"));
    }

    @Test
    void pointersAreUniqueSortedAndNeedNoEscapes() {
        List<String> pointers = fields.stream().map(InvoiceField::pointer).toList();
        assertThat(pointers).doesNotHaveDuplicates().isSorted();
        assertThat(pointers).allMatch(Pattern.compile("(/[A-Za-z0-9]+)+").asMatchPredicate());
    }

    @Test
    void everyValueHasTheFormOfItsType() {
        assertThat(fields)
                .allSatisfy(field -> assertThat(field.value())
                        .matches(
                                switch (field.type()) {
                                    case DECIMAL -> "-?(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?";
                                    case DATE -> "[0-9]{4}-[0-9]{2}-[0-9]{2}";
                                    case DIGEST -> "[0-9a-f]{64}";
                                    case IDENTIFIER, CODE -> "\\S+";
                                    case TEXT -> "(?s).+";
                                }));
    }

    @Test
    void theDocumentsDigestIsOfItsBytes() {
        assertThat(fields)
                .filteredOn(field -> field.pointer().equals("/document/sha256"))
                .singleElement()
                .extracting(InvoiceField::value)
                .isEqualTo(InvoiceReader.sha256(Samples.bytes(Samples.UBL)));
    }
}
