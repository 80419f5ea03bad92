package org.tradeseal.gateway.einvoice;

/**
 * What an invoice says that matters for paying it: the canonical tuple that tells a copy from a conflicting invoice.
 *
 * @param issueDate BT-2, ISO 8601
 * @param buyer BT-48, else BT-47, BT-46, BT-49
 * @param currency BT-5
 * @param taxExclusive BT-109
 * @param taxInclusive BT-112
 * @param payable BT-115
 */
public record InvoiceContent(
        InvoiceIdentity identity,
        String issueDate,
        String buyer,
        String currency,
        String taxExclusive,
        String taxInclusive,
        String payable) {

    /** Throws {@link InvoiceRefused} with INVOICE_FACT_MISSING if the invoice does not state a part of it. */
    public static InvoiceContent of(InvoiceFacts facts) {
        InvoiceFacts.Totals totals = facts.totals();
        return new InvoiceContent(
                InvoiceIdentity.of(facts),
                InvoiceIdentity.issueDate(facts).toString(),
                InvoiceIdentity.party(
                        facts.buyer(),
                        "buyer identifier (BT-48, BT-47, BT-46 or BT-49)",
                        "买方标识（BT-48、BT-47、BT-46 或 BT-49）"),
                Canonical.number(InvoiceIdentity.present(facts.currency(), "currency (BT-5)", "币种（BT-5）")),
                Canonical.decimal(
                        InvoiceIdentity.present(totals.taxExclusive(), "total without tax (BT-109)", "不含税总额（BT-109）")),
                Canonical.decimal(
                        InvoiceIdentity.present(totals.taxInclusive(), "total with tax (BT-112)", "含税总额（BT-112）")),
                Canonical.decimal(
                        InvoiceIdentity.present(totals.payable(), "amount due for payment (BT-115)", "应付金额（BT-115）")));
    }
}
