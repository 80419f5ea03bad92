package org.tradeseal.gateway.einvoice;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.w3c.dom.Document;

/** Reads an invoice's bytes: gate, syntax, facts. Safe for use by several threads. */
public final class InvoiceReader {
    private final XmlGate gate;

    public InvoiceReader() {
        this(XmlLimits.DEFAULT);
    }

    public InvoiceReader(XmlLimits limits) {
        this.gate = new XmlGate(limits);
    }

    /** The invoice in these bytes; throws {@link InvoiceRefused} if they are no acceptable XML or no invoice. */
    public ReadInvoice read(byte[] bytes) {
        Document document = gate.admit(bytes);
        InvoiceSyntax syntax = InvoiceSyntax.of(document);
        XmlBranch root = new XmlBranch(document.getDocumentElement());
        InvoiceFacts facts = syntax == InvoiceSyntax.CII ? CiiFacts.read(root) : UblFacts.read(root, syntax);
        return new ReadInvoice(facts, syntax, sha256(bytes), document);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
