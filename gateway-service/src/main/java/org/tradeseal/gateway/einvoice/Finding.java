package org.tradeseal.gateway.einvoice;

/**
 * One rule that an invoice breaks.
 *
 * @param rule the rule's published id, such as BR-CO-15; XSD: and a code for a schema error
 * @param location XPath of the element with the usual prefixes (cac, cbc, rsm, ram), none for the root of UBL, whatever
 *     prefixes the document uses; empty if no element is meant
 * @param message the rule as published, and in Chinese
 * @param remedy what to do
 */
public record Finding(Severity severity, String rule, String location, LocalizedText message, LocalizedText remedy) {

    /** How much a finding weighs: only an ERROR makes an invoice invalid. */
    public enum Severity {
        ERROR,
        WARNING,
        INFO
    }
}
