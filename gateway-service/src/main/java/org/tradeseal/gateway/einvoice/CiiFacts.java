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

/** The syntax binding of EN 16931-3-3: where UN/CEFACT CII D16B keeps each business term. */
final class CiiFacts {
    private static final String CONTEXT = "rsm:ExchangedDocumentContext/ram:";
    private static final String TRADE = "rsm:SupplyChainTradeTransaction/ram:";
    private static final String AGREEMENT = TRADE + "ApplicableHeaderTradeAgreement/ram:";
    private static final String DELIVERY = TRADE + "ApplicableHeaderTradeDelivery/ram:";
    private static final String SETTLEMENT = TRADE + "ApplicableHeaderTradeSettlement/ram:";

    private CiiFacts() {}

    static InvoiceFacts read(XmlBranch root) {
        String currency = root.text(SETTLEMENT + "InvoiceCurrencyCode");
        return new InvoiceFacts(
                InvoiceSyntax.CII,
                root.text(CONTEXT + "GuidelineSpecifiedDocumentContextParameter/ram:ID"),
                root.text(CONTEXT + "BusinessProcessSpecifiedDocumentContextParameter/ram:ID"),
                root.text("rsm:ExchangedDocument/ram:ID"),
                FactValues.date(root.text("rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString")),
                root.text("rsm:ExchangedDocument/ram:TypeCode"),
                currency,
                FactValues.date(
                        root.text(SETTLEMENT + "SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString")),
                party(root.first(AGREEMENT + "SellerTradeParty")),
                party(root.first(AGREEMENT + "BuyerTradeParty")),
                totals(root, currency),
                root.all(TRADE + "IncludedSupplyChainTradeLineItem").stream()
                        .map(CiiFacts::line)
                        .toList(),
                references(root));
    }

    private static InvoiceParty party(@Nullable XmlBranch party) {
        if (party == null) {
            return new InvoiceParty(null, null, List.of());
        }
        List<Identifier> identifiers = new ArrayList<>();
        for (XmlBranch id : party.all("ram:SpecifiedTaxRegistration/ram:ID")) {
            String value = id.text();
            if (value != null) {
                // UNTDID 1153: VA is the VAT number (BT-31, BT-48), FC the fiscal number (BT-32).
                Kind kind = "VA".equals(id.attribute("schemeID")) ? Kind.TAX : Kind.TAX_REGISTRATION;
                identifiers.add(new Identifier(kind, null, value));
            }
        }
        add(identifiers, Kind.REGISTRATION, party.all("ram:SpecifiedLegalOrganization/ram:ID"));
        add(identifiers, Kind.PARTY, party.all("ram:ID"));
        add(identifiers, Kind.PARTY, party.all("ram:GlobalID"));
        add(identifiers, Kind.ELECTRONIC_ADDRESS, party.all("ram:URIUniversalCommunication/ram:URIID"));
        return new InvoiceParty(
                party.text("ram:Name"), party.text("ram:PostalTradeAddress/ram:CountryID"), identifiers);
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
        String totals = SETTLEMENT + "SpecifiedTradeSettlementHeaderMonetarySummation/ram:";
        return new Totals(
                FactValues.decimal(root.text(totals + "LineTotalAmount")),
                tax(root.all(totals + "TaxTotalAmount"), currency),
                FactValues.decimal(root.text(totals + "TaxBasisTotalAmount")),
                FactValues.decimal(root.text(totals + "GrandTotalAmount")),
                FactValues.decimal(root.text(totals + "TotalPrepaidAmount")),
                FactValues.decimal(root.text(totals + "DuePayableAmount")));
    }

    private static @Nullable BigDecimal tax(List<XmlBranch> amounts, @Nullable String currency) {
        return amounts.stream()
                .filter(amount -> currency != null && currency.equals(amount.attribute("currencyID")))
                .findFirst()
                .map(amount -> FactValues.decimal(amount.text()))
                .orElse(null);
    }

    private static Line line(XmlBranch line) {
        XmlBranch quantity = line.first("ram:SpecifiedLineTradeDelivery/ram:BilledQuantity");
        List<Classification> classifications = new ArrayList<>();
        for (XmlBranch code : line.all("ram:SpecifiedTradeProduct/ram:DesignatedProductClassification/ram:ClassCode")) {
            String value = code.text();
            if (value != null) {
                classifications.add(new Classification(code.attribute("listID"), value));
            }
        }
        return new Line(
                line.text("ram:AssociatedDocumentLineDocument/ram:LineID"),
                line.text("ram:SpecifiedTradeProduct/ram:Name"),
                quantity == null ? null : FactValues.decimal(quantity.text()),
                quantity == null ? null : quantity.attribute("unitCode"),
                FactValues.decimal(line.text("ram:SpecifiedLineTradeSettlement"
                        + "/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount")),
                line.text("ram:SpecifiedTradeProduct/ram:OriginTradeCountry/ram:ID"),
                classifications);
    }

    private static List<Reference> references(XmlBranch root) {
        List<Reference> references = new ArrayList<>();
        String id = "/ram:IssuerAssignedID";
        refer(references, ReferenceKind.BUYER_REFERENCE, root.all(AGREEMENT + "BuyerReference"));
        refer(references, ReferenceKind.PROJECT, root.all(AGREEMENT + "SpecifiedProcuringProject/ram:ID"));
        refer(references, ReferenceKind.CONTRACT, root.all(AGREEMENT + "ContractReferencedDocument" + id));
        refer(references, ReferenceKind.PURCHASE_ORDER, root.all(AGREEMENT + "BuyerOrderReferencedDocument" + id));
        refer(references, ReferenceKind.SALES_ORDER, root.all(AGREEMENT + "SellerOrderReferencedDocument" + id));
        refer(
                references,
                ReferenceKind.RECEIVING_ADVICE,
                root.all(DELIVERY + "ReceivingAdviceReferencedDocument" + id));
        refer(references, ReferenceKind.DESPATCH_ADVICE, root.all(DELIVERY + "DespatchAdviceReferencedDocument" + id));
        for (XmlBranch document : root.all(AGREEMENT + "AdditionalReferencedDocument")) {
            String value = document.text("ram:IssuerAssignedID");
            if (value != null) {
                String scheme = document.text("ram:ReferenceTypeCode");
                references.add(new Reference(additional(document.text("ram:TypeCode"), scheme), value, scheme, null));
            }
        }
        for (XmlBranch preceding : root.all(SETTLEMENT + "InvoiceReferencedDocument")) {
            String value = preceding.text("ram:IssuerAssignedID");
            if (value != null) {
                references.add(new Reference(
                        ReferenceKind.PRECEDING_INVOICE,
                        value,
                        null,
                        FactValues.date(preceding.text("ram:FormattedIssueDateTime/qdt:DateTimeString"))));
            }
        }
        return references;
    }

    // UNTDID 1001 as the binding uses it: 50 tender or lot (BT-17), 130 invoiced object (BT-18), 916 supporting
    // (BT-122).
    private static ReferenceKind additional(@Nullable String typeCode, @Nullable String scheme) {
        if ("130".equals(typeCode)) {
            return FactValues.objectKind(scheme);
        }
        return "50".equals(typeCode) ? ReferenceKind.TENDER : ReferenceKind.SUPPORTING_DOCUMENT;
    }

    private static void refer(List<Reference> references, ReferenceKind kind, List<XmlBranch> ids) {
        for (XmlBranch id : ids) {
            String value = id.text();
            if (value != null) {
                references.add(new Reference(kind, value, null, null));
            }
        }
    }
}
