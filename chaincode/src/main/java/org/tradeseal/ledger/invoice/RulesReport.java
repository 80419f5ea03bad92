package org.tradeseal.ledger.invoice;

import java.util.List;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Texts;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.Sha256;

/**
 * The rule sets a document was checked against without an error, and the SHA-256 of the report. The report holds a
 * random salt: findings quote the document, and a digest of so little could be guessed.
 */
public record RulesReport(Sha256 digest, List<String> ruleSets) {
    private static final int MAX_RULE_SETS = 16;

    public RulesReport {
        Required.field(digest, "/digest");
        ruleSets = List.copyOf(Required.field(ruleSets, "/ruleSets"));
        if (ruleSets.isEmpty() || ruleSets.size() > MAX_RULE_SETS) {
            throw new Refusal(
                            ErrorCode.MALFORMED,
                            "A report names 1 to " + MAX_RULE_SETS + " rule sets.",
                            "检查报告须列出 1 至 " + MAX_RULE_SETS + " 个规则集。")
                    .at("/ruleSets");
        }
        ruleSets.forEach(r -> Texts.requireLine(r, 200, "/ruleSets"));
    }
}
