package org.tradeseal.gateway.records;

import java.util.Optional;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.ledger.Records;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.StoredRecord;

/** Who may see a record. What is not yours to see is answered exactly like what does not exist. */
@Component
public class Visibility {
    private final Records records;

    Visibility(Records records) {
        this.records = records;
    }

    /** The newest version from the ledger itself. Refuses NOT_FOUND. */
    public StoredRecord require(Caller caller, RecordId id) {
        return find(caller, id)
                .orElseThrow(() -> new Refusal(
                        ErrorCode.NOT_FOUND,
                        "There is no record " + id + ", or it is not yours to see.",
                        "没有记录 " + id + "，或您无权查看。"));
    }

    public Optional<StoredRecord> find(Caller caller, RecordId id) {
        return Contracts.type(id.prefix()).isEmpty()
                ? Optional.empty()
                : records.find(caller.organisation(), id).filter(r -> caller.sees(r.record()));
    }
}
