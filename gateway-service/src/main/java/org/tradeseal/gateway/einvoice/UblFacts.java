package org.tradeseal.gateway.einvoice;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.einvoice.InvoiceFacts.Classification;
import org.tradeseal.gateway.einvoice.InvoiceFacts.Line;
import org.tradeseal.gateway.einvoice.InvoiceFacts.Reference;
import org.tradeseal.gateway.einvoice.InvoiceFacts.ReferenceKind;
import org.tradeseal.gateway.einvoice.InvoiceFacts.Totals;
import org.tradeseal.gateway.einvoice.InvoiceParty.Identifier;
import org.tradeseal.gateway.einvoice.InvoiceParty.Kind;

/** The syntax binding of EN 16931-3-2: where UBL 2.1 Invoice and CreditNote keep each business term. */
final class UblFacts {
    /** UNTDID 1001: a document about the invoiced object, the only type code the binding gives a meaning of its own. */
    private static final String INVOICED_OBJECT = "130";

    /** The tax schemes that hold BT-31 in EN 16931 (VAT) and in the PINT of Singapore, Australia and New Zealand. */
    private static final List<String> TAX_SCHEMES = List.of("VAT", "GST");

    private UblFacts() {}

    static InvoiceFacts read(XmlBranch root, InvoiceSyntax syntax) {
        boolean credit = syntax == InvoiceSyntax.UBL_CREDIT_NOTE;
        String currency = root.text("cbc:DocumentCurrencyCode");
        return new InvoiceFacts(
                syntax,
                root.text("cbc:CustomizationID"),
                root.text("cbc:ProfileID"),
                root.text("cbc:ID"),
                FactValues.date(root.text("cbc:IssueDate")),
                root.text(credit ? "cbc:CreditNoteTypeCode" : "cbc:InvoiceTypeCode"),
                currency,
                FactValues.date(root.text(credit ? "cac:PaymentMeans/cbc:PaymentDueDate" : "cbc:DueDate")),
                party(root.first("cac:AccountingSupplierParty/cac:Party")),
                party(root.first("cac:AccountingCustomerParty/cac:Party")),
                totals(root, currency),
                root.all(credit ? "cac:CreditNoteLine" : "cac:InvoiceLine").stream()
                        .map(line -> line(line, credit))
                        .toList(),
                references(root));
    }

    static InvoiceParty party(@Nullable XmlBranch party) {
        if (party == null) {
            return new InvoiceParty(null, null, List.of());
        }
        List<Identifier> identifiers = new ArrayList<>();
        addTaxIdentifiers(party, identifiers);
        add(identifiers, Kind.REGISTRATION, party.all("cac:PartyLegalEntity/cbc:CompanyID"));
        for (XmlBranch id : party.all("cac:PartyIdentification/cbc:ID")) {
            // SEPA marks BT-90, the bank's identifier of a creditor, which the binding keeps in the same place.
            if (!"SEPA".equals(id.attribute("schemeID"))) {
                add(identifiers, Kind.PARTY, List.of(id));
            }
        }
        add(identifiers, Kind.ELECTRONIC_ADDRESS, party.all("cbc:EndpointID"));
        String registered = party.text("cac:PartyLegalEntity/cbc:RegistrationName");
        return new InvoiceParty(
                registered == null ? party.text("cac:PartyName/cbc:Name") : registered,
                party.text("cac:PostalAddress/cac:Country/cbc:IdentificationCode"),
                identifiers);
    }

    // PINT Malaysia states VAT and GST together, GST then being BT-32: the first scheme of the list that occurs is
    // BT-31.
    private static void addTaxIdentifiers(XmlBranch party, List<Identifier> identifiers) {
        List<XmlBranch> registrations = party.all("cac:PartyTaxScheme");
        String chosen = TAX_SCHEMES.stream()
                .filter(scheme -> registrations.stream().anyMatch(r -> scheme.equals(r.text("cac:TaxScheme/cbc:ID"))))
                .findFirst()
                .orElse(null);
        for (XmlBranch registration : registrations) {
            String scheme = registration.text("cac:TaxScheme/cbc:ID");
            Kind kind = scheme != null && scheme.equals(chosen) ? Kind.TAX : Kind.TAX_REGISTRATION;
            String value = registration.text("cbc:CompanyID");
            if (value != null) {
                identifiers.add(new Identifier(kind, null, value));
            }
        }
    }

