package org.tradeseal.gateway.ledger;

import java.util.Optional;
import org.springframework.stereotype.Component;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.StoredRecord;

/** Records as the ledger itself has them now. */
@Component
public class Records {
    private final LedgerClient client;
    private final RecordHistory history;

    Records(LedgerClient client, RecordHistory history) {
        this.client = client;
        this.history = history;
    }

    /**
     * The newest version, from the world state of the organisation's own peer; records of the registrars' collection from
     * a registrar's. Whether the caller may see it is for the caller of this method to ask.
     */
    public Optional<StoredRecord> find(MspId organisation, RecordId id) {
        boolean open = Contracts.type(id.prefix()).map(RecordType::home).orElse(RecordType.Home.CHANNEL)
                == RecordType.Home.CHANNEL;
        return open ? client.read(organisation, id) : client.readPrivate(id);
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
