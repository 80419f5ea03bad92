package org.tradeseal.gateway.einvoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.tradeseal.gateway.einvoice.InvoiceFacts.ReferenceKind;
import org.tradeseal.gateway.einvoice.InvoiceParty.Kind;
import org.tradeseal.gateway.einvoice.InvoiceRefused.Code;

class InvoiceFactsTest {
    private final InvoiceReader reader = new InvoiceReader();

    @Test
    void readsTheTermsOfAUblInvoice() {
        InvoiceFacts facts = reader.read(Samples.bytes(Samples.UBL)).facts();

        assertThat(facts.number()).isEqualTo("WS/2026/1180");
        assertThat(facts.issueDate()).isEqualTo(LocalDate.of(2026, 10, 12));
        assertThat(facts.dueDate()).isEqualTo(LocalDate.of(2026, 12, 11));
        assertThat(facts.typeCode()).isEqualTo("380");
        assertThat(facts.currency()).isEqualTo("EUR");
        assertThat(facts.customizationId()).isEqualTo("urn:cen.eu:en16931:2017");
        assertThat(facts.seller().name()).isEqualTo("Waalstroom Pompen B.V.");
        assertThat(facts.seller().country()).isEqualTo("NL");
        assertThat(facts.seller().first(Kind.TAX).value()).isEqualTo("NL861234561B01");
        assertThat(facts.seller().first(Kind.REGISTRATION).value()).isEqualTo("70123459");
        assertThat(facts.seller().first(Kind.PARTY).value()).isEqualTo("SUP-4471");
        assertThat(facts.seller().first(Kind.ELECTRONIC_ADDRESS).scheme()).isEqualTo("0106");
        assertThat(facts.buyer().name()).isEqualTo("南京东麟机械进出口有限公司");
        assertThat(facts.buyer().primary().kind()).isEqualTo(Kind.REGISTRATION);
        assertThat(facts.totals().payable()).isEqualByComparingTo("42720");
        assertThat(facts.totals().tax()).isEqualByComparingTo("0");
        assertThat(facts.reference(ReferenceKind.TRANSPORT_DOCUMENT).id()).isEqualTo("RTMSHA2610044");
        assertThat(facts.reference(ReferenceKind.PURCHASE_ORDER).id()).isEqualTo("PO-DL-26-0451");
        assertThat(facts.reference(ReferenceKind.CONTRACT).id()).isEqualTo("WS-DL-2026");
        assertThat(facts.reference(ReferenceKind.DESPATCH_ADVICE).id()).isEqualTo("DES-26-1180");
    }

    @Test
    void readsLinesWithUnitAndClassification() {
        InvoiceFacts.Line line =
                reader.read(Samples.bytes(Samples.UBL)).facts().lines().get(1);

        assertThat(line.id()).isEqualTo("2");
        assertThat(line.quantity()).isEqualByComparingTo("48");
        assertThat(line.unit()).isEqualTo("SET");
        assertThat(line.netAmount()).isEqualByComparingTo("9120");
        assertThat(line.originCountry()).isEqualTo("DE");
        assertThat(line.classifications()).containsExactly(new InvoiceFacts.Classification("HS", "848420"));
    }

    @Test
    void aUblAndACiiFormStateTheSameFacts() {
        InvoiceFacts ubl = reader.read(Samples.bytes(Samples.UBL)).facts();
        InvoiceFacts cii = reader.read(Samples.bytes(Samples.CII)).facts();

        assertThat(InvoiceComparison.differences(ubl, cii)).isEmpty();
        assertThat(InvoiceFields.of(cii)).isEqualTo(InvoiceFields.of(ubl));
    }

