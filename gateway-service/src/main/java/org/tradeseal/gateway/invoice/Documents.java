package org.tradeseal.gateway.invoice;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
    /** Documents over this size are judged few at a time: their trees take many times their bytes. */
    private static final int LARGE_BYTES = 256 * 1024;

    private static final int LARGE_ELEMENTS = 4000;

    private static final int WAIT_SECONDS = 20;

    private final Semaphore large =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);
    private final InvoiceReader reader = new InvoiceReader();
    private final AcceptanceReader acceptances = new AcceptanceReader();
    private final InvoiceRules rules;

    Documents(InvoiceRules rules) {
        this.rules = rules;
    }

    /** Reads an invoice. Refuses what is no invoice or not safe to read. */
    public ReadInvoice read(byte[] bytes) {
        return told(bytes.length > LARGE_BYTES, () -> reader.read(bytes));
    }

    public InvoiceReport check(ReadInvoice invoice) {
        // Rules see elements, not bytes: an attachment of megabytes is one text.
        boolean isLarge = invoice.document().getElementsByTagName("*").item(LARGE_ELEMENTS) != null;
        return told(isLarge, () -> rules.check(invoice));
    }

    /** Reads the answer of a buyer outside the consortium. */
    public Acceptance readAcceptance(byte[] bytes) {
        return told(bytes.length > LARGE_BYTES, () -> acceptances.read(bytes));
    }

    private <T> T told(boolean isLarge, Supplier<T> reading) {
        if (isLarge) {
            awaitTurn();
        }
        try {
            return reading.get();
        } catch (InvoiceRefused refused) {
            throw new Refusal(
                    ErrorCode.valueOf(refused.code().name()),
                    Text.of(refused.detail().en(), refused.detail().zh()));
        } finally {
            if (isLarge) {
                large.release();
            }
        }
    }

    private void awaitTurn() {
        try {
            if (large.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new Refusal(
                ErrorCode.UNAVAILABLE, "Too many large documents are being judged at a time.", "同时审核的大型文件过多。");
    }
}
