package org.tradeseal.gateway.ledger;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.springframework.stereotype.Component;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.StoredRecord;

/** Records as the ledger itself has them now. */
@Component
public class Records {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(20);

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

    /** A certain version, which may have been followed by others already. Refuses UNAVAILABLE while it is not here. */
    public RegistryRecord version(MspId organisation, RecordId id, int version) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            // The newest first: the read model has an earlier version once it has caught up with the ledger.
            Optional<RegistryRecord> found = find(organisation, id)
                    .map(StoredRecord::record)
                    .filter(r -> r.version() == version)
                    .or(() -> history.version(id, version));
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                throw new Refusal(
                        ErrorCode.UNAVAILABLE,
                        "Version " + version + " of " + id + " has not reached this gateway yet.",
                        id + " 的第 " + version + " 版尚未到达本网关。");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
