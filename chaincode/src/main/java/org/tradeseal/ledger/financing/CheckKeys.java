package org.tradeseal.ledger.financing;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.tradeseal.ledger.invoice.Invoice;
import org.tradeseal.ledger.invoice.InvoiceFields;
import org.tradeseal.ledger.participant.Identifier;
import org.tradeseal.ledger.record.Execution;
import org.tradeseal.ledger.record.Money;
import org.tradeseal.ledger.record.Recorded;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.FieldRoot;

/**
 * The keyed digests by which an invoice is compared with others. The contract computes them from opened fields under the
 * registrars' secret: a bank can neither test guesses offline nor supply wrong keys. The seller counts as the
 * participant, so that a second identifier of the same seller hides nothing.
 */
record CheckKeys(String exact, String withoutAmount, String withoutDate, String withoutNumber) {
    private static final Pattern LEADING_ZEROS = Pattern.compile("(?<![0-9])0+(?=[0-9])");

    static CheckKeys of(Recorded<Invoice> invoice, IdentityOpening identity, Money payable, Execution x, String at) {
        FieldRoot root = invoice.content().privateContent().fields();
        String number = InvoiceFields.NUMBER.open(identity.number(), x, invoice.id(), root, at + "/number");
        String date = InvoiceFields.ISSUE_DATE.open(identity.issueDate(), x, invoice.id(), root, at + "/issueDate");
        String seller = invoice.content().seller().value();
        String amount = payable.toString();
        String folded = folded(number);
        return new CheckKeys(
                key(x, CheckKind.EXACT, seller, Identifier.normalise(number), date, amount),
                key(x, CheckKind.WITHOUT_AMOUNT, seller, folded, date, ""),
                key(x, CheckKind.WITHOUT_DATE, seller, folded, "", amount),
                key(x, CheckKind.WITHOUT_NUMBER, seller, "", date, amount));
    }

    String get(CheckKind kind) {
        return switch (kind) {
            case EXACT -> exact;
            case WITHOUT_AMOUNT -> withoutAmount;
            case WITHOUT_DATE -> withoutDate;
            case WITHOUT_NUMBER -> withoutNumber;
        };
    }

    private static String key(Execution x, CheckKind kind, String seller, String number, String date, String amount) {
        byte[] json = CanonicalJson.bytes(List.of(kind.name(), seller, number, date, amount));
        return x.checkKey(new String(json, StandardCharsets.UTF_8));
    }

    /** A number as people mistake it: O for 0, I for 1, and without leading zeros in each run of digits. */
    static String folded(String number) {
        String upper = Normalizer.normalize(number, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
        String digits = upper.replace('O', '0').replace('I', '1');
        return Identifier.normalise(LEADING_ZEROS.matcher(digits).replaceAll(""));
    }
}
