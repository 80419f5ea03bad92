package org.tradeseal.ledger.licence;

import org.tradeseal.ledger.terms.Cell;
import org.tradeseal.ledger.terms.LicenceKind;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Text;

/** A licence that stands in the way of another: which, of what kind, where they meet, and by what article. */
public record LicenceConflict(RecordId licence, LicenceKind kind, Cell overlap, Text article) {

    /** The conflict in words. */
    public Text text() {
        Text where = overlap.text();
        return Text.of(
                "the " + kind.text().en() + " licence " + licence + ", " + where.en() + " (" + article.en() + ")",
                kind.text().zh() + "许可 " + licence + "：" + where.zh() + "（" + article.zh() + "）");
    }
}
