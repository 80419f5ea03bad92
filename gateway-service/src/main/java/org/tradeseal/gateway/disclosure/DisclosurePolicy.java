package org.tradeseal.gateway.disclosure;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tradeseal.ledger.asset.Asset;
import org.tradeseal.ledger.invoice.Invoice;
import org.tradeseal.ledger.licence.Licence;
import org.tradeseal.verify.RecordId;

/** What a kind of reader needs of a record's private content, by the record's type. */
enum DisclosurePolicy {
    /** Whoever finances: who owes whom, how much, and when; not what was sold. */
    BANK(
            List.of(
                    "/buyer",
                    "/currency",
                    "/document",
                    "/dueDate",
                    "/issueDate",
                    "/number",
                    "/payableAmount",
                    "/prepaidAmount",
                    "/seller",
                    "/taxAmount",
                    "/taxExclusiveAmount",
                    "/taxInclusiveAmount",
                    "/type"),
            List.of("/documents"),
            List.of("/documents", "/royalty")),
    /**
     * Customs: the goods, their origin and value, and who trades them; not how they are paid. Royalties are part of the
     * customs value (WTO Customs Valuation Agreement art. 8.1 (c)).
     */
    CUSTOMS(
            List.of(
                    "/buyer",
                    "/currency",
                    "/document",
                    "/issueDate",
                    "/lines",
                    "/linesAmount",
                    "/number",
                    "/references",
                    "/seller",
                    "/taxExclusiveAmount",
                    "/type"),
            List.of("/documents"),
            List.of("/documents", "/royalty")),
    /** Everything. */
    AUDITOR(List.of(""), List.of(""), List.of("")),
    /** Anybody: no amounts, no goods, no buyer's name; of files only the digest, which whoever has the file can compare. */
    PUBLIC(
            List.of("/buyer/country", "/issueDate", "/seller/country", "/seller/name", "/type"),
            List.of("/documents/*/sha256"),
            List.of("/documents/*/sha256"));

    private final Map<String, List<String>> pointers;

    DisclosurePolicy(List<String> invoice, List<String> asset, List<String> licence) {
        pointers = Map.of(Invoice.TYPE.prefix(), invoice, Asset.TYPE.prefix(), asset, Licence.TYPE.prefix(), licence);
    }

    /** The policy's name on the wire. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<DisclosurePolicy> named(String name) {
        return Stream.of(values()).filter(p -> p.wireName().equals(name)).findFirst();
    }

    /** The pointers that select fields of such a record: a field, or all beneath; {@code *} is any one part. */
    List<String> pointers(RecordId record) {
        return pointers.getOrDefault(record.prefix(), List.of());
    }

    /** Whether a pointer selects a field: it is the field's, or leads to a part of which the field is one. */
    static boolean selects(String pointer, String field) {
        String[] wanted = pointer.split("/", -1);
        String[] parts = field.split("/", -1);
        boolean fits = wanted.length <= parts.length;
        for (int i = 0; fits && i < wanted.length; i++) {
            fits = wanted[i].equals("*") || wanted[i].equals(parts[i]);
        }
        return fits;
    }
}
