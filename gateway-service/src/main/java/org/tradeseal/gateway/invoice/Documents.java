package org.tradeseal.gateway.invoice;

import org.springframework.stereotype.Component;
import org.tradeseal.gateway.einvoice.Acceptance;
import org.tradeseal.gateway.einvoice.AcceptanceReader;
import org.tradeseal.gateway.einvoice.InvoiceReader;
import org.tradeseal.gateway.einvoice.InvoiceRefused;
import org.tradeseal.gateway.einvoice.InvoiceReport;
import org.tradeseal.gateway.einvoice.InvoiceRules;
import org.tradeseal.gateway.einvoice.ReadInvoice;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Text;

/** Reads and judges invoice documents; whatever the intake refuses is told in the registry's own terms. */
@Component
public class Documents {
    private final InvoiceReader reader = new InvoiceReader();
    private final AcceptanceReader acceptances = new AcceptanceReader();
    private final InvoiceRules rules;

    Documents(InvoiceRules rules) {
        this.rules = rules;
    }

    /** Reads an invoice. Refuses what is no invoice or not safe to read. */
    public ReadInvoice read(byte[] bytes) {
        return told(() -> reader.read(bytes));
    }

    public InvoiceReport check(ReadInvoice invoice) {
        return told(() -> rules.check(invoice));
    }

    /** Reads the answer of a buyer outside the consortium. */
    public Acceptance readAcceptance(byte[] bytes) {
        return told(() -> acceptances.read(bytes));
    }

    private static <T> T told(java.util.function.Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvoiceRefused refused) {
            throw new Refusal(
                    ErrorCode.valueOf(refused.code().name()),
                    Text.of(refused.detail().en(), refused.detail().zh()));
        }
    }
}
