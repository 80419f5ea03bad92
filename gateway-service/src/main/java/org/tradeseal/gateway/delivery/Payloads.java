package org.tradeseal.gateway.delivery;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.tradeseal.gateway.access.Caller;
import org.tradeseal.gateway.ledger.Ledger;
import org.tradeseal.gateway.ledger.Records;
import org.tradeseal.ledger.Contracts;
import org.tradeseal.ledger.Invocation;
import org.tradeseal.ledger.Payload;
import org.tradeseal.ledger.record.Content;
import org.tradeseal.ledger.record.MspId;
import org.tradeseal.verify.CanonicalJson;
import org.tradeseal.verify.RecordId;
import org.tradeseal.verify.StoredRecord;

/** Payloads that an organisation's collection holds, for those participants of it that are party to the record. */
@Component
public class Payloads {
    private final Ledger ledger;
    private final Records records;

    Payloads(Ledger ledger, Records records) {
        this.ledger = ledger;
        this.records = records;
    }

    /** The payload as the caller's organisation received it; empty for who is no party to the record. */
    public Optional<Payload> of(Caller caller, RecordId id) {
        boolean party = records.find(caller.organisation(), id)
                .map(StoredRecord::record)
                .filter(r -> Contracts.type(id.prefix())
                        .map(t -> (Content) CanonicalJson.read(r.content(), t.content()))
                        .filter(c -> c.parties().contains(caller.participant())
                                || Contracts.type(id.prefix()).orElseThrow().readers().stream()
                                        .anyMatch(caller.roles()::contains))
                        .isPresent())
                .isPresent();
        return party ? in(caller.organisation(), id) : Optional.empty();
    }

    private Optional<Payload> in(MspId organisation, RecordId id) {
        byte[] value = ledger.evaluate(
                organisation,
                Invocation.of(Invocation.Function.READ_PAYLOAD, id.value().getBytes(StandardCharsets.US_ASCII)));
        return value.length == 0 ? Optional.empty() : Optional.of(CanonicalJson.read(value, Payload.class));
    }
}
