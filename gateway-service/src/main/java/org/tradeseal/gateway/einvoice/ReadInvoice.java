package org.tradeseal.gateway.einvoice;

import org.w3c.dom.Document;

/**
 * An invoice that passed the gate.
 *
 * @param sha256 SHA-256 of the bytes as they came, lower-case hexadecimal
 * @param document the hardened parse of those bytes, the only form that rule sets may see; not safe for use by several
 *     threads at once
 */
public record ReadInvoice(InvoiceFacts facts, InvoiceSyntax syntax, String sha256, Document document) {}
