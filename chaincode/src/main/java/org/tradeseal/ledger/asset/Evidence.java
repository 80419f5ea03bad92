package org.tradeseal.ledger.asset;

import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Texts;

/**
 * What is known of deposited data before its digest was recorded: where it comes from, how it was generated, and who
 * kept it. A ledger lets integrity be presumed only from the recording on (Online Litigation Rules art. 16-18).
 */
public record Evidence(String source, String generation, String custody) {
    private static final int MAX = 2000;

    public Evidence {
        Texts.requireParagraph(Required.field(source, "/source"), MAX, "/source");
        Texts.requireParagraph(Required.field(generation, "/generation"), MAX, "/generation");
        Texts.requireParagraph(Required.field(custody, "/custody"), MAX, "/custody");
    }
}