    @Test
    void aCreditNoteNamesTheInvoiceThatItCorrects() {
        InvoiceFacts facts = reader.read(Samples.bytes(Samples.CREDIT_NOTE)).facts();

        assertThat(facts.syntax()).isEqualTo(InvoiceSyntax.UBL_CREDIT_NOTE);
        assertThat(facts.typeCode()).isEqualTo("381");
        InvoiceFacts.Reference preceding = facts.reference(ReferenceKind.PRECEDING_INVOICE);
        assertThat(preceding.id()).isEqualTo("DM-26-00318");
        assertThat(preceding.issueDate()).isEqualTo(LocalDate.of(2026, 10, 5));
        assertThat(facts.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.quantity()).isPositive());
    }

    @Test
    void theSellersIdentifierOfASingaporeInvoiceIsItsGstNumber() {
        String withGst = Samples.text(Samples.PINT)
                .replaceFirst(
                        "<cac:PartyLegalEntity>",
                        "<cac:PartyTaxScheme><cbc:CompanyID>M2-1234567-K</cbc:CompanyID>"
                                + "<cac:TaxScheme><cbc:ID>GST</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
                                + "<cac:PartyLegalEntity>");
        assertThat(read(withGst).seller().primary())
                .isEqualTo(new InvoiceParty.Identifier(Kind.TAX, null, "M2-1234567-K"));
    }

    @Test
    void whereVatAndGstAreStatedTheVatNumberNamesTheSeller() {
        String malaysian = Samples.text(Samples.PINT)
                .replaceFirst(
                        "<cac:PartyLegalEntity>",
                        "<cac:PartyTaxScheme><cbc:CompanyID>TIN1</cbc:CompanyID>"
                                + "<cac:TaxScheme><cbc:ID>GST</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
                                + "<cac:PartyTaxScheme><cbc:CompanyID>SST1</cbc:CompanyID>"
                                + "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
                                + "<cac:PartyLegalEntity>");
        assertThat(read(malaysian).seller().primary().value()).isEqualTo("SST1");
        assertThat(read(malaysian).seller().first(Kind.TAX_REGISTRATION).value())
                .isEqualTo("TIN1");
    }

    @Test
    void theOrderOfSeveralIdentifiersOfAPartyMeansNothing() {
        String one = "<cac:PartyIdentification><cbc:ID>A-1</cbc:ID></cac:PartyIdentification>";
        String two =
                "<cac:PartyIdentification><cbc:ID schemeID=\"0088\">7300010000001</cbc:ID></cac:PartyIdentification>";
        String place = "(?s)<cac:PartyIdentification>.*?</cac:PartyIdentification>";
        String ubl = Samples.text(Samples.UBL);

        assertThat(read(ubl.replaceFirst(place, one + two)).seller())
                .isEqualTo(read(ubl.replaceFirst(place, two + one)).seller());
        String cii = Samples.text(Samples.CII)
                .replace(
                        "<ram:ID>SUP-4471</ram:ID>",
                        "<ram:ID>A-1</ram:ID><ram:GlobalID schemeID=\"0088\">7300010000001</ram:GlobalID>");
        assertThat(read(cii).seller())
                .isEqualTo(read(ubl.replaceFirst(place, two + one)).seller());
    }

    @Test
    void aBankAssignedCreditorIdentifierNamesNobody() {
        String sepa = Samples.text(Samples.UBL)
                .replace("<cbc:ID>SUP-4471</cbc:ID>", "<cbc:ID schemeID=\"SEPA\">NL13ZZZ123</cbc:ID>");
        assertThat(read(sepa).seller().first(Kind.PARTY)).isNull();
    }

    @Test
    void theTaxTotalInTheAccountingCurrencyIsNotTheInvoicesTax() {
        String twoTotals = Samples.text(Samples.PEPPOL)
                .replaceFirst(
                        "<cac:TaxTotal>",
                        "<cac:TaxTotal><cbc:TaxAmount currencyID=\"CNY\">9999.00</cbc:TaxAmount></cac:TaxTotal>"
                                + "<cac:TaxTotal>");
        assertThat(read(twoTotals).totals().tax()).isEqualByComparingTo("1176");
    }

    @Test
    void unreadableValuesAreAbsentAndNotGuessed() {
        assertThat(FactValues.decimal("1e9")).isNull();
        assertThat(FactValues.decimal("1,000.00")).isNull();
        assertThat(FactValues.decimal("9".repeat(100))).isNull();
        assertThat(FactValues.decimal("INF")).isNull();
        assertThat(FactValues.decimal("-.5")).isEqualByComparingTo(new BigDecimal("-0.5"));
        assertThat(FactValues.date("2026-02-30")).isNull();
        assertThat(FactValues.date("12/10/2026")).isNull();
        assertThat(FactValues.date("20261012")).isEqualTo(LocalDate.of(2026, 10, 12));
        assertThat(FactValues.date("2026-10-12+08:00")).isEqualTo(LocalDate.of(2026, 10, 12));
    }

    @Test
    void aDocumentOfAnotherKindIsRefused() {
        assertThatExceptionOfType(InvoiceRefused.class)
                .isThrownBy(() -> reader.read(Samples.defective("order-not-invoice.xml")))
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.DOCUMENT_SYNTAX_UNKNOWN));
    }

    private InvoiceFacts read(String text) {
        return reader.read(text.getBytes(StandardCharsets.UTF_8)).facts();
    }
}
