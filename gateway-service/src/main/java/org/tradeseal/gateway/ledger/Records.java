package org.tradeseal.gateway.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.StoredRecord;

/** Records as the ledger itself has them now. */
@Component
public class Records {
    private final Ledger ledger;
    private final RecordHistory history;

    Records(Ledger ledger, RecordHistory history) {
        this.ledger = ledger;
        this.history = history;
    }

    /** The newest version, from the world state of the organisation's own peer. */
    public Optional<StoredRecord> find(MspId organisation, RecordId id) {
        Invocation.Function function =
                Contracts.type(id.prefix()).map(RecordType::home).orElse(RecordType.Home.CHANNEL)
                                == RecordType.Home.CHANNEL
                        ? Invocation.Function.READ
                        : Invocation.Function.READ_PRIVATE;
        byte[] value =
                ledger.evaluate(organisation, Invocation.of(function, id.value().getBytes(StandardCharsets.US_ASCII)));
        return value.length == 0 ? Optional.empty() : Optional.of(CanonicalJson.read(value, StoredRecord.class));
    }

    /** A certain version, which may have been followed by others already. */
    public RegistryRecord version(MspId organisation, RecordId id, int version) {
        return find(organisation, id)
                .map(StoredRecord::record)
                .filter(r -> r.version() == version)
                .or(() -> history.version(id, version))
                .orElseThrow(() -> new IllegalStateException("version " + version + " of " + id + " is nowhere"));
    }
}
