package org.tradeseal.gateway.einvoice;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an invoice says, in the terms of EN 16931-1 and independent of its syntax; a term that is absent or unreadable
 * is null, so that an invalid invoice can still be reported on.
 *
 * @param customizationId BT-24
 * @param profileId BT-23
 * @param number BT-1
 * @param issueDate BT-2
 * @param typeCode BT-3, UNTDID 1001
 * @param currency BT-5, ISO 4217
 * @param dueDate BT-9
 * @param references BT-10 to BT-18, BT-25 and BT-122
 */
public record InvoiceFacts(
        InvoiceSyntax syntax,
        @Nullable String customizationId,
        @Nullable String profileId,
        @Nullable String number,
        @Nullable LocalDate issueDate,
        @Nullable String typeCode,
        @Nullable String currency,
        @Nullable LocalDate dueDate,
        InvoiceParty seller,
        InvoiceParty buyer,
        Totals totals,
        List<Line> lines,
        List<Reference> references) {

    public InvoiceFacts {
        lines = List.copyOf(lines);
        references = List.copyOf(references);
    }

    /**
     * The document totals (BG-22) in the invoice currency.
     *
     * @param lines BT-106, sum of the line net amounts
     * @param tax BT-110
     * @param taxExclusive BT-109
     * @param taxInclusive BT-112
     * @param prepaid BT-113
     * @param payable BT-115
     */
    public record Totals(
            @Nullable BigDecimal lines,
            @Nullable BigDecimal tax,
            @Nullable BigDecimal taxExclusive,
            @Nullable BigDecimal taxInclusive,
            @Nullable BigDecimal prepaid,
            @Nullable BigDecimal payable) {}

    /**
     * An invoice line (BG-25).
     *
     * @param id BT-126
     * @param name BT-153
     * @param quantity BT-129
     * @param unit BT-130, UN/ECE Recommendation 20
     * @param netAmount BT-131
     * @param originCountry BT-159
     * @param classifications BT-158 with its scheme, UNTDID 7143; HS is the Harmonised System
     */
    public record Line(
            @Nullable String id,
            @Nullable String name,
            @Nullable BigDecimal quantity,
            @Nullable String unit,
            @Nullable BigDecimal netAmount,
            @Nullable String originCountry,
            List<Classification> classifications) {
        public Line {
            classifications = List.copyOf(classifications);
        }
    }

    /** A code that classifies an item, and the list it comes from. */
    public record Classification(@Nullable String scheme, String code) {}

    /** Another document to which the invoice refers; the date only for a preceding invoice (BT-26). */
    public record Reference(
            ReferenceKind kind,
            String id,
            @Nullable String scheme,
            @Nullable LocalDate issueDate) {}

    /** The kinds of documents to which an invoice refers. */
    public enum ReferenceKind {
        /** BT-10. */
        BUYER_REFERENCE,
        /** BT-11. */
        PROJECT,
        /** BT-12. */
        CONTRACT,
        /** BT-13. */
        PURCHASE_ORDER,
        /** BT-14. */
        SALES_ORDER,
        /** BT-15. */
        RECEIVING_ADVICE,
        /** BT-16. */
        DESPATCH_ADVICE,
        /** BT-17. */
        TENDER,
        /** BT-18, unless its scheme (UNTDID 1153) says more. */
        INVOICED_OBJECT,
        /** A transport document: BT-18 with scheme BM, MB, BH, AWB, MWB, HWB or AAM. */
        TRANSPORT_DOCUMENT,
        /** A customs declaration: BT-18 with scheme ABT, AAE, ABE or CDN. */
        CUSTOMS_DECLARATION,
        /** BT-25. */
        PRECEDING_INVOICE,
        /** BT-122. */
        SUPPORTING_DOCUMENT
    }

    /** The first reference of a kind, in document order. */
    public @Nullable Reference reference(ReferenceKind kind) {
        return references.stream()
                .filter(reference -> reference.kind() == kind)
                .findFirst()
                .orElse(null);
    }
}
