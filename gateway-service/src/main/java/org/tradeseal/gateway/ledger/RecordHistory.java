package org.tradeseal.gateway.ledger;

import java.util.Optional;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.RegistryRecord;

/** Earlier versions of records; the read model has them. */
public interface RecordHistory {
    Optional<RegistryRecord> version(RecordId id, int version);
}