    private static void add(List<Identifier> identifiers, Kind kind, List<XmlBranch> ids) {
        for (XmlBranch id : ids) {
            String value = id.text();
            if (value != null) {
                identifiers.add(new Identifier(kind, id.attribute("schemeID"), value));
            }
        }
    }

    private static Totals totals(XmlBranch root, @Nullable String currency) {
        String totals = "cac:LegalMonetaryTotal/cbc:";
        return new Totals(
                FactValues.decimal(root.text(totals + "LineExtensionAmount")),
                tax(root, currency),
                FactValues.decimal(root.text(totals + "TaxExclusiveAmount")),
                FactValues.decimal(root.text(totals + "TaxInclusiveAmount")),
                FactValues.decimal(root.text(totals + "PrepaidAmount")),
                FactValues.decimal(root.text(totals + "PayableAmount")));
    }

    // A second TaxTotal holds BT-111, the tax in the accounting currency; only the currency tells them apart.
    private static @Nullable BigDecimal tax(XmlBranch root, @Nullable String currency) {
        return root.all("cac:TaxTotal/cbc:TaxAmount").stream()
                .filter(amount -> currency != null && currency.equals(amount.attribute("currencyID")))
                .findFirst()
                .map(amount -> FactValues.decimal(amount.text()))
                .orElse(null);
    }

    private static Line line(XmlBranch line, boolean credit) {
        XmlBranch quantity = line.first(credit ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity");
        List<Classification> classifications = new ArrayList<>();
        for (XmlBranch code : line.all("cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode")) {
            String value = code.text();
            if (value != null) {
                classifications.add(new Classification(code.attribute("listID"), value));
            }
        }
        return new Line(
                line.text("cbc:ID"),
                line.text("cac:Item/cbc:Name"),
                quantity == null ? null : FactValues.decimal(quantity.text()),
                quantity == null ? null : quantity.attribute("unitCode"),
                FactValues.decimal(line.text("cbc:LineExtensionAmount")),
                line.text("cac:Item/cac:OriginCountry/cbc:IdentificationCode"),
                classifications);
    }

    private static List<Reference> references(XmlBranch root) {
        List<Reference> references = new ArrayList<>();
        refer(references, ReferenceKind.BUYER_REFERENCE, root.all("cbc:BuyerReference"));
        refer(references, ReferenceKind.PROJECT, root.all("cac:ProjectReference/cbc:ID"));
        refer(references, ReferenceKind.CONTRACT, root.all("cac:ContractDocumentReference/cbc:ID"));
        refer(references, ReferenceKind.PURCHASE_ORDER, root.all("cac:OrderReference/cbc:ID"));
        refer(references, ReferenceKind.SALES_ORDER, root.all("cac:OrderReference/cbc:SalesOrderID"));
        refer(references, ReferenceKind.RECEIVING_ADVICE, root.all("cac:ReceiptDocumentReference/cbc:ID"));
        refer(references, ReferenceKind.DESPATCH_ADVICE, root.all("cac:DespatchDocumentReference/cbc:ID"));
        refer(references, ReferenceKind.TENDER, root.all("cac:OriginatorDocumentReference/cbc:ID"));
        for (XmlBranch document : root.all("cac:AdditionalDocumentReference")) {
            XmlBranch id = document.first("cbc:ID");
            String value = id == null ? null : id.text();
            if (id != null && value != null) {
                String scheme = id.attribute("schemeID");
                boolean object = INVOICED_OBJECT.equals(document.text("cbc:DocumentTypeCode"));
                references.add(new Reference(
                        object ? FactValues.objectKind(scheme) : ReferenceKind.SUPPORTING_DOCUMENT,
                        value,
                        scheme,
                        null));
            }
        }
        for (XmlBranch preceding : root.all("cac:BillingReference/cac:InvoiceDocumentReference")) {
            String id = preceding.text("cbc:ID");
            if (id != null) {
                references.add(new Reference(
                        ReferenceKind.PRECEDING_INVOICE, id, null, FactValues.date(preceding.text("cbc:IssueDate"))));
            }
        }
        return references;
    }

    private static void refer(List<Reference> references, ReferenceKind kind, List<XmlBranch> ids) {
        for (XmlBranch id : ids) {
            String value = id.text();
            if (value != null) {
                references.add(new Reference(kind, value, id.attribute("schemeID"), null));
            }
        }
    }
}
