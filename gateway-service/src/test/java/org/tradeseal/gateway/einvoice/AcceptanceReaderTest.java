package org.tradeseal.gateway.einvoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tradeseal.gateway.einvoice.Acceptance.Answer;
import org.tradeseal.gateway.einvoice.InvoiceParty.Kind;
import org.tradeseal.gateway.einvoice.InvoiceRefused.Code;

class AcceptanceReaderTest {
    private final AcceptanceReader reader = new AcceptanceReader();

    @Test
    void readsWhoAcceptsWhichInvoiceAndWhen() {
        Acceptance acceptance = reader.read(Samples.bytes(Samples.ACCEPTANCE));

        assertThat(acceptance.id()).isEqualTo("MLT-IR-2026-118");
        assertThat(acceptance.issueDate()).isEqualTo(LocalDate.of(2026, 9, 24));
        assertThat(acceptance.invoiceNumber()).isEqualTo("LH-2026-0917");
        assertThat(acceptance.invoiceDate()).isEqualTo(LocalDate.of(2026, 9, 17));
        assertThat(acceptance.answer()).isEqualTo(Answer.ACCEPTED);
        assertThat(acceptance.sender().first(Kind.PARTY).value()).isEqualTo("201954321M");
        assertThat(acceptance.receiver().name()).isEqualTo("杭州砺华软件有限公司");
    }

    @Test
    void answersTheSampleInvoicesBuyerAndSeller() {
        InvoiceFacts invoice =
                new InvoiceReader().read(Samples.bytes(Samples.PINT)).facts();
        Acceptance acceptance = reader.read(Samples.bytes(Samples.ACCEPTANCE));

        assertThat(acceptance.invoiceNumber()).isEqualTo(invoice.number());
        assertThat(acceptance.sender().primary().value())
                .isEqualTo(invoice.buyer().primary().value());
        assertThat(acceptance.receiver().primary().value())
                .isEqualTo(invoice.seller().primary().value());
    }

    @ParameterizedTest
    @CsvSource({
        "AP, ACCEPTED",
        "RE, REJECTED",
        "UQ, DISPUTED",
        "CA, DISPUTED",
        "AB, NO_DECISION",
        "IP, NO_DECISION",
        "PD, NO_DECISION"
    })
    void onlyAnUnconditionalApprovalAccepts(String code, Answer answer) {
        String text = Samples.text(Samples.ACCEPTANCE).replace(">AP<", ">" + code + "<");
        assertThat(reader.read(text.getBytes(StandardCharsets.UTF_8)).answer()).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acceptance-of-two-invoices.xml", "acceptance-code-unknown.xml"})
    void refusesWhatLeavesTheAnswerOpen(String name) {
        assertThatExceptionOfType(InvoiceRefused.class)
                .isThrownBy(() -> reader.read(Samples.defective(name)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.RESPONSE_INCOMPLETE));
    }

    @Test
    void refusesAnInvoice() {
        assertThatExceptionOfType(InvoiceRefused.class)
                .isThrownBy(() -> reader.read(Samples.bytes(Samples.PINT)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(Code.DOCUMENT_SYNTAX_UNKNOWN));
    }
}
