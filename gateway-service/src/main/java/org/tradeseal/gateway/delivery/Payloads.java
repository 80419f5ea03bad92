package org.tradeseal.gateway.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.Records;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.RegistryRecord;
import org.tradeseal.verify.Sha256;
import org.tradeseal.verify.StoredRecord;

/** Payloads that an organisation's collection holds, for those participants of it that are party to the record. */
@Component
public class Payloads {
    private final Ledger ledger;
    private final Records records;
    private final Intents intents;

    Payloads(Ledger ledger, Records records, Intents intents) {
        this.intents = intents;
        this.ledger = ledger;
        this.records = records;
    }

    /** The payload as the caller's organisation received or sent it; empty for who is no party to the record. */
    public Optional<Payload> of(Caller caller, RecordId id) {
        Optional<RegistryRecord> record = records.find(caller.organisation(), id)
                .map(StoredRecord::record)
                .filter(caller::isPartyTo)
                .filter(r -> r.content().path("privateContent").isObject());
        // What was sent a moment ago may not have reached the own collection yet.
        return record.flatMap(r -> in(caller.organisation(), id).or(() -> {
            Sha256 digest = new Sha256(
                    r.content().path("privateContent").path("payload").asString(""));
            return intents.sentBy(caller.participant(), id, digest);
        }));
    }

    private Optional<Payload> in(MspId organisation, RecordId id) {
        byte[] value = ledger.evaluate(
                organisation,
                Invocation.of(Invocation.Function.READ_PAYLOAD, id.value().getBytes(StandardCharsets.US_ASCII)));
        return value.length == 0 ? Optional.empty() : Optional.of(CanonicalJson.read(value, Payload.class));
    }
}
