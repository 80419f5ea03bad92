package org.tradeseal.gateway.einvoice;

import com.fasterxml.jackson.annotation.JsonValue;
import org.tradeseal.gateway.einvoice.InvoiceRefused.Code;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The XML languages in which an invoice is accepted (EN 16931-2), recognised by the root element. */
public enum InvoiceSyntax {
    /** UBL 2.1 Invoice. */
    UBL_INVOICE("UBL-Invoice", "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2", "Invoice"),
    /** UBL 2.1 CreditNote. */
    UBL_CREDIT_NOTE("UBL-CreditNote", "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2", "CreditNote"),
    /** UN/CEFACT Cross Industry Invoice D16B. */
    CII("CII", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100", "CrossIndustryInvoice");

    private final String wireName;
    private final String namespace;
    private final String root;

    InvoiceSyntax(String wireName, String namespace, String root) {
        this.wireName = wireName;
        this.namespace = namespace;
        this.root = root;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    static InvoiceSyntax of(Document document) {
        Element element = document.getDocumentElement();
        for (InvoiceSyntax syntax : values()) {
            if (syntax.namespace.equals(element.getNamespaceURI()) && syntax.root.equals(element.getLocalName())) {
                return syntax;
            }
        }
        String found = "{" + element.getNamespaceURI() + "}" + element.getLocalName();
        throw new InvoiceRefused(
                Code.DOCUMENT_SYNTAX_UNKNOWN,
                "The root element " + found + " is neither a UBL 2.1 Invoice or CreditNote nor a UN/CEFACT CII D16B"
                        + " invoice.",
                "根元素 " + found + " 既不是 UBL 2.1 发票或贷记单，也不是 UN/CEFACT CII D16B 发票。");
    }
}
