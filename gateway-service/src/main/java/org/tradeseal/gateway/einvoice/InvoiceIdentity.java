package org.tradeseal.gateway.einvoice;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.einvoice.InvoiceRefused.Code;

/**
 * Which invoice this is, whatever it says: the canonical tuple whose fingerprint may occur once per seller.
 *
 * @param seller BT-31, else BT-30, BT-29, BT-34
 * @param number BT-1
 * @param type BT-3: both syntaxes code it by UNTDID 1001, so it needs no mapping between them
 * @param year the year of BT-2
 */
public record InvoiceIdentity(String seller, String number, String type, String year) {

    /** Throws {@link InvoiceRefused} with INVOICE_FACT_MISSING if the invoice does not name a part of it. */
    public static InvoiceIdentity of(InvoiceFacts facts) {
        return new InvoiceIdentity(
                party(
                        facts.seller(),
                        "seller identifier (BT-31, BT-30, BT-29 or BT-34)",
                        "卖方标识（BT-31、BT-30、BT-29 或 BT-34）"),
                Canonical.number(present(facts.number(), "invoice number (BT-1)", "发票号码（BT-1）")),
                Canonical.number(present(facts.typeCode(), "invoice type code (BT-3)", "发票类型代码（BT-3）")),
                String.valueOf(issueDate(facts).getYear()));
    }

    static LocalDate issueDate(InvoiceFacts facts) {
        return present(facts.issueDate(), "issue date (BT-2)", "开票日期（BT-2）");
    }

    static String party(InvoiceParty party, String en, String zh) {
        InvoiceParty.Identifier primary = party.primary();
        return Canonical.identifier(present(primary == null ? null : primary.value(), en, zh));
    }

    static <T> T present(@Nullable T value, String en, String zh) {
        if (value == null) {
            throw new InvoiceRefused(
                    Code.INVOICE_FACT_MISSING,
                    "The invoice has no readable " + en + ", which its fingerprint needs.",
                    "发票缺少可读的" + zh + "，无法计算指纹。");
        }
        return value;
    }
}
