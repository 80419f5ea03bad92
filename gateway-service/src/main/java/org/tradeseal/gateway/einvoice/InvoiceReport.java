package org.tradeseal.gateway.einvoice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on one invoice.
 *
 * @param profile BT-24 as the invoice states it
 * @param ruleSets the rule sets applied, as phive coordinates {@code group:artifact:version}
 * @param findings errors first
 * @param identity null if the invoice lacks a part of it
 * @param content null if the invoice lacks a part of it
 */
public record InvoiceReport(
        boolean valid,
        InvoiceSyntax syntax,
        @Nullable String profile,
        List<String> ruleSets,
        List<Finding> findings,
        @Nullable InvoiceIdentity identity,
        @Nullable InvoiceContent content) {

    public InvoiceReport {
        ruleSets = List.copyOf(ruleSets);
        findings = List.copyOf(findings);
    }
}
