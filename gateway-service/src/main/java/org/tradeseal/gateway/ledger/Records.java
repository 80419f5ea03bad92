package org.tradeseal.gateway.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.ledger.record.RecordType;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.ErrorCode;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.Refusal;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.StoredRecord;

/** Records as the ledger itself has them now. */
@Component
public class Records {
    private final Ledger ledger;
    private final GenesisSource genesis;
    private final RecordHistory history;

    Records(Ledger ledger, GenesisSource genesis, RecordHistory history) {
        this.ledger = ledger;
        this.genesis = genesis;
        this.history = history;
    }

    /**
     * The newest version, from the world state of the organisation's own peer; records of the registrars' collection from
     * a registrar's. Whether the caller may see it is for the caller of this method to ask.
     */
    public Optional<StoredRecord> find(MspId organisation, RecordId id) {
        boolean open = Contracts.type(id.prefix()).map(RecordType::home).orElse(RecordType.Home.CHANNEL)
                == RecordType.Home.CHANNEL;
        byte[] key = id.value().getBytes(StandardCharsets.US_ASCII);
        byte[] value = open
                ? ledger.evaluate(organisation, Invocation.of(Invocation.Function.READ, key))
                : ledger.evaluate(registrar(), Invocation.of(Invocation.Function.READ_PRIVATE, key));
        return value.length == 0 ? Optional.empty() : Optional.of(CanonicalJson.read(value, StoredRecord.class));
    }

    private MspId registrar() {
        return genesis.genesis().registrars().stream()
                .filter(ledger.organisations()::contains)
                .findFirst()
                .orElseThrow(
                        () -> new Refusal(ErrorCode.NOT_FOUND, "This gateway serves no registrar.", "本网关不服务于任何登记机构。"));
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
