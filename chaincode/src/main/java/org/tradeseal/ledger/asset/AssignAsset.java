package org.tradeseal.ledger.asset;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tradeseal.ledger.record.Required;
import org.tradeseal.ledger.record.Texts;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Sha256;

/**
 * An owner offers the asset to new owners, who accept. {@code exportStatement} is the reference of the technology-export
 * permit or registration, required where an owner to be is foreign.
 */
public record AssignAsset(
        RecordId id, List<Registrant> to, @Nullable String exportStatement) {
    public AssignAsset {
        Required.field(id, "/id");
        to = Registrant.requireWhole(to, "/to");
        Texts.requireLine(exportStatement, 300, "/exportStatement");
    }

    /** What co-owners consent to. */
    public Sha256 matter() {
        Map<String, Object> matter = new TreeMap<>(Map.of("to", to));
        if (exportStatement != null) {
            matter.put("exportStatement", exportStatement);
        }
        return Consent.digest(id, Consent.Act.ASSIGN, matter);
    }
}
